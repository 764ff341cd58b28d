"""The register of agreements: schema, readers, validation, store."""

"""What can be wrong with the boundaries."""


class BoundaryError(ValueError):
    """Raised when boundaries cannot be read or built; the text says where, what and what to do."""

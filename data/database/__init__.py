"""The store: the register's rows with versions and history, in SQLite or PostgreSQL."""

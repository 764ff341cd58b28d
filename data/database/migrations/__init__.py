"""The steps from one form of the store to the next, taken by Alembic from `data.database`."""

"""Take the migrations on the connection that `data.database.migrating` has opened.

All steps are one transaction, on SQLite too: the caller has begun it, and ends it.
"""

from alembic import context

from data.database.model import VERSION_TABLE

context.configure(
    connection=context.config.attributes["connection"],
    version_table=VERSION_TABLE,
)
with context.begin_transaction():
    context.run_migrations()

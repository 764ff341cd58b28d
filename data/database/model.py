"""Describe the store's tables, as they are after the last migration."""

from collections.abc import Mapping
from typing import Final

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
)

from data.agreement_rules import REFERENCES
from data.schema import AGREEMENTS, ALONE, FileSchema

APPLICATION_ID: Final = 0x53414D4B
"""«SAMK»: what tells a SQLite file as ours, and the key of PostgreSQL's lock for migrations."""

LATEST: Final = 1
"""The number of the last migration, which is also SQLite's `user_version`."""

SEED: Final = "seed"
UNDO: Final = "undo"
WRITTEN: Final = ("edit", "alone", "import", "restore", "delete")
"""Kinds of batch that a caller may write; seeds and undos have ways of their own."""

metadata: Final = MetaData()


def _row_table(name: str, schema: FileSchema, *extra: CheckConstraint | Index) -> Table:
    """Describe the table of one file: its columns as text, and what the store adds to each row."""
    cells: list[Column[str]] = []
    for header in schema.headers:
        if header in REFERENCES and schema is AGREEMENTS:
            link = ForeignKey("agreement.id", deferrable=True, initially="DEFERRED")
            cells.append(Column(header, Text, link))
        else:
            cells.append(Column(header, Text, nullable=False))
    return Table(
        name,
        metadata,
        *cells,
        Column("version", Integer, nullable=False),
        Column("updated_at", Text, nullable=False),
        Column("updated_by_role", Text, nullable=False),
        Column("batch", Integer, ForeignKey("batch.id"), nullable=False),
        PrimaryKeyConstraint(*schema.key),
        *extra,
        sqlite_strict=True,
    )


meta: Final = Table(
    "meta",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
    sqlite_strict=True,
)

batch: Final = Table(
    "batch",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("token", Text, unique=True),
    Column("undoes", Integer, ForeignKey("batch.id"), unique=True),
    sqlite_strict=True,
    sqlite_autoincrement=True,
)

agreement: Final = _row_table(
    "agreement",
    AGREEMENTS,
    CheckConstraint("length(id) <= 64", name="agreement_id_length"),
    Index("agreement_del_av", "del_av"),
    Index("agreement_erstattet_av", "erstattet_av"),
)

alone: Final = _row_table("alone", ALONE)

history: Final = Table(
    "history",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("batch", Integer, ForeignKey("batch.id"), nullable=False),
    Column("tab", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("before_json", Text),
    Column("after_json", Text),
    Column("at", Text, nullable=False),
    Column("role", Text, nullable=False),
    Index("history_key", "tab", "key", "seq"),
    Index("history_batch", "batch"),
    sqlite_strict=True,
    sqlite_autoincrement=True,
)

TABLES: Final[Mapping[str, Table]] = {AGREEMENTS.name: agreement, ALONE.name: alone}
SCHEMAS: Final[Mapping[str, FileSchema]] = {AGREEMENTS.name: AGREEMENTS, ALONE.name: ALONE}
TRIGGERS: Final = ("history_no_delete", "history_no_update")
VERSION_TABLE: Final = "alembic_version"

"""Make the store's tables, and the triggers that let history only grow."""

import time
from typing import Final

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

# As they were in this step: later changes of the schema are later steps.
_AGREEMENT: Final = (
    *("id", "navn", "del_av", "erstattet_av", "tjeneste", "form", "vert", "sete", "deltakere"),
    *("ufullstendig", "andre", "status", "fra", "til", "orgnr", "formål", "kilde", "kilde_url"),
    *("kilde_år", "sikkerhet", "merknad"),
)
_ALONE: Final = ("kommune", "tjeneste", "svar", "kilde", "kilde_url", "kilde_år", "merknad")
_LINKS: Final = ("del_av", "erstattet_av")

_SQLITE_TRIGGERS: Final = tuple(
    f"CREATE TRIGGER {name} BEFORE {when} BEGIN SELECT RAISE(ABORT, 'history only grows'); END"
    for name, when in (
        ("history_no_update", "UPDATE ON history"),
        ("history_no_delete", "DELETE ON history"),
        # INSERT OR REPLACE deletes without telling the trigger for deletes.
        ("history_no_replace", "INSERT ON history WHEN NEW.seq IN (SELECT seq FROM history)"),
    )
)
_POSTGRESQL_TRIGGERS: Final = (
    "CREATE FUNCTION history_only_grows() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'history only grows'; END $$",
    "CREATE TRIGGER history_no_update BEFORE UPDATE ON history "
    "FOR EACH ROW EXECUTE FUNCTION history_only_grows()",
    "CREATE TRIGGER history_no_delete BEFORE DELETE ON history "
    "FOR EACH ROW EXECUTE FUNCTION history_only_grows()",
    "CREATE TRIGGER history_no_truncate BEFORE TRUNCATE ON history "
    "FOR EACH STATEMENT EXECUTE FUNCTION history_only_grows()",
    "ALTER TABLE history ENABLE ALWAYS TRIGGER history_no_update",
    "ALTER TABLE history ENABLE ALWAYS TRIGGER history_no_delete",
    "ALTER TABLE history ENABLE ALWAYS TRIGGER history_no_truncate",
)


def _text(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=nullable)


def _row_table(name: str, headers: tuple[str, ...], key: tuple[str, ...]) -> None:
    op.create_table(
        name,
        *(_text(header, nullable=header in _LINKS) for header in headers),
        sa.Column("version", sa.Integer, nullable=False),
        _text("updated_at"),
        _text("updated_by_role"),
        sa.Column("batch", sa.Integer, sa.ForeignKey("batch.id"), nullable=False),
        sa.PrimaryKeyConstraint(*key),
        *(
            sa.ForeignKeyConstraint([link], ["agreement.id"], deferrable=True, initially="DEFERRED")
            for link in _LINKS
            if link in headers
        ),
        *(
            [sa.CheckConstraint("length(id) <= 64", name="agreement_id_length")]
            if "id" in headers
            else []
        ),
        sqlite_strict=True,
    )


def _history() -> None:
    op.create_table(
        "history",
        sa.Column("seq", sa.Integer, primary_key=True),
        sa.Column("batch", sa.Integer, sa.ForeignKey("batch.id"), nullable=False),
        *(_text(name) for name in ("tab", "key", "action")),
        sa.Column("version", sa.Integer, nullable=False),
        *(_text(name, nullable=True) for name in ("before_json", "after_json")),
        *(_text(name) for name in ("at", "role")),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    op.create_index("history_key", "history", ["tab", "key", "seq"])
    op.create_index("history_batch", "history", ["batch"])
    sqlite = op.get_bind().dialect.name == "sqlite"
    for trigger in _SQLITE_TRIGGERS if sqlite else _POSTGRESQL_TRIGGERS:
        op.execute(trigger)


def upgrade() -> None:
    """Make all of it."""
    meta = op.create_table(
        "meta",
        sa.Column("key", sa.Text, primary_key=True),
        _text("value"),
        sqlite_strict=True,
    )
    op.create_table(
        "batch",
        sa.Column("id", sa.Integer, primary_key=True),
        *(_text(name) for name in ("kind", "at", "role", "note")),
        sa.Column("token", sa.Text, unique=True),
        sa.Column("undoes", sa.Integer, sa.ForeignKey("batch.id"), unique=True),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    _row_table("agreement", _AGREEMENT, ("id",))
    for link in _LINKS:
        op.create_index(f"agreement_{link}", "agreement", [link])
    _row_table("alone", _ALONE, ("kommune", "tjeneste"))
    _history()
    # A store made anew must never show a revision that caches remember from the one before it.
    first = str(time.time_ns() // 1_000_000)
    op.bulk_insert(meta, [{"key": "revision", "value": first}, {"key": "seeded", "value": ""}])

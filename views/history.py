"""What has been changed in the register, in words: batches as lines, events field by field."""

import datetime as dt
from collections.abc import Iterable
from typing import Final
from zoneinfo import ZoneInfo

from data.database.changes import Batch, Event
from data.language import _, ngettext
from data.register import Register
from views.draft import differences, in_words
from views.view import Table
from views.words import number

_HERE: Final = ZoneInfo("Europe/Oslo")


def kind_word(kind: str) -> str:
    """Return what a batch of this kind is to a reader."""
    return {
        "seed": _("Hentet fra filene som følger med"),
        "edit": _("Endret i skjemaet"),
        "alone": _("Svar «alene»"),
        "import": _("Importert fra fil"),
        "undo": _("Angret"),
        "restore": _("Gjenopprettet fra sikkerhetskopi"),
        "delete": _("Slettet"),
    }.get(kind, kind)


def when(at: str) -> str:
    """Return a moment of the store (UTC, ISO) as Norwegian local time, «24.11.2026 kl. 16.05»."""
    try:
        moment = dt.datetime.fromisoformat(at)
    except ValueError:
        return at
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=dt.UTC)
    return moment.astimezone(_HERE).strftime("%d.%m.%Y kl. %H.%M")


def batch_words(batch: Batch) -> str:
    """Return a batch as one line: when, what, how many rows, by which role."""
    rows = ngettext("{n} rad", "{n} rader", batch.rows).format(n=number(batch.rows))
    words = f"{when(batch.at)} · {kind_word(batch.kind)} · {rows} · {batch.role}"
    if batch.note:
        words += f" · {batch.note}"
    return words + (" · " + _("angret") if batch.undone else "")


def saved_words(batch: Batch) -> str:
    """Return what was just saved, in one sentence."""
    rows = ngettext("{n} rad", "{n} rader", batch.rows).format(n=number(batch.rows))
    words = {
        "edit": _("«{name}» er lagret."),
        "delete": _("«{name}» er slettet."),
        "alone": ngettext(
            "{n} svar er lagret for {name}.", "{n} svar er lagret for {name}.", batch.rows
        ),
        "import": _("{rows} fra «{name}» er lagret."),
        "undo": _("{rows} er satt tilbake slik det var."),
    }.get(batch.kind, _("{rows} er lagret."))
    return words.format(name=batch.note, rows=rows, n=number(batch.rows))


def events_table(events: Iterable[Event], register: Register) -> Table:
    """Return what happened to rows, newest first, field by field where a row was changed."""
    lines = tuple(
        (when(event.at), _name(event, register), _what(event, register), event.role)
        for event in events
    )
    heads = (_("Når"), _("Rad"), _("Hva"), _("Av"))
    return Table(_("Hva som er endret"), heads, lines)


def _name(event: Event, register: Register) -> str:
    if event.table == "alene":
        code, service = event.key
        town = in_words("kommune", code, register)
        return f"{town}: {in_words('tjeneste', service, register)}"
    cells = event.after or event.before or {}
    # No link: it would load the page anew, and what is written and not saved would be lost.
    return cells.get("navn") or event.key[0]


def _what(event: Event, register: Register) -> str:
    if event.before is None or event.after is None:
        return {"ny": _("Ny rad"), "slettet": _("Slettet")}.get(event.action, event.action)
    changed = differences(event.before, event.after, register)
    return "; ".join(f"{label}: {before} → {after}" for _n, label, before, after in changed)

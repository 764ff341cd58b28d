"""Back up, restore and look back from the command line: `python3 run.py backup|restore|history`.

Whoever runs this has the files of the store, and so may restore without signing in.
"""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from data import files, store
from data.database.backup import backup, new_name
from data.database.changes import Batch, Event
from data.database.errors import StoreError
from data.database.places import place
from data.database.restoring import restore
from data.database.summing import Summary
from data.errors import RegisterError, shown
from data.intake.names import vocabulary_of
from data.language import _, ngettext
from data.permission import local_permit
from data.schema import AGREEMENTS, ALONE

_WARNED: Final = 20


def main(argv: list[str]) -> int:
    """Do one of the three; 0 if it is done, 1 with a sentence if not."""
    sys.stdout.reconfigure(errors="replace")  # type: ignore[union-attr]
    sys.stderr.reconfigure(errors="replace")  # type: ignore[union-attr]
    options = _options(argv)
    lines = {"backup": _backup, "restore": _restore, "history": _history}[options.command]
    try:
        for line in lines(options):
            sys.stdout.write(line + "\n")
    except StoreError as error:
        return _refuse(f"{error.code}: {error.sentence}")
    except RegisterError as error:
        return _refuse("\n".join(fault.text() for fault in error.faults))
    except BrokenPipeError:  # `| head` has seen enough
        return 1
    return 0


def _options(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="run.py", description=_("Ta vare på registeret."))
    commands = parser.add_subparsers(dest="command", required=True)
    one = commands.add_parser("backup", help=_("skriv en sikkerhetskopi"))
    one.add_argument("file", nargs="?", type=Path, help=_("fila; uten den legges den i var/"))
    one.add_argument("--overwrite", action="store_true", help=_("erstatt fila om den finnes"))
    one = commands.add_parser("restore", help=_("gjenopprett fra en sikkerhetskopi"))
    one.add_argument("file", type=Path, help=_("sikkerhetskopien"))
    one = commands.add_parser("history", help=_("vis hva som er endret"))
    one.add_argument("key", nargs="*", help=_("en avtales id, eller kommune og tjeneste"))
    return parser.parse_args(argv)


def _backup(options: argparse.Namespace) -> Iterator[str]:
    where = place()
    store.kept()  # made from the files where there is none yet
    target = options.file or new_name(where)
    done = backup(where, target, replace=options.overwrite)
    yield _("Sikkerhetskopien er skrevet: {file}").format(file=done.file)
    yield from _contents(done)


def _restore(options: argparse.Namespace) -> Iterator[str]:
    known = vocabulary_of(store.load(files.folder()))
    done = restore(place(), options.file, local_permit(), known)
    yield _("Registeret er gjenopprettet fra {file}").format(file=done.used.file)
    yield from _contents(done.used)
    if done.before:
        yield _("Det som var der før, ligger i {file}").format(file=done.before)
    if done.put_aside:
        yield _("Den skadde fila er tatt vare på som {file}").format(file=done.put_aside)
    warnings = done.used.warnings
    if warnings:
        words = ngettext(
            "{n} rad ville ikke blitt godtatt i dag. Rett den i appen:",
            "{n} rader ville ikke blitt godtatt i dag. Rett dem i appen:",
            len(warnings),
        )
        yield words.format(n=len(warnings))
    for fault in warnings[:_WARNED]:
        yield f"  {fault.text()}"
    if len(warnings) > _WARNED:
        yield _("  … og {n} til").format(n=len(warnings) - _WARNED)


def _contents(found: Summary) -> Iterator[str]:
    yield _("{agreements} avtaler, {answers} svar, {batches} lagringer, sist {at}").format(
        agreements=found.agreements,
        answers=found.answers,
        batches=found.batches,
        at=found.saved_at or _("aldri"),
    )
    yield _("Kontrollsum: {digest}").format(digest=found.digest)


def _history(options: argparse.Namespace) -> Iterator[str]:
    kept = store.kept()
    if not options.key:
        batches = kept.batches()
        yield from map(_batch_line, batches)
        return
    key = tuple(options.key)
    table = AGREEMENTS.name if len(key) == 1 else ALONE.name
    events = kept.history(table, key)
    if not events:
        message = _("Historikken har ingenting om «{key}».").format(key=shown(" ".join(key)))
        raise StoreError("LAGER_UKJENT_RAD", message)
    for event in events:
        yield from _event_lines(event)


def _batch_line(batch: Batch) -> str:
    rows = ngettext("{n} rad", "{n} rader", batch.rows).format(n=batch.rows)
    note = f"  {shown(batch.note)}" if batch.note else ""
    undone = _("  (angret)") if batch.undone else ""
    return f"{batch.id:>5}  {batch.at}  {_kind(batch.kind)}  {rows}  {batch.role}{note}{undone}"


def _event_lines(event: Event) -> Iterator[str]:
    yield f"{event.at}  {event.action}  {_kind(event.kind)}  v{event.version}  {event.role}"
    before, after = event.before or {}, event.after or {}
    for name in dict.fromkeys((*before, *after)):
        was, now = before.get(name, ""), after.get(name, "")
        if was != now:
            yield f"    {name}: «{shown(was)}» → «{shown(now)}»"


def _kind(kind: str) -> str:
    return {
        "seed": _("fra filene"),
        "edit": _("skjema"),
        "alone": _("svar «alene»"),
        "import": _("import"),
        "undo": _("angring"),
        "restore": _("gjenoppretting"),
        "delete": _("sletting"),
    }.get(kind, kind)


def _refuse(sentence: str) -> int:
    sys.stderr.write(sentence + "\n")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

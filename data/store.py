"""Give the register in force: vocabularies from the files, agreements and answers from the store.

The store is made from the files at the first start. Where the files are renewed it follows them
until somebody has saved something; from then on they are offered as an import, and nothing is
laid over what was saved here. Without a store that can be opened, the files are shown.
"""

import contextlib
import os
import threading
import time
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple

from data import files
from data.database.changes import Batch, Event, Key, Stored
from data.database.errors import StoreError, StoreMissing
from data.database.opening import Store, open_store
from data.errors import Fault, RegisterError
from data.files import KEPT, Contents, State
from data.intake.names import vocabulary_of
from data.language import _, get_language, set_language
from data.reading import Row, Table
from data.register import Register
from data.schema import SCHEMAS, VOCABULARIES
from data.tables import table as build_table
from data.vocabulary import Vocabulary

_lock = threading.Lock()
_making = threading.Lock()
_RESPITE_S: Final = 2.0
_LANGUAGES_KEPT: Final = 2
_unreachable: dict[str, float] = {}
"""When a server did not answer, by the address that was asked: all readers need not wait for it."""


class _Asked(NamedTuple):
    """What a register is made of; `mark` is the store's revision, or what is wrong with it."""

    home: Path
    state: State
    language: str
    kept: Store | None = None
    mark: int | tuple[str, str] | None = None


_last: dict[str, tuple[_Asked, Register]] = {}
"""By language: the register that was made last."""


def load(path: Path | None = None) -> Register:
    """Return the register in force, or what the files in `path` hold; anew only when changed.

    Raises
    ------
    RegisterError
        If a vocabulary is missing or damaged.
    """
    return _make(_asked(path))


def latest() -> Register:
    """Return the register in force, or the one before it while that is being made.

    No reader waits for what another has just saved: it is made beside, and is there the next time.
    Who has saved calls `load`. Raises as `load` does.
    """
    asked = _asked(None)
    held = _last.get(asked.language)
    if held is None or not _only_newer(asked, held[0]):
        return _make(asked)
    if asked != held[0] and not _making.locked():
        threading.Thread(target=_make_beside, args=(asked,), daemon=True).start()
    return held[1]


def _only_newer(asked: _Asked, held: _Asked) -> bool:
    """Whether all that may differ is the store's revision."""
    return asked._replace(mark=held.mark) == held and isinstance(asked.mark, type(held.mark))


def _make(asked: _Asked) -> Register:
    with _making:
        made = _load(*asked)
    _last[asked.language] = (asked, made)
    return made


def _make_beside(asked: _Asked) -> None:
    set_language(asked.language)
    with contextlib.suppress(RegisterError):  # who asks next is told
        _make(asked)


def _asked(path: Path | None) -> _Asked:
    """Return what the register in force is made of, or that of the files in `path`."""
    home = path or files.folder()
    with _lock:
        state, language = files.state(home), get_language()
        asked = _Asked(home, state, language)
        if path is not None:
            return asked
        try:
            _rest()
            found = _kept(files.read_folder(home, state, language))
            return asked._replace(kept=found, mark=found.revision() if found else None)
        except StoreMissing as error:
            _unreachable.setdefault(_address(), time.monotonic())
            return asked._replace(mark=(error.code, error.sentence))
        except StoreError as error:
            return asked._replace(mark=(error.code, error.sentence))


def _address() -> str:
    return os.environ.get("DATABASE_URL", "")


def _rest() -> None:
    """Let a server that did not answer a moment ago rest; StoreMissing while it does."""
    since = _unreachable.get(_address())
    if since is None:
        return
    if time.monotonic() - since < _RESPITE_S:
        raise StoreMissing
    del _unreachable[_address()]


@lru_cache(maxsize=6)
def _load(
    home: Path,
    state: State,
    language: str,
    kept: Store | None,
    mark: int | tuple[str, str] | None,
) -> Register:
    """Make the register of an `_Asked`."""
    contents = files.read_folder(home, state, language)
    if kept is None:
        checked, faults = files.check_tables(contents.tables)
    else:
        checked, faults = _check_kept(contents, kept, language)
    names = {schema.file for schema in VOCABULARIES}
    fatal = [fault for fault in faults if fault.file in names and fault.severity == "F"]
    if fatal or not all(checked[schema.name].rows for schema in VOCABULARIES):
        raise RegisterError(fatal or [f for f in faults if f.file in names])
    if isinstance(mark, tuple):
        faults = (Fault("", None, None, *mark, severity="F"), *faults)
    replacements = files.vocabulary_of(checked).replacements
    frames = {
        name: build_table(SCHEMAS[name], checked[name].rows, replacements) for name in SCHEMAS
    }
    return Register.of(
        frames,
        revision=f"{contents.digest}-{mark}" if kept is not None else contents.digest,
        as_of=contents.as_of,
        warnings=tuple(fault for fault in faults if fault.severity == "W"),
        faults=tuple(fault for fault in faults if fault.severity != "W"),
    )


_Cells = Mapping[str, str]
_good: dict[tuple[str, str], dict[tuple[str, Key], tuple[_Cells, tuple[Fault, ...]]]] = {}
"""By digest of the files and language: the cells of each row found good, and its warnings."""


def _check_kept(
    contents: Contents, kept: Store, language: str
) -> tuple[dict[str, Table], tuple[Fault, ...]]:
    """Check the store's rows with the files' vocabularies; those seen before only against others.

    The lines of the rows are their places. A save changes few rows of many, and everybody waits.
    """
    mark = (contents.digest, language)
    seen = _good.setdefault(mark, {})
    for old in [key for key in _good if key != mark][:-_LANGUAGES_KEPT]:
        del _good[old]
    stored = {(name, i): row for name in KEPT for i, row in enumerate(kept.rows(name), start=2)}
    again = {
        place
        for place, row in stored.items()
        if seen.get((place[0], row.key), ({}, ()))[0] == row.cells
    }
    tables = {
        name: Table(
            SCHEMAS[name].file,
            tuple(Row(line, row.cells) for (table, line), row in stored.items() if table == name),
        )
        for name in KEPT
    }
    known = {name: {line for table, line in again if table == name} for name in KEPT}
    checked, faults = files.check_tables({**contents.tables, **tables}, known)
    told: dict[tuple[str, int], list[Fault]] = {}
    names = {SCHEMAS[name].file: name for name in KEPT}
    for fault in faults:
        if fault.file in names:
            told.setdefault((names[fault.file], fault.line or 0), []).append(fault)
    remembered = [f for place in again for f in seen[place[0], stored[place].key][1]]
    for place, row in stored.items():
        found = told.get(place, [])
        if place not in again and all(fault.severity == "W" for fault in found):
            seen[place[0], row.key] = (row.cells, tuple(found))
    return checked, (*faults, *remembered)


def kept() -> Store:
    """Return the store, made from the files if it is new.

    Raises
    ------
    StoreError
        If it cannot be opened, or the files that it should be made from have faults.
    """
    with _lock:
        found = _kept(_contents())
    if found is None:
        sentence = _(
            "Filene som registeret skal lages av, har feil. Rett dem først: «python3 run.py check» "
            "lister alle."
        )
        raise StoreError("LAGER_IKKE_LAGET", sentence)
    return found


def _contents() -> Contents:
    home = files.folder()
    return files.read_folder(home, files.state(home), get_language())


def _kept(contents: Contents) -> Store | None:
    """Return the store, following the files while nothing has been saved; None if it is not made.

    A store is never made of files with faults, nor shown in their place while it is only a copy
    of them: the rows left out would be lost to sight.
    """
    found = open_store()
    if found.seeded == contents.digest:
        return found
    if found.seeded and found.local_edits:
        return found
    if not contents.whole:
        return None
    found.reseed({name: contents.tables[name] for name in KEPT}, contents.digest)
    return found


def offered() -> Mapping[str, Table] | None:
    """Return the files' agreements and answers where they are newer than the store, else None."""
    contents = _contents()
    with _lock:
        found = _kept(contents)
    if found is None or found.seeded == contents.digest or not contents.whole:
        return None
    return {name: contents.tables[name] for name in KEPT}


def vocabulary() -> Vocabulary:
    """Return the codes that a row may use; RegisterError as for `load`."""
    return vocabulary_of(load())


def history(table: str, key: tuple[str, ...]) -> tuple[Event, ...]:
    """Return what has happened to a row, newest first; nothing where no store can be opened."""
    try:
        return kept().history(table, key)
    except StoreError:
        return ()


def saves() -> tuple[Batch, ...]:
    """Return what has been saved, newest first; nothing where no store can be opened."""
    try:
        return kept().batches()
    except StoreError:
        return ()


def stored(table: str, key: tuple[str, ...]) -> Stored | None:
    """Return a row with its version, None where there is none."""
    return kept().row(table, key)

"""Say what can go wrong with the store: stable codes, and sentences that tell what to do."""

from collections.abc import Iterable
from typing import ClassVar, Final

from data.database.changes import Change, Conflict
from data.errors import Fault, shown
from data.language import _, ngettext

__all__ = [
    "Conflict",
    "InvalidRows",
    "NotPermitted",
    "StoreBusy",
    "StoreConflict",
    "StoreDamaged",
    "StoreError",
    "StoreFull",
    "StoreMissing",
    "StoreReadOnly",
    "StoreTooNew",
]

_NAMED: Final = 5


class StoreError(Exception):
    """Raised when the store could not do what it was asked; nothing of it has been done.

    Attributes
    ----------
    code
        Stable, for tests and logs: LAGER_….
    sentence
        For the reader, in the language in force: what happened, and what to do.
    """

    def __init__(self, code: str, sentence: str) -> None:
        self.code = code
        self.sentence = sentence
        super().__init__(f"{code}: {sentence}")


class _Coded(StoreError):  # noqa: N818
    """An error whose code and sentence are its class's own, unless others are given."""

    CODE: ClassVar[str]

    def __init__(self, sentence: str = "", code: str = "") -> None:
        super().__init__(code or self.CODE, sentence or self._sentence())

    def _sentence(self) -> str:
        raise NotImplementedError


class StoreConflict(StoreError):  # noqa: N818 — it says what to do, not only that it failed
    """Raised when rows have been changed by another since they were read."""

    def __init__(self, conflicts: Iterable[Conflict]) -> None:
        self.conflicts: tuple[Conflict, ...] = tuple(conflicts)
        names = _names([conflict.change for conflict in self.conflicts])
        sentence = ngettext(
            "{n} rad er endret av andre siden den ble hentet: {names}. Ingenting er lagret. "
            "Se på begge verdiene og velg.",
            "{n} rader er endret av andre siden de ble hentet: {names}. Ingenting er lagret. "
            "Se på begge verdiene og velg.",
            len(self.conflicts),
        )
        super().__init__("LAGER_KONFLIKT", sentence.format(n=len(self.conflicts), names=names))


class InvalidRows(StoreError):  # noqa: N818
    """Raised when rows break the rules of the register.

    The `line` of a fault is the change's place among the changes, from 1; None where a fault is
    about a row that was not sent.
    """

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults: tuple[Fault, ...] = tuple(faults)
        lines = " ".join(fault.message for fault in self.faults[:_NAMED])
        sentence = ngettext(
            "{n} feil i radene. Ingenting er lagret. {lines}",
            "{n} feil i radene. Ingenting er lagret. {lines}",
            len(self.faults),
        )
        super().__init__("LAGER_UGYLDIG", sentence.format(n=len(self.faults), lines=lines))


class StoreReadOnly(_Coded):
    """Raised when the store can be read but not written."""

    CODE = "LAGER_SKRIVEVERN"

    def _sentence(self) -> str:
        return _(
            "Registeret kan leses, men ikke endres: fila eller mappa er skrivebeskyttet. "
            "Be den som drifter tjenesten om å gi skrivetilgang."
        )


class StoreBusy(_Coded):
    """Raised when others held the store for longer than the limit `lock_timeout_s`."""

    CODE = "LAGER_OPPTATT"

    def _sentence(self) -> str:
        return _("Registeret er opptatt med en annen lagring. Vent litt, og prøv igjen.")


class StoreFull(_Coded):
    """Raised when the disk is full or does not answer."""

    CODE = "LAGER_FULLT"

    def _sentence(self) -> str:
        return _(
            "Disken er full eller svarer ikke, og ingenting er lagret. Det som var lagret før, "
            "står der. Frigjør plass, og prøv igjen."
        )


class StoreDamaged(_Coded):
    """Raised when what lies where the store should be is not a whole store."""

    CODE = "LAGER_SKADET"

    def _sentence(self) -> str:
        return _(
            "Lagret er skadet og brukes ikke. Gjenopprett fra siste sikkerhetskopi med "
            "«python3 run.py restore FIL»."
        )


class StoreTooNew(_Coded):
    """Raised when the store was made by a newer version of the program."""

    CODE = "LAGER_FOR_NYTT"

    def _sentence(self) -> str:
        return _(
            "Lagret er laget av en nyere utgave av programmet. Oppdater programmet; "
            "ingenting er endret."
        )


class NotPermitted(_Coded):
    """Raised when there is no leave to write."""

    CODE = "LAGER_IKKE_TILGANG"

    def _sentence(self) -> str:
        return _("Du har ikke tilgang til å endre registeret. Logg inn, og prøv igjen.")


class StoreMissing(_Coded):
    """Raised when the store cannot be reached: no answer from the server, or the file is gone."""

    CODE = "LAGER_BORTE"

    def _sentence(self) -> str:
        return _(
            "Får ikke tak i lagret: tjeneren svarer ikke, eller fila er borte. "
            "Last siden på nytt om litt."
        )


def _names(changes: list[Change]) -> str:
    """Return the first keys of the changes, as they may be shown."""
    names = [shown(" ".join(change.key)) for change in changes[:_NAMED]]
    return ", ".join(names) + (" …" if len(changes) > _NAMED else "")

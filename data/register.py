"""Hold the register as one immutable value: tables for counting, records for reading."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from data import convert
from data.errors import Fault
from data.records import Agreement, Alone, Change, Form, Municipality, Service

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Agreement", "Alone", "Change", "Form", "Municipality", "Register", "Service"]


@dataclass(frozen=True, eq=False)
class Register:
    """The register of one moment; two with the same `revision` hold the same.

    The tables have the files' Norwegian headers. Codes and texts are strings (empty when no
    source gives them), lists are tuples, years are `Int64` with NA, yes and no are booleans.
    `agreements`, `services`, `forms` and `municipalities` are indexed by their code as well. Copy
    a table before changing it.

    `faults` are what had to be left out (files and rows), `warnings` what was let through.
    """

    agreements: "pd.DataFrame"
    alone: "pd.DataFrame"
    services: "pd.DataFrame"
    forms: "pd.DataFrame"
    municipalities: "pd.DataFrame"
    changes: "pd.DataFrame"
    revision: str
    as_of: str = ""
    warnings: tuple[Fault, ...] = ()
    faults: tuple[Fault, ...] = ()

    @classmethod
    def of(cls, tables: "Mapping[str, pd.DataFrame]", **about: Any) -> "Register":  # noqa: ANN401
        """Return the register of the six files' tables, by the files' names without ending."""
        return cls(
            agreements=tables["avtaler"],
            alone=tables["alene"],
            services=tables["tjenester"],
            forms=tables["former"],
            municipalities=tables["kommuner"],
            changes=tables["kommuneendringer"],
            **about,
        )

    @cached_property
    def agreement_records(self) -> tuple[Agreement, ...]:
        """All agreements as records, sorted by id."""
        return tuple(
            sorted(map(convert.agreement, convert.rows(self.agreements)), key=lambda row: row.id)
        )

    @cached_property
    def agreement_by_id(self) -> Mapping[str, Agreement]:
        """All agreements by id, sorted by id."""
        return MappingProxyType({row.id: row for row in self.agreement_records})

    def agreement(self, id: str) -> Agreement:  # noqa: A002
        """Return the agreement with this id; KeyError if there is none."""
        return self.agreement_by_id[id]

    @cached_property
    def alone_records(self) -> tuple[Alone, ...]:
        """What municipalities say that they do alone, in the file's order."""
        return tuple(map(convert.alone, convert.rows(self.alone)))

    @cached_property
    def service_by_code(self) -> Mapping[str, Service]:
        """Service areas by code, in the file's order."""
        return MappingProxyType(
            {s.code: s for s in map(convert.service, convert.rows(self.services))}
        )

    @cached_property
    def form_by_code(self) -> Mapping[str, Form]:
        """Forms of cooperation by code, in the file's order."""
        return MappingProxyType({f.code: f for f in map(convert.form, convert.rows(self.forms))})

    @cached_property
    def municipality_by_code(self) -> Mapping[str, Municipality]:
        """Municipalities by code, in the file's order: the county's own, then neighbours."""
        records = map(convert.municipality, convert.rows(self.municipalities))
        return MappingProxyType({m.code: m for m in records})

    @cached_property
    def county_codes(self) -> tuple[str, ...]:
        """Codes of the county's own municipalities, in the file's order."""
        return tuple(m.code for m in self.municipality_by_code.values() if m.in_county)

    @cached_property
    def change_records(self) -> tuple[Change, ...]:
        """Every step from an old municipality, in the file's order."""
        return tuple(map(convert.change, convert.rows(self.changes)))

    def former_names(self) -> dict[str, tuple[str, ...]]:
        """Return today's codes by former name (casefolded).

        A name that a municipality of today still bears on the same ground is not among them.
        """
        today = {m.name.casefold(): m.code for m in self.municipality_by_code.values()}
        found: dict[str, list[str]] = {}
        for change in self.change_records:
            if change.kind != "grensejustering":
                name = change.from_name.casefold()
                found.setdefault(name, []).extend(change.today)
        return {
            name: tuple(dict.fromkeys(codes))
            for name, codes in found.items()
            if today.get(name) not in codes
        }

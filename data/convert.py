"""Turn rows of the register's tables into records."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from data.records import Agreement, Alone, Change, Form, Municipality, Service
from data.schema import COUNTY

if TYPE_CHECKING:
    import pandas as pd

Row = dict[str, Any]
"""One row of a table: header → value, with None for a missing number."""


def rows(table: "pd.DataFrame") -> Iterator[Row]:
    """Give each row of a table as a plain mapping."""
    names = [str(name) for name in table.columns]
    columns = [_values(series) for _, series in table.items()]
    for cells in zip(*columns, strict=True):
        yield dict(zip(names, cells, strict=True))


def _values(series: "pd.Series[Any]") -> list[Any]:
    """Give a column's values as Python's own, with None for NA."""
    values: list[Any] = series.tolist()
    if str(series.dtype) != "Int64":
        return values
    missing = series.isna().tolist()
    return [None if gone else int(v) for v, gone in zip(values, missing, strict=True)]


def pair_sources(texts: Sequence[str], urls: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Pair each source's text with its address, which may be empty."""
    padded = (*urls, *("" for _ in range(len(texts) - len(urls))))
    return tuple(zip(texts, padded, strict=False))


def agreement(row: Row) -> Agreement:
    """Make a record of a row of avtaler."""
    return Agreement(
        id=row["id"],
        name=row["navn"],
        part_of=row["del_av"],
        succeeded_by=row["erstattet_av"],
        service=row["tjeneste"],
        form=row["form"],
        host=row["vert"],
        seat=row["sete"],
        members=row["deltakere"],
        incomplete=bool(row["ufullstendig"]),
        others=row["andre"],
        status=row["status"],
        start=row["fra"],
        end=row["til"],
        orgnr=row["orgnr"],
        purpose=row["formål"],
        sources=pair_sources(row["kilde"], row["kilde_url"]),
        source_year=row["kilde_år"],
        confidence=row["sikkerhet"],
        note=row["merknad"],
    )


def alone(row: Row) -> Alone:
    """Make a record of a row of alene."""
    return Alone(
        municipality=row["kommune"],
        service=row["tjeneste"],
        source=row["kilde"],
        source_url=row["kilde_url"],
        source_year=row["kilde_år"],
        note=row["merknad"],
    )


def service(row: Row) -> Service:
    """Make a record of a row of tjenester, where a source is an address or a remark."""
    return Service(
        code=row["kode"],
        name=row["navn"],
        name_nn=row["navn_nn"],
        name_en=row["navn_en"],
        family=row["familie"],
        duty=row["plikt"],
        legal_basis=row["hjemmel"],
        mark=row["merke"],
        common=bool(row["vanlig_område"]),
        scarce=bool(row["lite_samarbeid"]),
        not_municipal_since=row["ikke_kommunal_fra"],
        sources=tuple(
            (s, s if s.startswith(("http://", "https://")) else "") for s in row["kilde"]
        ),
    )


def form(row: Row) -> Form:
    """Make a record of a row of former."""
    return Form(
        code=row["kode"],
        name=row["navn"],
        name_nn=row["navn_nn"],
        name_en=row["navn_en"],
        legal_basis=row["hjemmel"],
        own_legal_person=row["eget_rettssubjekt"],
        authority=row["kan_ha_myndighet"],
        political_control=row["politisk_styring"],
        binding=row["binding"],
        liability=row["ansvar"],
        participants=row["hvem_kan_delta"],
        highest_organ=row["øverste_organ"],
        agreement_must_contain=row["avtalen_skal_inneholde"],
        exit=row["uttreden"],
        procurement=row["anskaffelser"],
        typical_use=row["typisk_bruk"],
        sources=pair_sources(row["kilde"], row["kilde_url"]),
    )


def municipality(row: Row) -> Municipality:
    """Make a record of a row of kommuner."""
    return Municipality(
        code=row["kommunenummer"],
        name=row["navn"],
        region=row["region"],
        county=row["fylke"],
        population=row["folketall"],
        population_year=row["folketall_år"],
        population_source=row["folketall_kilde"],
        seat_name=row["senter"],
        lat=row["bredde"],
        lon=row["lengde"],
        written_language=row["målform"],
        in_county=row["fylke"] == COUNTY,
    )


def change(row: Row) -> Change:
    """Make a record of a row of kommuneendringer."""
    return Change(
        from_code=row["fra_nummer"],
        from_name=row["fra_navn"],
        to_code=row["til_nummer"],
        to_name=row["til_navn"],
        date=dt.date.fromisoformat(row["dato"]),
        kind=row["slag"],
        source=row["kilde"],
        note=row["merknad"],
        today=row["dagens_nummer"],
    )

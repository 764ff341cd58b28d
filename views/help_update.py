"""«Hjelp oss å oppdatere»: a municipality's oldest and least certain rows, ready to be mended."""

import csv
import io
from collections.abc import Sequence
from typing import Final

from data.language import _
from data.records import Agreement
from data.register import Register
from data.schema import SEPARATOR
from views.query import DEFAULT
from views.view import Section, Table, page_item
from views.words import number, status_word

_SHOWN: Final = 8


def help_section(code: str, rows: Sequence[Agreement], register: Register) -> Section:
    """Return the rows that most need a look, and a template row of the register's file."""
    name = register.municipality_by_code[code].name
    text = _(
        "Vet du mer om samarbeidene i {name}? Den som kan redigere, retter det her. Andre fyller "
        "ut en rad som den nederst, med kilde og år, og sender den til den som fører registeret."
    )
    return Section(
        _("Hjelp oss å oppdatere"),
        text.format(name=name),
        items=(
            page_item(
                _("Svar for tjenestene som {name} gjør alene").format(name=name),
                "rediger",
                DEFAULT.but(kommune=(code,)),
            ),
        ),
        tables=most_in_need(rows, "avtaler"),
        template=template_row(code, register),
    )


def most_in_need(rows: Sequence[Agreement], page: str) -> tuple[Table, ...]:
    """Return the rows that most need a look, each of which leads to `page`; none where none is.

    First those of confidence C and unknown status, then the oldest source; a source without a
    year counts as oldest.
    """
    ranked = sorted(
        rows,
        key=lambda r: (
            -(r.confidence == "C") - (r.status == "ukjent"),
            r.source_year or 0,
            r.id,
        ),
    )
    lines = tuple(
        (
            page_item(row.name, page, DEFAULT.but(avtale=(row.id,))),
            str(row.source_year or _("ukjent år")),
            row.confidence,
            status_word(row.status),
            row.note or "–",
        )
        for row in ranked[:_SHOWN]
    )
    columns = (_("Samarbeid"), _("Kilde fra"), _("Sikkerhet"), _("Status"), _("Hva er usikkert"))
    caption = _("De {n} eldste og mest usikre radene").format(n=number(len(lines)))
    return (Table(caption, columns, lines),) if lines else ()


def template_row(code: str, register: Register) -> str:
    """Return two lines of avtaler.csv: the heads, and a row with what is given filled in."""
    columns = [str(column) for column in register.agreements.columns]
    name = register.municipality_by_code[code].name
    given = {
        "navn": _("Navnet på samarbeidet"),
        "deltakere": SEPARATOR.join((code, _("flere kommunenumre"))),
        "status": "aktiv",
        "ufullstendig": "nei",
        "kilde": _("{name} kommune: dokument og dato").format(name=name),
        "sikkerhet": "A",
    }
    target = io.StringIO()
    writer = csv.writer(target, delimiter=";", lineterminator="\n")
    writer.writerow(columns)
    writer.writerow([given.get(column, "") for column in columns])
    return target.getvalue()

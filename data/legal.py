"""Read what the law says of each form: one statement a row, each with its paragraph and address.

The texts are our own words; `tests/data/test_legal.py` walks them. They say what the law was when
it was read (`READ`), and are a help, not legal advice.
"""

import csv
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

_FOLDER: Final = Path(__file__).parent / "law"
READ: Final = "november 2025"
NOT_REGULATED: Final = "Ikke lovregulert"
_IF: Final = "hvis "


class Statement(NamedTuple):
    """One thing that holds for one form (or for all: form is empty).

    `topic` is one of `TOPICS`; `paragraph` names law and section, or is `NOT_REGULATED`; `url`
    leads there, or to the section that lets such a form be, and is empty only where no law does.
    What no source that was read confirms has `confirmed` False, and must be shown as such.
    The first statement on a form's legal person, and on its decisions in individual cases, opens
    with the answer in one word («Nei: …»), and the first on its ground is the most telling one.
    """

    form: str
    topic: str
    text: str
    paragraph: str
    url: str
    confirmed: bool


class Clause(NamedTuple):
    """One point that an agreement of a form must (`required`) or should say.

    `text` is the point in our words, `blank` what is to be filled in under it. What the law
    demands only in some cases says in which («hvis …»): that is its `condition`.
    """

    form: str
    text: str
    blank: str
    required: bool
    paragraph: str
    url: str
    condition: str = ""


TOPICS: Final = (
    "grunnlag",
    "rettssubjekt",
    "enkeltvedtak",
    "organ",
    "ansvar",
    "deltakere",
    "innhold",
    "navn",
    "uttreden",
    "anskaffelser",
    "kontroll",
    "bruk",
)


@cache
def statements() -> tuple[Statement, ...]:
    """Return all statements, in the order of the file."""
    return tuple(
        Statement(
            row["form"],
            row["tema"],
            row["tekst"],
            row["hjemmel"],
            row["url"],
            row["bekreftet"] == "ja",
        )
        for row in _rows("utsagn.csv")
    )


@cache
def about(form: str, topic: str) -> tuple[Statement, ...]:
    """Return what holds for a form (empty: for all) on one topic, in the order of the file."""
    return tuple(one for one in statements() if (one.form, one.topic) == (form, topic))


@cache
def clauses(form: str) -> tuple[Clause, ...]:
    """Return what an agreement of `form` must or should say, in the order of the law."""
    return tuple(
        Clause(
            row["form"],
            row["punkt"],
            row["utfylles"],
            row["krav"] != "nei",
            row["hjemmel"],
            row["url"],
            row["krav"] if row["krav"].startswith(_IF) else "",
        )
        for row in _rows("innhold.csv")
        if row["form"] == form
    )


def _rows(name: str) -> list[dict[str, str]]:
    with (_FOLDER / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))

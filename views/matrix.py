"""The coverage matrix as a reader sees it: which services and municipalities, in which order."""

from typing import Final, NamedTuple

from analysis.coverage import GAPS, STANDINGS, STATES, Coverage, Standing, coverage, span
from analysis.selection import select, sort_key
from data.language import _
from data.register import Register
from data.schema import FAMILIES
from views.query import Query
from views.switches import in_force
from views.words import gap_word, number, region_slug, state_word

# One letter a state, so that the matrix is read in grey and without colour; «?» is not an answer.
LETTERS: Final[dict[str, str]] = {
    "organ": "O",
    "avtale": "A",
    "form-ukjent": "F",
    "prosjekt-nettverk": "N",
    "under-utvikling": "U",
    "alene": "E",
    "ikke-kommunalt": "–",
    "ikke-registrert": "?",
}


class Head(NamedTuple):
    """The head of a row or column: its code, name, group (region or family) and total."""

    code: str
    name: str
    group: str
    total: str
    meaning: str


class Sign(NamedTuple):
    """How one cell is shown: state, standing and doubt, and the same in words."""

    state: str
    standing: str
    uncertain: bool


class Matrix(NamedTuple):
    """Heads of rows (municipalities) and columns (services), and a sign for each cell."""

    rows: tuple[Head, ...]
    columns: tuple[Head, ...]
    signs: tuple[tuple[Sign, ...], ...]


def usual_services(register: Register) -> tuple[str, ...]:
    """Return the user's own question: the services with little cooperation, and the common ten."""
    every = register.service_by_code.values()
    return (*(s.code for s in every if s.scarce), *(s.code for s in every if s.common))


def covered(register: Register, query: Query) -> Coverage:
    """Return the cells of the services that a query asks for, under its switches and filters.

    Municipality and region choose what is looked at, not what counts, so they are left out.
    """
    services = query.tjeneste or usual_services(register)
    switches = in_force(query)
    if not any((query.form, query.status, query.sikkerhet, query.aar, query.sok)):
        return coverage(register, switches, services)
    regions = {code: region_slug(m.region) for code, m in register.municipality_by_code.items()}
    asked = query.but(tjeneste=services, kommune=(), region=(), avtale=(), deler=True)
    left = select(register, asked, regions)
    return coverage(register, switches, services, {row.id for row in left.rows})


def matrix(found: Coverage, register: Register, query: Query) -> Matrix:
    """Return the matrix in the order asked for: by region and family, or by coverage."""
    by_row, by_column = found.tallies(1), found.tallies(0)
    places, services = register.municipality_by_code, register.service_by_code
    regions = list(dict.fromkeys(places[code].region for code in found.codes))

    def row_key(code: str) -> tuple[int, int, str]:
        most = -by_row[code]["med"] if "kommuner" in query.sorter else 0
        group = 0 if most else regions.index(places[code].region)
        return most, group, sort_key(places[code].name)

    def column_key(code: str) -> tuple[int, int]:
        least = by_column[code]["med"] if "tjenester" in query.sorter else 0
        return least, FAMILIES.index(services[code].family)

    codes = sorted(found.codes, key=row_key)
    columns = sorted(found.services, key=column_key)
    return Matrix(
        rows=tuple(
            Head(c, places[c].name, places[c].region, str(by_row[c]["med"]), _row_words(by_row[c]))
            for c in codes
        ),
        columns=tuple(
            Head(
                c,
                services[c].name,
                services[c].family,
                _span(by_column[c]),
                tally_words(by_column[c]),
            )
            for c in columns
        ),
        signs=tuple(
            tuple(
                _sign(found, found.codes.index(row), found.services.index(column))
                for column in columns
            )
            for row in codes
        ),
    )


def tally_words(counts: dict[Standing, int]) -> str:
    """Return «0–27 av 27 kommuner samarbeider; 0 bekreftet alene, 27 ikke registrert»."""
    known = span(counts)
    least = number(known.least)
    text = _(
        "{span} av {all} kommuner samarbeider; {alone} bekreftet alene, {open} ikke registrert"
    )
    words = text.format(
        span=least if known.least == known.most else f"{least}–{number(known.most)}",
        all=number(known.all),
        alone=number(counts["alene"]),
        open=number(counts["ikke-registrert"]),
    )
    more = {
        "svakt": _("{n} svakt dekket"),
        "holdt-utenfor": _("{n} holdt utenfor av filteret"),
        "ikke-kommunalt": _("{n} uten, ikke lenger kommunalt ansvar"),
    }
    extra = [text.format(n=number(counts[key])) for key, text in more.items() if counts[key]]  # type: ignore[index]
    return ", ".join((words, *extra))


def sign_words(sign: Sign) -> str:
    """Return what a cell says, in words: its state, what kind of gap it is, its doubt."""
    parts = [state_word(sign.state)]
    if gap := gap_word(sign.standing):
        parts.append(gap)
    if sign.standing == "holdt-utenfor":
        parts.append(_("holdt utenfor av filteret"))
    if sign.uncertain:
        parts.append(_("usikker"))
    return ", ".join(parts)


def _sign(found: Coverage, row: int, column: int) -> Sign:
    return Sign(
        STATES[found.state[row, column]],
        STANDINGS[found.standing[row, column]],
        bool(found.uncertain[row, column]),
    )


def _span(counts: dict[Standing, int]) -> str:
    known = span(counts)
    return str(known.least) if known.least == known.most else f"{known.least}–{known.most}"


def _row_words(counts: dict[Standing, int]) -> str:
    gaps = [f"{number(counts[kind])} {gap_word(kind)}" for kind in GAPS]
    return _("{n} tjenester med samarbeid; {gaps}").format(
        n=number(counts["med"]), gaps=", ".join(gaps)
    )

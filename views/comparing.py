"""Two to six municipalities side by side: what they share, and what they lack together."""

from collections import Counter
from collections.abc import Sequence

from analysis.comparison import FEWEST_COMPARED, MOST_COMPARED, compare
from analysis.coverage import GAPS, Coverage
from analysis.together import Shortage
from data.language import _
from data.records import Agreement
from data.register import Register
from views.query import Query
from views.switches import kept, switch_words
from views.view import Item, Section, Table, page_item
from views.words import gap_word, listing, municipality_names, number

_EXAMPLES = (("1573", "1576", "1560"), ("1511", "1514", "1515", "1516", "1517"), ("1508", "1506"))


def comparison_section(
    rows: Sequence[Agreement], register: Register, query: Query, matrix: Coverage
) -> Section:
    """Return what 2 to 6 municipalities share, and what only some of them have."""
    codes = query.sammenlign[:MOST_COMPARED]
    if len(codes) < FEWEST_COMPARED:
        text = _(
            "Velg minst to kommuner i feltet til venstre: hva har de felles, hva mangler de "
            "sammen, og hva kan de utrede sammen? Eller prøv:"
        )
        title = _("Sammenlign to til seks kommuner")
        return Section(title, text, _examples(register, query))
    found = compare(rows, register, codes)
    lines: list[tuple[str | Item, ...]] = [
        (_("Alle"), number(len(found.shared)), _names(found.shared))
    ]
    lines += [
        (
            listing(municipality_names(part.codes, register)),
            number(len(part.agreements)),
            _names(part.agreements),
        )
        for part in found.some
    ]
    names = municipality_names(codes, register)
    text = _("{who} har {n} samarbeid felles. {switches}").format(
        who=listing(names), n=number(len(found.shared)), switches=switch_words(matrix, query, codes)
    )
    columns = (_("Hvem"), _("Antall"), _("Samarbeid"))
    caption = _("Samarbeid etter hvem av dem som er med, og ingen andre av dem")
    return Section(_("Hva har de felles?"), text, tables=(Table(caption, columns, tuple(lines)),))


def _examples(register: Register, query: Query) -> tuple[Item, ...]:
    """Return a few comparisons to try, of those whose municipalities the register has."""
    return tuple(
        page_item(
            listing(municipality_names(codes, register)),
            "analyse",
            kept(query).but(sammenlign=codes),
        )
        for codes in _EXAMPLES
        if set(codes) <= set(register.county_codes)
    )


def _names(rows: Sequence[Agreement]) -> str:
    names = [row.name for row in rows[:8]]
    more = len(rows) - len(names)
    return listing(names) + (" " + _("og {n} til").format(n=number(more)) if more else "")


def asked_service(found: Sequence[Shortage], query: Query, register: Register) -> str:
    """Return the service in question: the link's, else the first of those with little of it.

    Empty where they lack nothing together and the link asks for nothing.
    """
    service = query.celle.partition("-")[2]
    if service:
        return service
    scarce = [one.service for one in found if register.service_by_code[one.service].scarce]
    return next(iter([*scarce, *(one.service for one in found)]), "")


def shortage_section(
    listed: Sequence[Shortage],
    found: Coverage,
    codes: Sequence[str],
    register: Register,
    query: Query,
) -> Section:
    """Return the services that all or most of them lack, and of which kind each gap is."""
    title = _("Hva mangler de sammen?")
    if not listed:
        return Section(title, _("Ingen tjeneste mangler hos mer enn halvparten av dem."))
    # A service is counted by the surest kind of gap that any of them has.
    surest = Counter(
        next(kind for kind in GAPS if kind in kinds)
        for kinds in ([found.cell(c, one.service).standing for c in codes] for one in listed)
    )
    text = _(
        "Tjenester som alle eller de fleste av dem mangler: {alone} med bekreftet hull hos minst "
        "én, {weak} svakt dekket og {open} bare mulige hull. Tallene legges aldri sammen; et "
        "mulig hull betyr at ingen har svart ennå, ikke at kommunen står uten."
    ).format(
        alone=number(surest["alene"]),
        weak=number(surest["svakt"]),
        open=number(surest["ikke-registrert"]),
    )
    lines = []
    for one in listed:
        service = register.service_by_code[one.service]
        link = page_item(service.name, "analyse", query.but(celle=f"-{one.service}"))
        lines.append((link, service.duty, _kinds(one, found, codes, register)))
    columns = (_("Tjeneste (velg for å utrede sammen)"), _("Plikt"), _("Slag hull, og hos hvem"))
    caption = _("Hull som alle eller de fleste har")
    return Section(title, text, tables=(Table(caption, columns, tuple(lines)),))


def _kinds(one: Shortage, found: Coverage, codes: Sequence[str], register: Register) -> str:
    """Return «mulig hull hos alle», or each kind with its municipalities, and who has it."""
    by_kind: dict[str, list[str]] = {}
    for code in codes:
        standing = found.cell(code, one.service).standing
        word = gap_word(standing) or (_("har samarbeid") if standing == "med" else _("ikke hull"))
        by_kind.setdefault(word, []).append(code)
    if len(by_kind) == 1:
        return _("{kind} hos alle").format(kind=next(iter(by_kind)))
    return "; ".join(
        f"{kind}: {listing(municipality_names(group, register))}" for kind, group in by_kind.items()
    )

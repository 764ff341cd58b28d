"""How it is done here: which forms are used, for what, and side by side for each service."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from analysis.selection import UNKNOWN_FORM, sort_key
from analysis.steering import forms_by_service, services_by_form
from data.language import _, mark, ngettext
from data.records import Agreement, Form
from data.register import Register
from geo.boundaries import Boundaries
from views.forms.counted import counted, definition, within
from views.forms.here_map import asked, draw_asked
from views.forms.side_by_side import by_form, by_service, sections_of, table_of, ways_words
from views.query import Query
from views.view import Item, Section, Table, View, page_item
from views.words import collaborations, listing, number

_PAGE, _PART = "organisasjonsform", "her"
_NAMED: Final = 4
# Heads of a matrix of fifteen columns: as short as they are said at a table.
_SHORT: Final[Mapping[str, str]] = {
    "politisk-rad": mark("IPR"),
    "oppgavefellesskap": mark("KO"),
    "vertskommune-adm": mark("Vert, adm."),
    "vertskommune-nemnd": mark("Vert, nemnd"),
    "vertskommune": mark("Vert"),
    "iks": mark("IKS"),
    "as": mark("AS"),
    "sa": mark("SA"),
    "stiftelse": mark("Stiftelse"),
    "forening": mark("Forening"),
    "avtale": mark("Avtale"),
    "paragraf-27": mark("Gml. § 27"),
    "prosjekt": mark("Prosjekt"),
    "nettverk": mark("Nettverk"),
    UNKNOWN_FORM: mark("Ukjent"),
}


@dataclass(frozen=True, slots=True)
class HereView(View):
    """What the part shows beside what every view has.

    Attributes
    ----------
    service
        The service whose agreements stand side by side: the one asked for, or the one that is
        organised in most ways; empty where those of a form do.
    services
        All services that have agreements, by name.
    forms
        All forms in use, from the tightest to the loosest.
    map_title
        What the map shows.
    beside, beside_title
        The agreements of the service, a section for each form (or of the form, for each service),
        and what stands above them.
    said, about
        The two halves of the lead: the numbers, and what is counted.
    """

    service: str = ""
    services: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    map_title: str = ""
    beside: tuple[Section, ...] = ()
    beside_title: str = ""
    said: str = ""
    about: str = ""


def build(register: Register, query: Query, boundaries: Boundaries | None) -> HereView:
    """Return the view of how it is done here.

    Forms and services that the query names choose what the map and the service's part show; the
    two tables hold them all, under the other filters.
    """
    found = counted(register, query.but(tjeneste=()))
    used = forms_by_service(found.rows)
    every = _forms(register)
    inside = tuple(form.code for form in every if any(used[s][form.code] for s in used))
    services = sorted(used, key=lambda code: sort_key(register.service_by_code[code].name))
    service = query.tjeneste[0] if query.tjeneste else _most_ways(used, register)
    about = definition(found, register, query.but(tjeneste=()))
    said = _sentence(found.rows, register)
    shown = draw_asked(found, register, query, service, boundaries)
    if query.form and not query.tjeneste:
        groups = by_service(asked(found.rows, query, service), register)
        title = shown.title
    else:
        mine = [row for row in found.rows if row.service in (query.tjeneste or (service,))]
        names = (register.service_by_code[code].name for code in query.tjeneste or (service,))
        groups = by_form(mine, every)
        title = ways_words(mine, listing(names)) if service else ""
    return HereView(
        title=_("Slik gjør vi det her: formene som er i bruk"),
        lead=f"{said} {about}",
        picture=shown.picture,
        tables=(
            _form_table(found.rows, every, register, query),
            table_of(groups, title, register),
            _matrix(used, services, [f for f in every if f.code in inside], register, query),
        ),
        notes=shown.notes,
        service="" if query.form and not query.tjeneste else service,
        services=tuple(services),
        forms=inside,
        map_title=shown.title,
        beside=sections_of(groups, register, shown.numbers),
        beside_title=title,
        said=said,
        about=about,
    )


def _forms(register: Register) -> list[Form]:
    """Return the forms from the tightest to the loosest; the unknown one last."""
    return sorted(
        register.form_by_code.values(),
        key=lambda form: (form.code == UNKNOWN_FORM, -(form.political_control or 0)),
    )


def _most_ways(used: Mapping[str, Counter[str]], register: Register) -> str:
    """Return the service that shows best that one task can be organised in several ways.

    Of the common areas if they have any: the one with most forms of organ, most often used.
    """
    forms = register.form_by_code

    def ways(code: str) -> tuple[bool, int, int, str]:
        firm = [n for form, n in used[code].items() if forms[form].binding == "organ"]
        return not register.service_by_code[code].common, -len(firm), -sum(firm), code

    return min(used, key=ways, default="")


def _sentence(rows: Sequence[Agreement], register: Register) -> str:
    if not rows:
        return _("Ingen samarbeid passer med filtrene.")
    counts = Counter(row.form for row in rows)
    unknown = counts.pop(UNKNOWN_FORM, 0)
    most = [form for form, _n in counts.most_common(3)]
    words = ngettext(
        "{all} er organisert på {ways} måte.", "{all} er organisert på {ways} måter.", len(counts)
    )
    text = words.format(all=collaborations(len(rows) - unknown), ways=number(len(counts)))
    if not most:
        text = ""
    else:
        names = listing(
            f"{register.form_by_code[form].name.partition(' (')[0].casefold()} ({counts[form]})"
            for form in most
        )
        found = ngettext("Det er {names}.", "De vanligste er {names}.", len(counts))
        text += " " + found.format(names=names)
    if unknown:
        more = (
            _("For {n} til er formen ikke kjent; de telles for seg.")
            if most
            else _("For {n} er formen ikke kjent.")
        )
        text += " " + more.format(n=number(unknown))
    return text.strip()


def _form_table(
    rows: Sequence[Agreement], every: Iterable[Form], register: Register, query: Query
) -> Table:
    by_form = services_by_form(rows)
    lines: list[tuple[str | Item, ...]] = []
    for form in every:
        counts = by_form.get(form.code, Counter())
        listed = sorted(
            counts, key=lambda s: (-counts[s], sort_key(register.service_by_code[s].name))
        )
        words = [f"{within(register.service_by_code[s].name)} {counts[s]}" for s in listed]
        asked = query.but(form=(form.code,), tjeneste=(), fane=_PART, avtale=())
        lines.append(
            (
                page_item(form.name, _PAGE, asked),
                number(form.political_control) if form.political_control else "–",
                number(counts.total()),
                _some(words),
            )
        )
    lines.append((_("Alle"), "", number(len(rows)), ""))
    columns = (_("Form"), _("Styring 1–5"), _("Samarbeid"), _("Innen"))
    note = _(
        "Fra tettest til løsest folkevalgt styring. Nivået er vår egen inndeling, ikke lov. Ukjent "
        "form står for seg. Velg en form for å se samarbeidene på kartet."
    )
    return Table(_("Formene i bruk"), columns, tuple(lines), note)


def _some(words: Sequence[str]) -> str:
    """Return the first few of a list, and how many more there are."""
    if len(words) <= _NAMED:
        return ", ".join(words) or "–"
    rest = len(words) - _NAMED + 1
    return ", ".join(words[: _NAMED - 1]) + " " + _("og {n} til").format(n=number(rest))


def _matrix(
    used: Mapping[str, Counter[str]],
    services: Iterable[str],
    forms: Sequence[Form],
    register: Register,
    query: Query,
) -> Table:
    """Return how many agreements of each form each service has; a number leads to them."""
    lines: list[tuple[str | Item, ...]] = []
    for service in services:
        asked = query.but(tjeneste=(service,), form=(), fane=_PART, avtale=())
        cell = [
            page_item(number(n), _PAGE, asked.but(form=(form.code,)))
            if (n := used[service][form.code])
            else ""
            for form in forms
        ]
        name = page_item(register.service_by_code[service].name, _PAGE, asked)
        lines.append((name, *cell, number(used[service].total())))
    sums = [number(sum(used[s][form.code] for s in used)) for form in forms]
    total = number(sum(counts.total() for counts in used.values()))
    lines.append((_("Alle"), *sums, total))
    note = _(
        "IPR: interkommunalt politisk råd. KO: kommunalt oppgavefellesskap. Vert: vertskommune, "
        "administrativ, med felles nemnd eller av ukjent type. Former som ingen bruker, er utelatt."
    )
    caption = _("Hvilke former brukes til hvilke tjenester?")
    return Table(caption, (_("Tjeneste"), *map(_head, forms), _("Alle")), tuple(lines), note)


def _head(form: Form) -> str:
    short = _SHORT.get(form.code, "")
    return _(short) or form.name

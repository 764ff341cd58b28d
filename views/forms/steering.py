"""Political steering: how many agreements are weakly organised, where, and which they are."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from analysis.selection import is_weak
from analysis.steering import (
    LITTLE_CONTROL,
    Tally,
    by_municipality,
    little_control,
    percent,
    tally,
)
from data.language import _
from data.records import Agreement
from data.register import Register
from geo.boundaries import Boundaries
from geo.labels import COUNTY_FRAME, HALL_HALF_FRAME
from geo.picture import Picture
from views.forms.counted import counted, definition, within
from views.forms.steering_tables import (
    Group,
    list_of_unknown,
    list_of_weak,
    listed,
    municipalities,
    regions,
    services,
    table_of,
    weak_words,
)
from views.kart import ATTRIBUTION
from views.pictures.shares import draw_shares, span_words
from views.pictures.signs import colour_of, legend_row
from views.query import Query
from views.view import Item, Section, Table, View
from views.words import listing, number, region_slug

_NOTHING = Tally(0, 0, 0)


@dataclass(frozen=True, slots=True)
class SteeringView(View):
    """What the part shows beside what every view has.

    Attributes
    ----------
    whole
        The tally of everything that is counted.
    groups
        The tallies by municipality, by region and by service; the first three tables say the same.
    lists
        The weakly organised agreements, and those of unknown form; the last two tables.
    map_title
        What the map shows.
    said, about
        The two halves of the lead: the numbers, and what is counted.
    """

    whole: Tally = _NOTHING
    groups: tuple[Group, ...] = ()
    lists: tuple[Table, ...] = ()
    map_title: str = ""
    said: str = ""
    about: str = ""


def build(register: Register, query: Query, boundaries: Boundaries | None) -> SteeringView:
    """Return the view of political steering.

    Places that the query names choose what the numbers, the services and the lists are about; the
    map and the tables of places compare all of them under the other filters. Forms that it names
    narrow the lists alone: a share within one form would say nothing.
    """
    found = counted(register, query)
    around = counted(register, query.but(kommune=(), region=()))
    whole = tally(found.rows)
    groups = (
        municipalities(around.rows, register, query),
        regions(around.rows, register, query),
        services(found.rows, register, query),
    )
    weak, unknown = listed(found.rows, query)
    lists = (list_of_weak(weak, register, query), list_of_unknown(unknown, register))
    claim = _claim(found.rows, whole, register)
    said = _sentence(whole)
    about = f"{weak_words()} {definition(found, register, query)}"
    return SteeringView(
        title=_("Stemmer det at mange samarbeid er svakt strukturerte?"),
        lead=f"{said} {about}",
        picture=_picture(around.rows, weak, register, query, boundaries),
        sections=(claim,),
        tables=(*map(table_of, groups), *lists),
        notes=(_map_note(),),
        whole=whole,
        groups=groups,
        lists=lists,
        said=said,
        about=about,
        map_title=_("Andel svakt organiserte samarbeid i hver kommune"),
    )


def _sentence(whole: Tally) -> str:
    if not whole.all:
        return _("Ingen samarbeid passer med filtrene.")
    text = _("{weak} av {all} samarbeid ({least} %) er svakt organisert.").format(
        weak=number(whole.weak), all=number(whole.all), least=number(whole.least)
    )
    if whole.unknown:
        more = _("For {n} er formen ikke kjent; er også de svake, blir det {most} ({share} %).")
        text += " " + more.format(
            n=number(whole.unknown),
            most=number(whole.weak + whole.unknown),
            share=number(whole.most),
        )
        if known := whole.all - whole.unknown:
            # The front page says this number: who has seen both must know that they agree.
            sure = _("Av dem der formen er kjent, er {share} % svakt organisert.")
            text += " " + sure.format(share=number(percent(whole.weak, known)))
    return text


def _little(rows: Iterable[Agreement], register: Register) -> Tally:
    control = {code: form.political_control for code, form in register.form_by_code.items()}
    return little_control(rows, control)


def _claim(rows: Sequence[Agreement], whole: Tally, register: Register) -> Section:
    """Return the user's sentence, each half of it held against the numbers."""
    little = _little(rows, register)
    weak = [row for row in rows if is_weak(row)]
    both = Tally(whole.all, _little(weak, register).weak, whole.unknown)
    without_organ = sum(row.form == "avtale" for row in rows)
    firm = little.weak - both.weak
    lines = (
        (
            _("«svakt strukturerte»"),
            _("avtale uten eget organ, forening, prosjekt eller nettverk"),
            whole,
        ),
        (
            _("«mangler politisk styring»"),
            _("form med styringsnivå 1–{n}: {forms}").format(
                n=LITTLE_CONTROL, forms=_low_forms(register)
            ),
            little,
        ),
        (_("begge deler"), _("svakt organisert, og styringsnivå 1–2"), both),
    )
    table = Table(
        _("Påstanden mot tallene"),
        (_("Del av påstanden"), _("Hva som telles"), _("Minst"), _("Høyst"), _("Andel")),
        tuple(
            (name, what, number(t.weak), number(t.weak + t.unknown), span_words(t))
            for name, what, t in lines
        ),
        _(
            "Minst: samarbeid der formen er kjent. Høyst: de med ukjent form regnet med. "
            "Styringsnivået 1–5 er vår egen inndeling, ikke lov."
        ),
    )
    items = (
        _(
            "{n} av de svakt organiserte er avtaler uten eget organ. Der styrer hvert kommunestyre "
            "gjennom avtalen (nivå 4): de mangler et felles organ, ikke nødvendigvis styring."
        ).format(n=number(without_organ)),
        _(
            "{n} samarbeid har eget organ, men likevel styringsnivå 1–{low}: de er fast "
            "organisert, men langt fra kommunestyret."
        ).format(n=number(firm), low=LITTLE_CONTROL),
        _("Hvor mye «mange» er, avgjør leseren. Tallene sier ikke om samarbeidet virker godt."),
    )
    title = _("«Mange er svakt strukturerte og mangler politisk styring»")
    return Section(title, items=tuple(map(Item, items)), tables=(table,))


def _low_forms(register: Register) -> str:
    names = (
        within(form.name)
        for form in register.form_by_code.values()
        if form.political_control is not None and form.political_control <= LITTLE_CONTROL
    )
    return listing(names)


def _map_note() -> str:
    return _(
        "Kartet og tabellene over kommuner og regioner sammenligner alle, under de andre filtrene."
    )


def _picture(
    rows: Sequence[Agreement],
    weak: Sequence[Agreement],
    register: Register,
    query: Query,
    boundaries: Boundaries | None,
) -> Picture:
    tallies: Mapping[str, Tally] = by_municipality(rows, register.county_codes)
    chosen = set(query.kommune) | {
        code
        for code in register.county_codes
        if region_slug(register.municipality_by_code[code].region) in query.region
    }
    legend = tuple(
        legend_row(row, register, index + 1, colour_of(row, register))
        for index, row in enumerate(weak)
    )
    frame = HALL_HALF_FRAME if query.storskjerm else COUNTY_FRAME
    picture = draw_shares(tallies, register, boundaries, chosen, legend, frame)
    credit = f"{ATTRIBUTION} · {_('Registeret per {date}').format(date=register.as_of)}"
    title = _("Andel svakt organiserte samarbeid i hver kommune")
    return replace(picture, attribution=credit, alt=f"{title}. {weak_words()}")

"""One service: who has it with whom, who is alone, and who has not answered."""

from collections.abc import Mapping, Sequence

from analysis.coverage import Cell, tally
from analysis.selection import Selection
from data.language import _, ngettext
from data.records import Agreement
from data.register import Register
from geo.boundaries import Boundaries
from geo.picture import Area, Frame, Key, Pattern, Picture
from geo.style import INK, MUTED
from views.pictures.signs import labels_of, nodes_of, sign_keys, spots, stars_of
from views.words import collaborations, number

_FULL, _PALE = 0.42, 0.16


def draw_service(
    selection: Selection,
    register: Register,
    boundaries: Boundaries | None,
    table: Mapping[str, Cell],
    service: str,
    frame: Frame,
) -> Picture:
    """Return the categorical map of one service, with its generated title."""
    rows = selection.drawn
    stars = stars_of(rows, register, spots(register, service, frame))
    known = boundaries.codes if boundaries else ()
    areas = _areas(rows, register, table, stars.colours, known)
    return Picture(
        kind="service",
        title=service_title(service, selection, register, table),
        lead="",
        frame=frame,
        areas=areas,
        hubs=stars.hubs,
        spokes=stars.spokes,
        nodes=nodes_of(rows),
        labels=labels_of(stars.members, register, mute_others=True),
        legend=stars.legend,
        keys=(*sign_keys(rows, register), *_keys(areas)),
    )


def service_title(
    service: str, selection: Selection, register: Register, table: Mapping[str, Cell]
) -> str:
    """Return «Legevakt: 7 samarbeid, 24 av 27 kommuner med, 0 bekreftet alene, …».

    The numbers of municipalities add up to the county's; kinds that are always named are named
    also when they are 0.
    """
    counts = tally(table)
    left = register.service_by_code[service].not_municipal_since
    parts = [
        collaborations(len(selection.drawn)),
        _("{n} av {all} kommuner med").format(n=counts["med"], all=len(table)),
        _("{n} bekreftet alene").format(n=counts["alene"]),
        _("{n} ikke registrert").format(n=counts["ikke-registrert"]),
    ]
    if counts["svakt"]:
        parts.append(
            _("{n} bare i prosjekt, nettverk eller under utvikling").format(n=counts["svakt"])
        )
    if counts["holdt-utenfor"]:
        parts.append(_("{n} holdt utenfor av filteret").format(n=counts["holdt-utenfor"]))
    if counts["ikke-kommunalt"]:
        sentence = _("{n} uten: ikke kommunalt ansvar siden {year}")
        parts.append(sentence.format(n=counts["ikke-kommunalt"], year=left))
    return f"{register.service_by_code[service].name}: " + ", ".join(parts)


def uncertain_note(table: Mapping[str, Cell]) -> str:
    """Return «herav 4 usikre», or nothing."""
    count = sum(1 for cell in table.values() if cell.standing == "med" and cell.uncertain)
    if not count:
        return ""
    sentence = ngettext(
        "{n} kommune som er med, er usikker: kilden er annenhånds, eller statusen er ukjent.",
        "{n} av kommunene som er med, er usikre: kilden er annenhånds, eller statusen er ukjent.",
        count,
    )
    return sentence.format(n=number(count))


def _areas(
    rows: Sequence[Agreement],
    register: Register,
    table: Mapping[str, Cell],
    colours: Mapping[str, str],
    known: Sequence[str],
) -> tuple[Area, ...]:
    areas = []
    for code in register.municipality_by_code:
        if code not in known:
            continue
        cell = table.get(code)
        # The tightest first: where a municipality is in three, the two local ones show.
        mine = sorted(
            (row for row in rows if code in row.members),
            key=lambda row: (register.form_by_code[row.form].binding != "organ", len(row.members)),
        )
        held_outside = cell is not None and cell.standing == "holdt-utenfor"
        if mine and not held_outside:
            weak = cell is not None and cell.standing == "svakt"
            opacity = _PALE if weak else _FULL
            second = colours[mine[1].id] if len(mine) > 1 else ""
            pattern: Pattern = "hatch" if second else "plain"
            areas.append(
                Area(
                    code, colours[mine[0].id], opacity, pattern, second, _("svakt") if weak else ""
                )
            )
        elif cell is not None and cell.standing == "alene":
            areas.append(Area(code, "#FFFFFF", 1.0, "alone", INK))
        elif cell is not None and cell.standing == "ikke-registrert":
            areas.append(Area(code, MUTED, 1.0, "dots"))
        elif cell is not None and cell.standing in ("holdt-utenfor", "svakt"):
            areas.append(Area(code, MUTED, 0.5, "diagonal"))
    return tuple(areas)


def _keys(areas: Sequence[Area]) -> tuple[Key, ...]:
    patterns = {area.pattern for area in areas}
    keys = []
    if "hatch" in patterns:
        keys.append(Key("hatch", MUTED, _("med i to eller flere")))
    if any(area.note for area in areas):
        keys.append(
            Key("pale", MUTED, _("svakt dekket: bare prosjekt, nettverk eller under utvikling"))
        )
    if "alone" in patterns:
        keys.append(Key("alone", INK, _("alene (bekreftet)")))
    if "dots" in patterns:
        keys.append(Key("dots", MUTED, _("ikke registrert (mulig hull)")))
    if "diagonal" in patterns:
        keys.append(Key("diagonal", MUTED, _("holdt utenfor av filteret")))
    return tuple(keys)

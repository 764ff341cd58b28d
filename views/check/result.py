"""The check as one page: who differs where, and what all see; no answer is averaged away."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from analysis import scenario, steps
from analysis.selection import sort_key
from data.language import _
from data.register import Register
from views.check.answers import LETTERS, SCALE, UNKNOWN, Check
from views.check.differences import (
    Difference,
    alike,
    all_see,
    counted,
    differences,
    short,
    some_see,
    told,
    word,
)
from views.check.points import PARTS, POINTS, name_of, of_part
from views.scenario import step_words
from views.view import Item, Section, Table, View
from views.words import listing

_MOST_TALKED: Final = 6
_NAMED_IN_LEAD: Final = 2


@dataclass(frozen=True, slots=True)
class CheckView(View):
    """What the page shows beside what every view has.

    Attributes
    ----------
    about
        What the check is about, in words; empty where it is about nothing in particular.
    key
        Letter and name of each party.
    rows
        Every point with every answer, in the order asked for.
    ranked
        Whether the largest difference stands first; else the points stand part by part.
    definition
        How a difference is measured.
    remarks
        All notes, to print after the page.
    """

    about: str = ""
    key: tuple[tuple[str, str], ...] = ()
    rows: tuple[Difference, ...] = ()
    ranked: bool = False
    definition: str = ""
    remarks: Table | None = None


def build(register: Register, check: Check, *, ranked: bool = True) -> CheckView:
    """Return what the parties' answers say."""
    about = about_words(register, check)
    found = differences(check)
    title = _("Samarbeidsjekk: {about}").format(about=about) if about else _("Samarbeidsjekk")
    remarks = _remarks(found)
    key = tuple((letter, p.name) for letter, p in zip(LETTERS, check.parties, strict=False))
    return CheckView(
        title,
        _lead(check, found),
        None,
        tables=(*_tables(found, key), *((remarks,) if remarks.rows else ())),
        notes=(definition(),),
        sections=_sections(found, len(check.parties)),
        about=about,
        key=key,
        rows=differences(check, ranked=ranked),
        ranked=ranked,
        definition=definition(),
        remarks=remarks if remarks.rows else None,
    )


def about_words(register: Register, check: Check) -> str:
    """Return the name of the agreement, or the steps of the scenario, that the check is about."""
    if check.agreement:
        row = register.agreement_by_id.get(check.agreement)
        return row.name if row else _("et samarbeid som ikke står i registeret")
    taken, _unread = steps.from_text(check.steps, register)
    if not taken:
        return _("et scenario") if check.steps else ""
    first = step_words(taken[0], register)
    if len(taken) == 1:
        return _("scenario der {step}").format(step=first)
    return _("scenario der {step}, og {n} steg til").format(step=first, n=len(taken) - 1)


def members(register: Register, check: Check) -> tuple[str, ...]:
    """Return who takes part in what the check is about, and is no party yet."""
    codes: set[str] = set()
    others: list[str] = []
    if row := register.agreement_by_id.get(check.agreement):
        codes |= set(row.members)
        others += row.others
    elif check.steps:
        taken, _unread = steps.from_text(check.steps, register)
        after, _refused = scenario.apply(register, taken)
        for key in scenario.touched(register, taken):
            for edition in (register, after):
                if one := edition.agreement_by_id.get(key):
                    codes |= set(one.members)
    names = sorted((register.municipality_by_code[code].name for code in codes), key=sort_key)
    return tuple(name for name in dict.fromkeys((*names, *others)) if check.named(name) is None)


def definition() -> str:
    """Return how differences and warning signs are counted."""
    return _(
        "Stor forskjell: minst to trinn mellom laveste og høyeste svar. Svar som er «vet ikke» "
        "eller mangler, er ikke med i sammenlikningen. En part ser et varselsignal når den svarer "
        "«stemmer godt» eller «stemmer helt»."
    )


def _lead(check: Check, found: Sequence[Difference]) -> str:
    parties = len(check.parties)
    if not parties:
        return _("Ingen har svart ennå. Legg til dem som sitter rundt bordet, og begynn.")
    if parties == 1:
        (party,) = check.parties
        text = _("{name} har svart på {n} av {all} punkter. Forskjeller vises når to har svart.")
        return text.format(name=party.name, n=party.done(), all=len(POINTS))
    full = sum(one.answered == parties for one in found)
    some = sum(0 < one.answered < parties for one in found)
    words = _("Begge parter har svart på {n} av {points} punkter")
    if parties > 2:
        words = _("Alle {all} parter har svart på {n} av {points} punkter")
    lead = words.format(all=parties, n=full, points=len(POINTS))
    lead += _(", noen av dem på {n} til.").format(n=some) if some else "."
    return " ".join((lead, _apart(found), _warned(found)))


def _apart(found: Sequence[Difference]) -> str:
    """Return where they differ most."""
    apart = _large(found)
    if not apart:
        compared = any(one.spread is not None for one in found)
        return _("Ingen store forskjeller.") if compared else _("Ingen punkter å sammenlikne ennå.")
    names = [f"«{name_of(one.point)}»" for one in apart[:_NAMED_IN_LEAD]]
    rest = len(apart) - len(names)
    if rest:
        names.append(_("{points} til").format(points=counted(rest)))
    return _("Størst forskjell: {names}.").format(names=listing(names))


def _warned(found: Sequence[Difference]) -> str:
    """Return what all of them see as a sign that something is going wrong."""
    signs = [f"«{name_of(one.point)}»" for one in all_see(found)]
    if signs:
        return _("Alle ser varselsignalet {names}.").format(names=listing(signs))
    if some := some_see(found):
        return _("Ikke alle, men noen ser varselsignal: {names}.").format(
            names=listing([f"«{name_of(one.point)}»" for one in some])
        )
    return _("Ingen ser et varselsignal.")


def _large(found: Sequence[Difference]) -> list[Difference]:
    return sorted((d for d in found if d.large), key=lambda d: (-(d.spread or 0), -d.distance))


def _sections(found: Sequence[Difference], parties: int) -> tuple[Section, ...]:
    if parties < 2:
        return ()
    apart = _large(found)
    lines = [Item(f"«{name_of(one.point)}» – {told(one.places)}") for one in apart[:_MOST_TALKED]]
    if len(apart) > _MOST_TALKED:
        rest = ", ".join(name_of(one.point) for one in apart[_MOST_TALKED:])
        lines.append(Item(_("Også stor forskjell: {names}").format(names=rest)))
    nothing = _("Ingen punkter med stor forskjell.")
    sections = [Section(_("Snakk om dette først"), "" if apart else nothing, tuple(lines))]
    signs = [
        Item(_("Alle ser det: «{name}» – {who}").format(name=name_of(o.point), who=told(o.places)))
        for o in all_see(found)
    ]
    signs += [
        Item(_("Noen ser det: «{name}» – {who}").format(name=name_of(o.point), who=told(o.places)))
        for o in some_see(found)
    ]
    nothing = _("Ingen har svart at et varselsignal stemmer godt eller helt.")
    sections.append(Section(_("Varselsignaler"), "" if signs else nothing, tuple(signs)))
    same = [
        Item(text.format(names=", ".join(name_of(one.point) for one in points)))
        for text, points in (
            (_("Stemmer godt eller helt for alle: {names}"), alike(found, high=True)),
            (_("Stemmer ikke, eller bare litt, for alle: {names}"), alike(found, high=False)),
        )
        if points
    ]
    if same:
        sections.append(Section(_("Her sier alle omtrent det samme"), "", tuple(same)))
    return tuple(sections)


def _tables(found: Sequence[Difference], key: Sequence[tuple[str, str]]) -> tuple[Table, ...]:
    """Return the picture as tables: the letters of the parties below what they answered."""
    values = (1, 2, 3, 4, UNKNOWN, None)
    heads = (_("Punkt"), *map(_head, values), _("Forskjell"))
    legend = " · ".join(f"{letter} {name}" for letter, name in key)
    tables = []
    for part in PARTS:
        codes = {point.code for point in of_part(part.code)}
        rows = tuple(
            (
                _mark(one),
                *(" ".join(p.letter for p in one.places if p.value == v) for v in values),
                word(one),
            )
            for one in found
            if one.point.code in codes
        )
        title = part.title
        tables.append(Table(_(title), heads, rows, legend))
    return tuple(tables) if key else ()


def _head(value: int | None) -> str:
    if value is None:
        return _("Ikke svart")
    text = SCALE[value]
    return _(text)


def _mark(found: Difference) -> str:
    name = name_of(found.point)
    return _("! {name}").format(name=name) if found.point.warning else name


def _remarks(found: Sequence[Difference]) -> Table:
    rows = tuple(
        (name_of(one.point), place.name, short(place.value), place.note)
        for one in found
        for place in one.places
        if place.note
    )
    heads = (_("Punkt"), _("Part"), _("Svar"), _("Notat"))
    return Table(_("Notater"), heads, rows)


def page(view: CheckView) -> CheckView:
    """Return the one page of it, without the notes."""
    return replace(view, tables=tuple(t for t in view.tables if t is not view.remarks))

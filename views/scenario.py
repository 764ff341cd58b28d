"""What if: some steps on a copy of the register, before and after, as maps and numbers."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from analysis import scenario, steps
from analysis.coverage import Cell, Coverage, coverage
from analysis.selection import HOST_FORMS
from analysis.steps import Create, Join, Leave, Merge, Step
from data.language import _
from data.register import Register
from geo.boundaries import Boundaries
from geo.picture import Picture
from views import kart
from views.matrix import tally_words
from views.query import DEFAULT, Query
from views.switches import switch_words
from views.view import Section, Table, View, page_item
from views.words import form_word, gap_word, listing, municipality_names, number, state_word


@dataclass(frozen=True, slots=True)
class ScenarioView(View):
    """What the scenario page shows beside what every view has.

    Attributes
    ----------
    steps
        The steps as they were read.
    step_words
        Each of them in words.
    before, after
        The map of the service in question, before and after; None where there are no steps.
    changed
        The register after the steps, for the forms of the page.
    """

    steps: tuple[Step, ...] = ()
    step_words: tuple[str, ...] = ()
    before: View | None = None
    after: View | None = None
    changed: Register | None = None


def build(register: Register, query: Query, boundaries: Boundaries | None) -> ScenarioView:
    """Return the scenario that the link holds; the register itself is never changed."""
    taken, unread = steps.from_text(query.steg, register)
    after, refused = scenario.apply(register, taken)
    words = tuple(step_words(step, register) for step in taken)
    touched = scenario.touched(register, taken)
    services = _services(touched, register, after)
    cover = coverage(register, query), coverage(after, query)
    sections = [
        _agreement_section(touched, register, after),
        *(_service_section(service, *cover, register) for service in services),
        _law_section(touched, register, after),
    ]
    pictures = _pictures(touched, services, register, after, query, boundaries)
    lead = _(
        "Prøv hva som skjer når kommuner går inn eller ut, to samarbeid slås sammen eller et nytt "
        "lages. Ingenting lagres i registeret."
    )
    if taken:
        lead = _("{n} steg: {words}.").format(n=number(len(taken)), words="; ".join(words))
    if services:
        lead += " " + switch_words(coverage(after, query, services), query)
    return ScenarioView(
        title=_("Scenario: hva om …?"),
        lead=lead,
        picture=pictures[1].picture if pictures else None,
        notes=(*unread, *refused),
        sections=tuple(s for s in sections if s.tables or s.text) if taken else (_start(register),),
        steps=taken,
        step_words=words,
        before=pictures[0] if pictures else None,
        after=pictures[1] if pictures else None,
        changed=after,
    )


def _start(register: Register) -> Section:
    """Return what a page without steps shows: how to begin, and one to try."""
    text = _("Velg et steg til venstre, så vises kartet og tallene før og etter. Eller prøv dette:")
    example = Create("okonomi", "oppgavefellesskap", ("1576", "1573", "5055"), "1576")
    known = steps.from_text(steps.to_text([example]), register)[0]
    items = tuple(
        page_item(
            _("Hva om: {step}?").format(step=step_words(step, register)),
            "scenario",
            DEFAULT.but(steg=steps.to_text([step])),
        )
        for step in known
    )
    return Section(_("Kom i gang"), text, items)


def step_words(step: Step, register: Register) -> str:
    """Return one step in words."""

    def name(key: str) -> str:
        row = register.agreement_by_id.get(key)
        return row.name if row else _("det nye samarbeidet ({id})").format(id=key)

    def who(codes: Sequence[str]) -> str:
        return listing(municipality_names(codes, register))

    if isinstance(step, Join):
        text = _("{who} går inn i {name}")
        return text.format(who=who(step.codes), name=name(step.agreement))
    if isinstance(step, Leave):
        text = _("{who} går ut av {name}")
        return text.format(who=who(step.codes), name=name(step.agreement))
    if isinstance(step, Merge):
        text = _("{name} tar opp i seg {other}")
        return text.format(name=name(step.agreement), other=name(step.other))
    text = _("nytt {form} for {service}: {who}")
    if step.host:
        hosted = step.form in HOST_FORMS
        text += ", " + (_("vert {host}") if hosted else _("sete {host}"))
    return text.format(
        form=register.form_by_code[step.form].name,
        service=register.service_by_code[step.service].name,
        who=who(step.members),
        host=who([step.host]) if step.host else "",
    )


def _services(touched: Sequence[str], before: Register, after: Register) -> tuple[str, ...]:
    found = (before.agreement_by_id.get(k) or after.agreement_by_id.get(k) for k in touched)
    return tuple(dict.fromkeys(row.service for row in found if row))


def _pictures(
    touched: Sequence[str],
    services: Sequence[str],
    before: Register,
    after: Register,
    query: Query,
    boundaries: Boundaries | None,
) -> tuple[View, View] | None:
    """Return the map of the last step's service before and after."""
    if not services:
        return None
    last = after.agreement_by_id.get(touched[-1]) or before.agreement_by_id.get(touched[-1])
    service = last.service if last else services[-1]
    asked = DEFAULT.but(
        tjeneste=(service,),
        nettverk=query.nettverk,
        utvikling=query.utvikling,
        usikre=query.usikre,
        sprak=query.sprak,
    )
    made = []
    for register, word in ((before, _("Før")), (after, _("SCENARIO – etter"))):
        view = kart.build(register, asked, boundaries)
        picture = view.picture
        made.append(replace(view, picture=_titled(picture, word) if picture else None, card=None))
    return made[0], made[1]


def _titled(picture: Picture, word: str) -> Picture:
    return replace(picture, title=f"{word}: {picture.title}", lead="", legend=())


def _agreement_section(touched: Sequence[str], before: Register, after: Register) -> Section:
    """Return the numbers of every agreement in question, before and after."""
    tables = []
    for key in touched:
        row = after.agreement_by_id.get(key) or before.agreement(key)
        old = scenario.numbers(before, key) if key in before.agreement_by_id else None
        new = scenario.numbers(after, key)
        lines = _number_lines(old, new, before)
        columns = (_("Mål"), _("Før"), _("Etter"))
        tables.append(Table(f"{row.name} ({form_word(row, after)})", columns, lines))
    pairs = scenario.new_pairs(before, after)
    text = ""
    if pairs:
        names = [listing(municipality_names(pair, before)) for pair in pairs[:6]]
        text = _("{n} kommunepar får sitt første felles samarbeid: {names}.").format(
            n=number(len(pairs)), names="; ".join(names) + (" …" if len(pairs) > 6 else "")
        )
    return Section(_("Samarbeidene"), text, tables=tuple(tables))


def _number_lines(
    old: scenario.Numbers | None, new: scenario.Numbers | None, register: Register
) -> tuple[tuple[str, str, str], ...]:
    def far(n: scenario.Numbers) -> str:
        if n.largest_km is None:
            return "–"
        note = "" if n.seat_known else " " + _("(setet er ikke kjent: til den mest sentrale)")
        return _("{n} km i luftlinje").format(n=number(n.largest_km)) + note

    measures = (
        (_("Deltakere"), lambda n: listing(municipality_names(n.members, register)) or "–"),
        (_("Antall deltakere"), lambda n: number(n.partners)),
        (_("Innbyggere til sammen"), lambda n: number(n.population)),
        (_("Lengste avstand til setet"), far),
        (_("Andel utenfor den vanligste regionen"), lambda n: _share(n.across_region)),
        (_("Andel utenfor fylket"), lambda n: _share(n.across_county)),
    )
    return tuple(
        (label, words(old) if old else _("finnes ikke"), words(new) if new else _("finnes ikke"))
        for label, words in measures
    )


def _share(value: float) -> str:
    return f"{number(100 * value)} %"


def _service_section(service: str, old: Coverage, new: Coverage, register: Register) -> Section:
    """Return the coverage of one service before and after, and who is still without."""
    was, now = old.column(service), new.column(service)
    names = {code: register.municipality_by_code[code].name for code in old.codes}
    lines = [
        (names[code], _words(was[code]), _words(now[code]))
        for code in old.codes
        if (was[code].state, was[code].standing) != (now[code].state, now[code].standing)
    ]
    counts = old.tallies(1), new.tallies(1)
    moved = [
        _("{name}: {old} → {new} tjenester med samarbeid").format(
            name=names[code],
            old=number(counts[0][code]["med"]),
            new=number(counts[1][code]["med"]),
        )
        for code in old.codes
        if counts[0][code]["med"] != counts[1][code]["med"]
    ]
    without = [code for code in new.codes if now[code].gap]
    text = _("Før: {old}. Etter: {new}. Fortsatt uten: {names}.").format(
        old=_tally(old, service),
        new=_tally(new, service),
        names=listing(names[code] for code in without) or _("ingen"),
    )
    if moved:
        text += " " + "; ".join(moved) + "."
    columns = (_("Kommune"), _("Før"), _("Etter"))
    title = register.service_by_code[service].name
    caption = _("Celler som endrer seg")
    tables = (Table(caption, columns, tuple(lines)),) if lines else ()
    return Section(_("Dekning: {service}").format(service=title), text, tables=tables)


def _tally(found: Coverage, service: str) -> str:
    return tally_words(found.tallies(0)[service])


def _words(cell: Cell) -> str:
    gap = gap_word(cell.standing)
    return state_word(cell.state) + (f" ({gap})" if gap else "")


def _law_section(touched: Sequence[str], before: Register, after: Register) -> Section:
    """Return what the law asks for the forms in question, from former.csv and its sources."""
    lines = []
    for code in dict.fromkeys(
        (after.agreement_by_id.get(key) or before.agreement(key)).form for key in touched
    ):
        form = before.form_by_code[code]
        lines.append(
            (
                form.name,
                form.legal_basis or "–",
                form.participants or "–",
                "; ".join(form.agreement_must_contain) or "–",
                form.exit or "–",
            )
        )
    columns = (
        _("Form"),
        _("Hjemmel"),
        _("Hvem kan delta"),
        _("Avtalen skal inneholde"),
        _("Uttreden"),
    )
    return Section(
        _("Hva loven spør om"),
        _("Til hjelp, ikke juridisk råd."),
        tables=(Table(_("Krav etter form"), columns, tuple(lines)),) if lines else (),
    )

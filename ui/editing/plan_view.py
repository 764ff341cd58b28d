"""What a file would change: its faults, what it asks, and the difference from the register."""

import streamlit as st
from markupsafe import Markup

from data.database.changes import Key
from data.intake.cleaning import Ask
from data.intake.plan import Plan, Planned
from data.language import _
from data.limits import limit
from data.register import Register
from ui import tables, text
from ui.editing.markup import plain
from views import importing

Consent = dict[str, str]
Resolve = dict[tuple[str, Key], str]


def show(plan: Plan, mark: str, consent: Consent, resolve: Resolve, register: Register) -> None:
    """Draw the numbers, the faults, the questions and the differences; answers go into both."""
    facts = Markup("").join(
        Markup("<div><b>{}</b><span>{}</span></div>").format(*fact)
        for fact in importing.summary(plan)
    )
    st.html(Markup('<div class="sk-facts sk-six">{}</div>').format(facts))
    stopping = importing.stopping(plan.faults)
    if plan.empty and not stopping:
        text.note("info", _("Fila sier det samme som registeret. Det er ingenting å lagre."))
    _ask_all(plan, mark, consent, register)
    if stopping:
        text.subheading(_("Dette må rettes"))
        text.hint(
            _("Rett fila, og send den inn på nytt. Eller lagre bare de gyldige radene, nederst.")
        )
        tables.table(importing.faults_table(stopping, limit("faults_shown")))
    _conflicts(plan, mark, resolve, register)
    _differences(plan, register)
    warnings = [fault for fault in plan.faults if fault.severity == "W"]
    if warnings:
        with st.expander(_("Rettet eller verd å se på ({n})").format(n=len(warnings))):
            tables.table(importing.faults_table(warnings, limit("faults_shown")))


def _ask_all(plan: Plan, mark: str, consent: Consent, register: Register) -> None:
    """Ask what old municipalities are today; one that was split must be chosen."""
    if not plan.asks:
        return
    text.subheading(_("Gamle kommuner"))
    text.hint(_("Fila nevner kommuner som ikke finnes lenger. Si hva de er i dag."))
    sure = {a.code: a.options[0] for a in plan.asks if len(a.options) == 1 and not a.answer}
    if len(sure) > 1:
        st.button(
            _("Ja til alle som bare kan være én ({n})").format(n=len(sure)),
            key=f"ask_all_{mark}",
            on_click=_agree,
            args=(mark, sure, consent),
        )
    for ask in plan.asks:
        _ask(ask, mark, consent, register)


def _agree(mark: str, sure: Consent, consent: Consent) -> None:
    consent |= sure
    for code, answer in sure.items():
        st.session_state[_ask_key(mark, code)] = answer


def _ask_key(mark: str, code: str) -> str:
    return f"ask_{mark}_{code}"


def _ask(ask: Ask, mark: str, consent: Consent, register: Register) -> None:
    towns = register.municipality_by_code
    names = {code: towns[code].name if code in towns else code for code in ask.options}
    key = _ask_key(mark, ask.code)
    if key not in st.session_state:
        st.session_state[key] = ask.answer
    shown = ", ".join(map(str, ask.rows[:8])) + (" …" if len(ask.rows) > 8 else "")

    def answered() -> None:
        consent[ask.code] = st.session_state[key] or ""

    # A callback, so that the file is compared once for an answer, not twice.
    st.segmented_control(
        _("{code} {name} (rad {rows})").format(
            code=ask.code, name=plain(ask.name) if ask.name != ask.code else "", rows=shown
        ),
        ["", *ask.options],
        format_func=lambda code: plain(names[code]) if code else _("Ikke svart"),
        required=True,
        key=key,
        on_change=answered,
    )


def _conflicts(plan: Plan, mark: str, resolve: Resolve, register: Register) -> None:
    if not plan.conflicts:
        return
    text.subheading(_("Endret av andre siden fila ble laget"))
    words = {"register": _("Behold det som er lagret"), "fil": _("Bruk fila")}
    for row in plan.conflicts:
        about = (row.table, row.key)
        tables.table(importing.row_table(row, register))
        key = f"resolve_{mark}_{row.table}_{'_'.join(row.key)}"
        if key not in st.session_state:
            st.session_state[key] = resolve.get(about, "register")
        resolve[about] = (
            st.segmented_control(
                plain(importing.row_name(row.table, row.key, row.cells, register)),
                list(words),
                format_func=words.__getitem__,
                required=True,
                key=key,
                label_visibility="collapsed",
            )
            or "register"
        )


def _differences(plan: Plan, register: Register) -> None:
    most = limit("plan_rows")
    parts: tuple[tuple[str, tuple[Planned, ...]], ...] = (
        (_("Endrede rader ({n})"), plan.changed),
        (_("Nye rader ({n})"), plan.new),
    )
    for label, rows in parts:
        if not rows:
            continue
        words = label.format(n=len(rows))
        with st.expander(words, expanded=len(rows) <= most and rows is plan.changed):
            for row in rows[:most]:
                tables.table(importing.row_table(row, register))
            if len(rows) > most:
                text.hint(_("… og {n} til.").format(n=len(rows) - most))
    if plan.gone:
        words = _("I registeret, men ikke i fila ({n})").format(n=len(plan.gone))
        with st.expander(words):
            names = [
                importing.row_name(row.table, row.key, row.cells, register) for row in plan.gone
            ]
            if len(names) > most:
                names[most:] = [_("… og {n} til.").format(n=len(names) - most)]
            text.note("info", _("Disse blir stående om du ikke velger å slette dem:"), names)

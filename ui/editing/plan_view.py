"""What a file would change: its faults, what it asks, and the difference from the register."""

import streamlit as st
from markupsafe import Markup

from data.database.changes import Key
from data.intake.plan import Plan, Planned
from data.language import _
from data.limits import limit
from data.register import Register
from ui import tables, text
from views import importing


def show(
    plan: Plan,
    consent: dict[str, str],
    resolve: dict[tuple[str, Key], str],
    register: Register,
) -> None:
    """Draw the numbers, the faults, the questions and the differences; answers go into both."""
    facts = Markup("").join(
        Markup("<div><b>{}</b><span>{}</span></div>").format(*fact)
        for fact in importing.summary(plan)
    )
    st.html(Markup('<div class="sk-facts sk-six">{}</div>').format(facts))
    if plan.empty:
        text.note("info", _("Fila sier det samme som registeret. Det er ingenting å lagre."))
    stopping = importing.stopping(plan.faults)
    if stopping:
        text.subheading(_("Dette må rettes"))
        tables.table(importing.faults_table(stopping, limit("faults_shown")))
    _ask(plan, consent, register)
    _conflicts(plan, resolve, register)
    _differences(plan, register)
    warnings = [fault for fault in plan.faults if fault.severity == "W"]
    if warnings:
        with st.expander(_("Rettet eller verd å se på ({n})").format(n=len(warnings))):
            tables.table(importing.faults_table(warnings, limit("faults_shown")))


def _ask(plan: Plan, consent: dict[str, str], register: Register) -> None:
    """Ask what old municipalities are today; one that was split must be chosen."""
    if not plan.asks:
        return
    text.subheading(_("Gamle kommuner"))
    text.hint(_("Fila nevner kommuner som ikke finnes lenger. Si hva de er i dag."))
    for ask in plan.asks:
        options = ["", *ask.options]
        names = {code: register.municipality_by_code[code].name for code in ask.options}
        picked = st.segmented_control(
            _("{code} {name} (rad {rows})").format(
                code=ask.code, name=ask.name, rows=", ".join(map(str, ask.rows[:8]))
            ),
            options,
            format_func=lambda code, names=names: names.get(code, _("Ikke svart")),
            default=ask.answer or "",
            required=True,
            key=f"ask_{ask.code}",
        )
        if picked != consent.get(ask.code, ""):
            consent[ask.code] = picked or ""
            st.rerun()


def _conflicts(plan: Plan, resolve: dict[tuple[str, Key], str], register: Register) -> None:
    if not plan.conflicts:
        return
    text.subheading(_("Endret av andre siden fila ble laget"))
    words = {"register": _("Behold det som er lagret"), "fil": _("Bruk fila")}
    for row in plan.conflicts:
        tables.table(importing.row_table(row, register))
        picked = st.segmented_control(
            importing.row_name(row.table, row.key, row.cells, register),
            list(words),
            format_func=words.__getitem__,
            default=resolve.get((row.table, row.key), "register"),
            required=True,
            key=f"resolve_{row.table}_{'_'.join(row.key)}",
            label_visibility="collapsed",
        )
        if picked != resolve.setdefault((row.table, row.key), "register"):
            resolve[(row.table, row.key)] = picked or "register"
            st.rerun()


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
            text.note("info", _("Disse blir stående om du ikke velger å slette dem:"), names[:most])

"""The forms beside a scenario: one step more, the file of the steps, and start anew."""

from collections.abc import Callable, Iterable

import streamlit as st

from analysis.selection import ENDED, UNKNOWN_FORM, sort_key
from analysis.steps import Create, Join, Leave, Merge, Step, to_text
from analysis.steps_file import LARGEST, ScenarioError, from_json, to_json
from data.language import _
from data.limits import limit
from data.register import Register
from ui.state import change
from ui.text import note
from views.scenario import ScenarioView

_FAULT = "scenario_fault"


def keep(steps: Iterable[Step]) -> None:
    """Put the steps into the link; what would be too long for a link is refused with words."""
    found = tuple(steps)
    text = to_text(found)
    if len(found) > limit("scenario_steps") or len(text) > limit("scenario_text"):
        sentence = _("Scenarioet er for langt: høyst {steps} steg og {text} tegn i lenka.")
        st.session_state[_FAULT] = (
            sentence.format(steps=limit("scenario_steps"), text=limit("scenario_text")),
        )
        return
    change(steg=text)


def panel(view: ScenarioView, register: Register) -> None:
    """Draw the form of the next step, undo, and the file."""
    if fault := st.session_state.pop(_FAULT, ()):
        note("error", _("Det gikk ikke:"), fault)
    kinds: dict[str, Callable[[ScenarioView, Register], Step | None]] = {
        _("Kommuner går inn"): _join,
        _("Kommuner går ut"): _leave,
        _("Slå sammen to"): _merge,
        _("Nytt samarbeid"): _create,
    }
    kind = st.selectbox(_("Neste steg"), list(kinds), key="scenario_kind")
    step = kinds[kind](view, view.changed or register)
    st.button(
        _("Legg til steget"),
        on_click=keep,
        args=((*view.steps, step),) if step else ((),),
        disabled=step is None,
        type="primary",
        width="stretch",
    )
    left, right = st.columns(2)
    left.button(
        _("Angre"), on_click=keep, args=(view.steps[:-1],), disabled=not view.steps, width="stretch"
    )
    right.button(_("Tøm"), on_click=keep, args=((),), disabled=not view.steps, width="stretch")
    if view.steps:
        st.download_button(
            _("Lagre som fil"),
            to_json(view.steps, register),
            "scenario.json",
            "application/json",
            width="stretch",
        )
    file = st.file_uploader(
        _("Åpne en scenariofil"), type=["json"], key="scenario_file", max_upload_size=1
    )
    if file is not None and st.session_state.get("scenario_read") != file.file_id:
        st.session_state["scenario_read"] = file.file_id
        _open(file.getvalue(), register)


def _open(data: bytes, register: Register) -> None:
    """Take the steps of a file, all or none; what is wrong is said in words."""
    try:
        steps, left_out = from_json(data[: LARGEST + 1], register)
    except ScenarioError as error:
        note("error", _("Fila kan ikke leses:"), error.lines)
        return
    keep(steps)
    if left_out:
        st.session_state[_FAULT] = left_out
    st.rerun()


def _agreement(label: str, register: Register, key: str, service: str = "") -> str | None:
    rows = [
        row
        for row in register.agreement_records
        if row.status != ENDED and (not service or row.service == service)
    ]
    rows.sort(key=lambda row: sort_key(row.name))
    names = {row.id: row.name for row in rows}
    return _one(label, names, _("Velg eller skriv navnet"), key)


def _one(label: str, names: dict[str, str], empty: str, key: str) -> str | None:
    """Draw a list of which one is chosen, or none: code and name of each, in order."""
    chosen: str | None = st.selectbox(
        label,
        list(names),
        format_func=names.__getitem__,
        index=None,
        placeholder=empty,
        key=key,
    )
    return chosen


def _municipalities(label: str, codes: Iterable[str], register: Register, key: str) -> list[str]:
    names = {code: register.municipality_by_code[code].name for code in codes}
    return st.multiselect(
        label,
        list(names),
        format_func=names.__getitem__,
        placeholder=_("Velg kommuner"),
        key=key,
    )


def _join(_view: ScenarioView, register: Register) -> Step | None:
    row = _agreement(_("Samarbeid"), register, "join_agreement")
    inside = set(register.agreement(row).members) if row else set()
    codes = [code for code in register.municipality_by_code if code not in inside]
    chosen = _municipalities(_("Hvem går inn"), codes, register, "join_codes")
    return Join(row, tuple(chosen)) if row and chosen else None


def _leave(_view: ScenarioView, register: Register) -> Step | None:
    row = _agreement(_("Samarbeid"), register, "leave_agreement")
    codes = register.agreement(row).members if row else ()
    chosen = _municipalities(_("Hvem går ut"), codes, register, "leave_codes")
    return Leave(row, tuple(chosen)) if row and chosen else None


def _merge(_view: ScenarioView, register: Register) -> Step | None:
    row = _agreement(_("Det som blir stående"), register, "merge_agreement")
    service = register.agreement(row).service if row else ""
    other = _agreement(_("Det som går inn i det"), register, "merge_other", service)
    return Merge(row, other) if row and other and row != other else None


def _create(_view: ScenarioView, register: Register) -> Step | None:
    services, forms = register.service_by_code, register.form_by_code
    names = {c: services[c].name for c in services}
    names = dict(sorted(names.items(), key=lambda pair: sort_key(pair[1])))
    service = _one(_("Tjeneste"), names, _("Velg en tjeneste"), "create_service")
    names = {c: forms[c].name for c in forms if c != UNKNOWN_FORM}
    form = _one(_("Form"), names, _("Velg en form"), "create_form")
    members = _municipalities(
        _("Deltakere"), register.municipality_by_code, register, "create_members"
    )
    names = {code: register.municipality_by_code[code].name for code in members}
    host = _one(_("Vert eller sete"), names, _("Ingen"), "create_host")
    if not (service and form and members):
        return None
    return Create(service, form, tuple(members), host or "")

"""«Veiviser»: one question at a time beside what is still possible, and the result.

The walk stands in the link alone (`svar`), so the back button, a bookmark and a click agree.
"""

from pathlib import Path
from typing import Final

import streamlit as st

from analysis import guide as walks
from analysis.guide import Walk
from analysis.guide_questions import LETTERS, UNKNOWN, Question
from analysis.selection import sort_key
from data.language import _
from data.register import Register
from ui import print_button, state, text
from ui.forms import guide_html as html
from views.forms import guide as said
from views.forms.guide import GuideView
from views.query import Query

_SERVICE: Final = "guide_service"
_focus = st.components.v2.component(
    "samarbeidskart_guide",
    html='<div class="sk-guide-place"></div>',
    js=(Path(__file__).parent / "guide.js").read_text("utf-8"),
)


def show(register: Register, query: Query) -> GuideView:
    """Draw the question in sight, or the result."""
    view = said.build(register, query)
    _focus(key="guide_place", data={"place": view.walk.place})
    if view.unknown:
        text.note("info", _("Noe i lenka ble ikke brukt:"), view.unknown)
    if view.question is None:
        _show_result(view, query, register)
    else:
        _show_question(view, view.question, register)
    return view


def _show_question(view: GuideView, question: Question, register: Register) -> None:
    text.heading(view.title, view.lead)
    left, right = st.columns([7, 5], gap="large")
    with left:
        with st.container(key="guide_question", border=True):
            st.html(html.head(question))
            _answers(view.walk, question)
            st.html(html.question_bases(question))
            _ways(view.walk)
        _so_far(view)
    with right:
        if clashing := html.clashes(view):
            st.html(clashing)
        st.html(html.standing(view))
        _pick_service(view, register)


def _answers(walk: Walk, question: Question) -> None:
    """Draw the answers as buttons: one press answers and goes on."""
    given = walk.given.get(question.letter)
    choices = [*question.answers.items(), (UNKNOWN, _("Vet ikke ennå"))]
    with st.container(key="guide_choices"):
        for digit, answer in choices:
            chosen = digit == given
            st.button(
                f"✓ {_(answer)}" if chosen else _(answer),
                key=f"guide_{question.letter}{digit}",
                type="primary" if chosen else "secondary",
                on_click=_go,
                args=(walk.answered(question.letter, digit),),
                width="stretch",
            )


def _ways(walk: Walk) -> None:
    """Draw the ways to the question before, to the one after, and to the result."""
    back, onwards, result = st.columns(3)
    back.button(
        _("← Tilbake"),
        key="guide_back",
        on_click=_go,
        args=(walk.back(),),
        disabled=walk.place == LETTERS[0],
        width="stretch",
    )
    onwards.button(
        _("Neste →"),
        key="guide_onwards",
        on_click=_go,
        args=(walk.onwards(),),
        disabled=walk.place not in walk.given,
        width="stretch",
    )
    result.button(
        _("Vis resultatet"),
        key="guide_result",
        on_click=_go,
        args=(walk.at(walks.RESULT),),
        width="stretch",
    )


def _so_far(view: GuideView) -> None:
    """Draw the answers so far, each a way back to its question."""
    given = [one for one in view.answered if one.answer]
    if not given:
        return
    with st.container(key="guide_answers"):
        title = _("Svarene så langt. Trykk for å endre")
        if view.walk.finished:
            title = _("Svarene. Trykk for å endre")
        text.subheading(title)
        for one in given:
            st.button(
                f"{one.number}. {one.name}: {one.answer}",
                key=f"guide_to_{one.letter}",
                type="tertiary",
                on_click=_go,
                args=(view.walk.at(one.letter),),
            )
        st.button(_("Begynn på nytt"), key="guide_again", on_click=_go, args=(Walk(),))


def _show_result(view: GuideView, query: Query, register: Register) -> None:
    st.html(html.result_head(view))
    left, right = st.columns([8, 4], gap="large")
    with right:
        for door in said.doors(view, query):
            st.button(
                door.title,
                key=f"guide_door_{door.query.fane}",
                on_click=state.replace_query,
                args=(door.query,),
                width="stretch",
            )
        print_button.show()
        st.button(
            _("← Tilbake til spørsmålene"),
            key="guide_back",
            on_click=_go,
            args=(view.walk.back(),),
            width="stretch",
        )
        _so_far(view)
        _pick_service(view, register)
    with left:
        st.html(html.paper_answers(view))
        if clashing := html.clashes(view):
            st.html(clashing)
        st.html(html.result(view))


def _pick_service(view: GuideView, register: Register) -> None:
    """Let the group say which service it is: some have a law of their own that decides."""
    names = {code: one.name for code, one in register.service_by_code.items()}
    codes = sorted(names, key=lambda code: sort_key(names[code]))
    st.session_state[_SERVICE] = view.service
    st.selectbox(
        _("Gjelder det en bestemt tjeneste?"),
        ["", *codes],
        format_func=lambda code: names.get(code, _("Ikke valgt")),
        key=_SERVICE,
        on_change=_choose_service,
    )


def _choose_service() -> None:
    code = st.session_state[_SERVICE]
    state.change(tjeneste=(code,) if code else ())


def _go(walk: Walk) -> None:
    state.change(svar=walks.to_text(walk))

"""The pages of the app, the way in through the front door, and the way from page to page."""

import logging
from pathlib import Path
from typing import Any, Final, NoReturn

import streamlit as st

from data.language import _
from ui.text import note
from views.query import Query, to_params

_DOOR: Final = "sk_door"
_TITLED: Final = "sk_titled"
# A picture of our own: Streamlit would fetch one of its icons from the net.
_ICON: Final = Path(__file__).parents[1] / "geo" / "assets" / "icon.png"
_LEAVING: Final = "sk_leaving"
_FILES: Final = {
    name: f"pages/{name}.py"
    for name in (
        "oversikt",
        "kart",
        "dekning",
        "kommune",
        "avtaler",
        "scenario",
        "analyse",
        "organisasjonsform",
        "samarbeidsjekk",
        "presentasjon",
        "rediger",
        "om",
    )
}


def build() -> Any:  # noqa: ANN401 (Streamlit's page class is not public)
    """Return the page that the address asks for; its menu stands at the top.

    The pages have no icons: Streamlit would fetch one from the net for the browser's tab.
    """
    first = st.Page(_FILES["oversikt"], title=_("Oversikt"), default=True)
    return st.navigation(
        {
            "": [
                first,
                _page("kart", _("Kart")),
                _page("dekning", _("Dekning")),
                _page("kommune", _("Kommune")),
                _page("avtaler", _("Avtaler")),
                _page("presentasjon", _("Presentasjon")),
            ],
            _("Utred"): [
                _page("analyse", _("Analyse")),
                _page("scenario", _("Scenario")),
                _page("organisasjonsform", _("Organisasjonsform")),
                _page("samarbeidsjekk", _("Samarbeidsjekk")),
            ],
            _("Registeret"): [
                _page("rediger", _("Rediger")),
                _page("om", _("Om")),
            ],
        },
        position="top",
    )


def _page(name: str, title: str) -> Any:  # noqa: ANN401 (as above)
    return st.Page(_FILES[name], title=title, url_path=name)


def run() -> None:
    """Run the page that the address asks for: the whole of the front door."""
    st.session_state[_DOOR] = True
    page = build()
    _entitle(page)
    try:
        if leaving := st.session_state.pop(_LEAVING, None):
            go(*leaving)
        page.run()
    except Exception:  # the last line of defence: a sentence, never a traceback
        logging.getLogger(__name__).exception("a page failed")
        note(
            "error",
            _("Noe gikk galt på denne siden."),
            [_("Last siden på nytt. Skjer det igjen, åpne Oversikt og gå inn på nytt derfra.")],
        )


def _entitle(page: Any) -> None:  # noqa: ANN401 (as above)
    """Set the browser's title, picture and width, which hold until another page is opened.

    Not at every click: it reads the picture anew, and sends three messages before the map's.
    """
    if st.session_state.get(_TITLED) == page.url_path:
        return
    st.session_state[_TITLED] = page.url_path
    title = f"{page.title} · Samarbeidskart"
    st.set_page_config(page_title=title, page_icon=str(_ICON), layout="wide")


def enter() -> None:
    """Go through the front door first, where a page was opened without it.

    The first link that a new server answers is run from `pages/` alone, until Streamlit has
    seen that the app has a navigation of its own; it is shown it here, and runs once more.
    """
    if _DOOR not in st.session_state:
        build()
        st.rerun()


def leave(page: str, query: Query) -> None:
    """Leave this page when the next run begins: what a callback may ask for."""
    st.session_state[_LEAVING] = (page, query)


def go(page: str, query: Query) -> NoReturn:
    """Leave this page for `page`, which answers `query`."""
    st.switch_page(_FILES[page], query_params=to_params(query))

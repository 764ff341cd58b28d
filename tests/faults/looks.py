"""What a reader of a page sees, and does."""

from streamlit.testing.v1 import AppTest

from tests.pages.test_pages import html

FILES_SHOWN = "Registeret vises slik det ligger i filene"
KEY = "norbr"
# Saves a name, as another process does.
OTHER = """
import sys
from data import store
from data.database.changes import Change
from tests.database.made_up import permit
kept = store.kept()
row = kept.row("avtaler", (sys.argv[1],))
cells = {**row.cells, "navn": sys.argv[2]}
change = Change("avtaler", row.key, cells, row.version)
kept.write([change], permit(), vocabulary=store.vocabulary(), kind="edit")
"""


def said(at: AppTest) -> str:
    """All the words of a page; none of them is a traceback or the last line of defence."""
    assert not at.exception
    words = html(at)
    for bad in ("Traceback", "Noe gikk galt"):
        assert bad not in words
    return words


def rename(at: AppTest, name: str, key: str = KEY) -> AppTest:
    """Write a new name in the form and press «Lagre»."""
    at.text_input(key=f"edit_{key}_navn").set_value(name).run()
    return at.button(key=f"save_{key}").click().run()


def everything(at: AppTest) -> str:
    """The words of a page, and what stands in its choices and in what can be copied."""
    choices = [str(option) for radio in at.radio for option in radio.options]
    return "\n".join([said(at), *choices, *(code.value for code in at.code)])

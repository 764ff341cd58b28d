"""A page opened in a tab of its own, as a link opens it: the front page is not drawn first."""

from pathlib import Path

from streamlit.testing.v1 import AppTest

APP = Path(__file__).resolve().parents[2] / "app.py"


def tab(page: str = "kart") -> AppTest:
    """Return a tab that leads to a page, before anything has been run."""
    at = AppTest.from_file(str(APP), default_timeout=60)
    if page != "oversikt":
        at.switch_page(f"pages/{page}.py")
    return at


def opened(page: str = "kart", **link: str) -> AppTest:
    """Open a page by its link."""
    at = tab(page)
    at.query_params.update(link)
    return at.run()

"""Text from data is shown as it stands: escaped, never as HTML and never as markdown."""

from html.parser import HTMLParser

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

HOSTILE = [
    "</li></ul></div><script>alert(1)</script>",
    "'\"><img src=x onerror=alert(1)>",
    "&lt;b&gt; & &amp;",
    ":red[rødt] $x$ **b** [a](javascript:alert(1))",
    "{{7*7}} {% x {#",
    "{} {0} {name}",
]


class Reader(HTMLParser):
    """Collects the tags and the text that a browser would see."""

    def __init__(self, body: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text: list[str] = []
        self.feed(body)

    def handle_starttag(self, tag: str, attrs: list) -> None:
        self.tags.append(tag)
        assert {name for name, _value in attrs} <= {"class", "role"}

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def shown(title: str, line: str) -> str:
    def page(title: str, line: str) -> None:
        from ui import text  # noqa: PLC0415 (this function is a script of its own)

        text.note("warn", title, [line])
        text.heading(title, line)

    at = AppTest.from_function(page, kwargs={"title": title, "line": line}, default_timeout=30)
    at.run()
    assert not at.exception
    bodies = [el.proto.body for el in at.main if el.type == "html"]
    assert len(bodies) == 2
    return "".join(bodies)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_text(text: str) -> None:
    found = Reader(shown(text, text))
    assert found.tags == ["div", "strong", "ul", "li", "h1", "p"]
    assert "".join(found.text) == text * 4


@settings(deadline=None, max_examples=20, suppress_health_check=list(HealthCheck))
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40))
def test_any_text_is_text(text: str) -> None:
    found = Reader(shown(text, "en linje"))
    assert found.tags == ["div", "strong", "ul", "li", "h1", "p"]
    assert "".join(found.text) == text + "en linje" + text + "en linje"

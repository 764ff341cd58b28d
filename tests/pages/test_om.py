"""Om answers its link: its four parts, its search, and text from the register as plain words."""

import pytest

from tests.pages.tabs import opened
from tests.pages.test_pages import html


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ("", ("Hva er dette, og for hvem?", "Versjon av appen", "Meld feil", "rediger")),
        ("kilder", ("Hvor gamle kildene er", "Kildene, én for én", "eldste først")),
        ("ord", ("Styrke w", "Kongruens C", "Svakt organisert", "Bekreftet hull", "Nærhet")),
        ("lisenser", ("MIT", "Leaflet 1.9.4", "© Kartverket", "Personvern", "ingen sporing")),
    ],
)
def test_each_part_of_the_page_opens_from_its_link(part: str, words: tuple[str, ...]) -> None:
    at = opened("om", **({"fane": part} if part else {}))
    assert not at.exception
    for word in words:
        assert word in html(at), word


def test_the_sources_are_searched_and_the_rest_is_asked_for() -> None:
    at = opened("om", fane="kilder")
    more = [button for button in at.button if button.label.startswith("Vis flere")]
    assert len(more) == 1
    before = html(at).count("<tr>")
    more[0].click().run()
    assert html(at).count("<tr>") > before
    at.text_input(key="f_sok").set_value("vestlandsnytt").run()
    assert not at.exception
    assert at.query_params["sok"] == "vestlandsnytt"
    assert at.query_params["fane"] == "kilder"
    assert "Vestlandsnytt" in html(at)
    assert "Molde kommune: Årsrapport 2022, Konsernet" not in html(at)
    at.text_input(key="f_sok").set_value("finnes-ikke").run()
    assert "Ingen kilde har alle ordene" in html(at)


def test_the_part_is_let_go_of_on_another_page() -> None:
    at = opened("om", fane="ord")
    at.switch_page("pages/kart.py").run()
    assert "fane" not in at.query_params

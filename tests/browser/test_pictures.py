"""The pictures of the county's own examples are right, on the map and on the card."""

from typing import NamedTuple

import pytest
from playwright.sync_api import expect

from tests.browser.look import Star, look
from tests.browser.reader import Reader

NORDMORE = {
    "Kristiansund", "Averøy", "Gjemnes", "Tingvoll", "Sunndal", "Surnadal", "Smøla", "Aure",
}  # fmt: skip


class Example(NamedTuple):
    """What one agreement must look like: hub, spokes by dash, arrows, members, words."""

    shape: str
    dash: str
    spokes: int
    arrows: int
    members: set[str]
    label: tuple[str, ...]
    card: tuple[str, ...]
    key: str


EXAMPLES = {
    "legevakt-aure-smola-heim": Example(
        "hollow", "dashed", 3, 0, {"Smøla", "Aure", "Heim"},
        ("avtale uten eget organ", "også Helse Møre og Romsdal HF"),
        ("Smøla, Aure og Heim", "Helse Møre og Romsdal HF", "svakt organisert"),
        "avtale, nettverk eller prosjekt uten eget organ",
    ),
    "veterinaervakt-aure-smola": Example(
        "hollow", "dashed", 2, 0, {"Smøla", "Aure"},
        ("avtale uten eget organ",), ("Smøla og Aure", "svakt organisert"),
        "avtale, nettverk eller prosjekt uten eget organ",
    ),
    "krisesenter-nordmore": Example(
        "diamond", "solid", 5, 0, {"Kristiansund", "Averøy", "Tingvoll", "Smøla", "Aure"},
        ("IKS",), ("usikker kilde", "899 163 222"), "eget organ, ved setet",
    ),
    "norbr": Example(
        "diamond", "solid", 6, 0,
        {"Molde", "Rauma", "Aukra", "Gjemnes", "Tingvoll", "Sunndal"},
        ("IKS · siden 2020",), ("Molde", "823 730 012"), "eget organ, ved setet",
    ),
    "nibr": Example(
        "square", "solid", 3, 3, {"Kristiansund", "Averøy", "Smøla", "Aure"},
        ("vertskommune · siden 2019",), ("Vertskommune",),
        "vertskommune, pil til deltakerne",
    ),
    "ikt-orkide": Example(
        "square", "solid", 8, 8, NORDMORE | {"Rindal"},
        ("siden 2023",), ("Kristiansund", "Rindal"), "vertskommune, pil til deltakerne",
    ),
    "nnbt": Example(
        "diamond", "solid", 3, 0, {"Kristiansund", "Smøla", "Aure"},
        ("AS · siden 2007",), ("Sete ikke kjent.",), "eget organ, ved setet",
    ),
    "bygdevekst": Example(
        "hollow", "dashed", 2, 0, {"Smøla", "Aure"},
        ("prosjekt · siden 2024",), ("svakt organisert",),
        "avtale, nettverk eller prosjekt uten eget organ",
    ),
    "rammeavtale-nordmore": Example(
        "hollow", "dashed", 8, 0, NORDMORE,
        ("avtale uten eget organ · siden 2025",), ("svakt organisert",),
        "avtale, nettverk eller prosjekt uten eget organ",
    ),
    "rammeavtale-nordmore-prosjekt": Example(
        "hollow", "dotted", 8, 0, NORDMORE,
        ("prosjekt",), ("under utvikling", "Interkommunal rammeavtale Nordmøre"),
        "under utvikling",
    ),
    "krisesenter-molde": Example(
        "diamond", "solid", 1, 0, {"Molde"},
        ("bare Molde er navngitt",),
        ("Bare Molde er navngitt; kilden vet om flere.", "ufullstendig deltakerliste"),
        "eget organ, ved setet",
    ),
}  # fmt: skip


# Members' names that lie under the sign of the hub.
COVERED = """() => {
  const box = element => element.getBoundingClientRect();
  const sign = box(document.querySelector('.hub').querySelector('rect, polygon, circle'));
  return [...document.querySelectorAll('.name.strong')].filter(name => {
    const text = box(name);
    const wide = Math.min(text.right, sign.right) - Math.max(text.left, sign.left);
    const high = Math.min(text.bottom, sign.bottom) - Math.max(text.top, sign.top);
    return wide > 3 && high > 5;
  }).map(name => name.textContent);
}"""


def spokes(star: Star) -> tuple[str, int]:
    """Return the one dash of a star's spokes, and how many members the star reaches."""
    counts = {"solid": star.solid, "dashed": star.dashed, "dotted": star.dotted}
    found = [dash for dash, count in counts.items() if count] or ["solid"]
    assert len(found) == 1, counts
    # A body's seat may stand right beside its sign; a host is the sign itself.
    seat = star.beside if star.shape == "diamond" else 0
    return found[0], counts[found[0]] + seat


@pytest.mark.parametrize("key", EXAMPLES)
def test_one_agreement(chart: Reader, key: str) -> None:
    want = EXAMPLES[key]
    chart.turn(f"/kart?avtale={key}")
    name = str(chart.card.locator("h2").text_content())
    chart.title(name)
    seen = look(chart)
    assert (seen.kind, list(seen.stars)) == ("one", [key])
    star = seen.stars[key]
    assert (star.shape, star.arrows) == (want.shape, want.arrows)
    assert spokes(star) == (want.dash, want.spokes)
    # Every member stands out by area, point and name, and nobody else does.
    assert seen.filled == seen.nodes == seen.strong == want.members
    assert len(seen.outlines) == 1
    assert " ".join(star.label).startswith(name)
    for words in want.label:
        assert any(words in line for line in star.label), star.label
    for words in want.card:
        expect(chart.card).to_contain_text(words)
    assert want.key in seen.key
    covered = chart.run(COVERED)
    assert covered == [], f"tegnet dekker navnet: {covered}"
    chart.harmless()


def test_two_ways_of_fire_and_rescue_side_by_side(chart: Reader) -> None:
    seen = look(chart.turn("/kart?avtale=norbr,nibr"))
    assert seen.kind == "few"
    norbr, nibr = seen.stars["norbr"], seen.stars["nibr"]
    assert (norbr.shape, norbr.arrows, spokes(norbr)) == ("diamond", 0, ("solid", 6))
    assert (nibr.shape, nibr.arrows, spokes(nibr)) == ("square", 3, ("solid", 3))
    members = EXAMPLES["norbr"].members | EXAMPLES["nibr"].members
    assert seen.nodes == seen.filled == seen.strong == members
    assert {star.text for star in seen.stars.values()} == {"1", "2"}
    expect(chart.row("nibr").locator(".badge")).to_contain_text(nibr.text)


@pytest.mark.parametrize(("parts", "hubs"), [("", 1), ("&deler=ja", 3)])
def test_parts_are_drawn_as_the_whole_until_asked_for(chart: Reader, parts: str, hubs: int) -> None:
    seen = look(chart.turn(f"/kart?tjeneste=legevakt{parts}"))
    assert seen.kind == "service"
    whole = "legevaktsentral-sore-sunnmore"
    family = {whole, "legevakt-sore-sunnmore-natt", "legevakt-volda-orsta"}
    assert whole in seen.stars
    assert len(family & set(seen.stars)) == hubs
    assert seen.nodes >= {"Vanylven", "Ørsta", "Volda", "Heim"}
    assert len(seen.stars) == chart.rows.count()


def test_the_rim_names_members_far_away(chart: Reader) -> None:
    seen = look(chart.turn("/kart?tjeneste=legevakt"))
    far = {name for name in seen.names if name[0] in "↑→↓←"}
    assert "→ Orkland" in far
    assert {"Heim", "Hitra"} <= seen.strong


def test_the_picture_of_everything_shows_pairs(chart: Reader) -> None:
    seen = look(chart.turn("/kart?par=30"))
    assert (seen.kind, seen.pairs, seen.stars) == ("pairs", 30, {})
    assert len(seen.filled) >= 26

"""What the app says of the law: complete, with its paragraph and its source, true to the facts."""

import re
from urllib.parse import unquote, urlsplit

import pytest

from data import legal
from data.legal import NOT_REGULATED, TOPICS, Clause, Statement, about, clauses, statements
from data.records import Form
from data.store import load

FORMS = {form.code: form for form in load().form_by_code.values() if form.code != "ukjent"}
# Only some forms have rules for their name, or somebody who controls them by law.
ALWAYS = tuple(topic for topic in TOPICS if topic not in ("navn", "kontroll"))
HOSTS = ("lovdata.no", "www.regjeringen.no", "regjeringen.no", "www.stortinget.no")
COMMON_GROUND = (
    "Kommuneloven § 17-1",
    "Kommuneloven § 5-4",
    "Kommuneloven § 26-1",
    "Kommuneloven § 23-6",
    "Inndelingslova § 16",
    "Forurensningsloven § 83",
    "Havne- og farvannsloven § 4",
    "Folkehelseloven § 9",
    "Smittevernloven § 7-1",
    "Sosialtjenesteloven § 3",
    "Nav-loven § 14",
    "Alkoholloven § 1-7",
    "Brann- og eksplosjonsvernloven § 9",
    "Anskaffelsesforskriften § 3-1",
    "Anskaffelsesforskriften § 3-2",
    "Anskaffelsesforskriften § 3-3",
)
# What the reference marks «ikke bekreftet i kilde»: never told as a fact.
UNCONFIRMED = {
    ("oppgavefellesskap", "brev 13. april 2021"),
    ("as", "instruere styret direkte"),
    ("sa", "én stemme"),
    ("sa", "revisjon og kompetanse"),
    ("stiftelse", "støttereglene"),
    ("stiftelse", "Museum"),
    ("forening", "Ingen egen lov"),
    ("forening", "Årsmøtet er øverst"),
    ("forening", "kontingenten"),
    ("forening", "friluftsråd"),
    ("paragraf-27", "vedtektene om styret"),
    ("paragraf-27", "Fulgte av vedtektene"),
    ("prosjekt", "hvert kommunestyre vedtar planen"),
}
# How many points the law lists for the agreement (law.md; with the loans of § 22 in an IKS).
POINTS = {
    "politisk-rad": 8,
    "oppgavefellesskap": 10,
    "vertskommune-adm": 9,
    "vertskommune-nemnd": 10,
    "vertskommune": 10,
    "iks": 10,
    "as": 5,
    "sa": 9,
    "paragraf-27": 4,
}
# What the law demands only in some cases (law.md: «eventuell», «når», «bare når», «annet»).
CONDITIONS = {
    ("vertskommune", "Nemnda"): "hvis det er en felles nemnd",
    ("vertskommune", "Annet som loven krever"): "hvis loven krever noe mer",
    ("vertskommune-adm", "Annet som loven krever"): "hvis loven krever noe mer",
    ("vertskommune-nemnd", "Annet som loven krever"): "hvis loven krever noe mer",
    ("iks", "Annet som loven krever"): "hvis loven krever noe mer",
    ("iks", "Lån"): "hvis selskapet skal kunne ta opp lån",
    ("as", "Overskudd uten utbytte"): "hvis selskapet ikke skal gi utbytte",
}
BASIS = {
    "politisk-rad": "Kommuneloven § 18-",
    "oppgavefellesskap": "Kommuneloven § 19-",
    "vertskommune-adm": "Kommuneloven § 20-2",
    "vertskommune-nemnd": "Kommuneloven § 20-3",
    "vertskommune": "Kommuneloven § 20-1",
    "iks": "IKS-loven § ",
    "as": "Aksjeloven § ",
    "sa": "Samvirkelova § ",
    "stiftelse": "Stiftelsesloven § ",
    "forening": "Kommuneloven § 17-1",
    "avtale": "Kommuneloven § 17-1",
    "paragraf-27": "Kommuneloven § 31-2",
    "prosjekt": NOT_REGULATED,
    "nettverk": NOT_REGULATED,
}
ALL: tuple[Statement | Clause, ...] = (
    *statements(),
    *(clause for code in FORMS for clause in clauses(code)),
)


def fault_of(row: Statement | Clause) -> str:
    """Return what is wrong with the paragraph or the address of a row, or nothing."""
    unregulated = row.paragraph == NOT_REGULATED
    if not unregulated and not re.search(r"§ \d|kap\. \d", row.paragraph):
        return "no paragraph"
    if not row.url:
        return "" if unregulated else "no address"
    address = urlsplit(row.url)
    if address.scheme != "https" or address.hostname not in HOSTS:
        return "address of a stranger"
    section = unquote(address.path).partition("§")[2]
    named = re.findall(r"§ (\d+(?:-\d+)?(?: [a-z]\b)?)", row.paragraph)
    if unregulated:
        # The one section that lets forms without a law of their own be.
        fits = row.url.endswith("/2018-06-22-83/§17-1")
    elif section:
        fits = section in [name.replace(" ", "") for name in named]
    else:
        fits = address.hostname != "lovdata.no" or not named
    return "" if fits else "leads elsewhere"


@pytest.mark.parametrize("row", ALL, ids=lambda row: f"{row.form}-{row.paragraph}")
def test_every_row_has_its_paragraph_and_source(row: Statement | Clause) -> None:
    assert fault_of(row) == ""
    assert row.text == row.text.strip() != ""
    assert not re.search(r"§ ?17-2\b", " ".join(map(str, row))), "the law has no § 17-2"


@pytest.mark.parametrize(
    ("paragraph", "url", "fault"),
    [
        ("", "https://lovdata.no/lov/2018-06-22-83/§18-1", "no paragraph"),
        ("Kommuneloven § 18-1", "", "no address"),
        ("Kommuneloven § 18-1", "http://lovdata.no/lov/2018-06-22-83/§18-1", "address of a"),
        ("Kommuneloven § 18-1", "https://example.com/§18-1", "address of a stranger"),
        ("Kommuneloven § 18-1", "https://lovdata.no/lov/2018-06-22-83/§18-2", "elsewhere"),
        ("Kommuneloven § 18-1", "https://lovdata.no/lov/2018-06-22-83", "elsewhere"),
        (NOT_REGULATED, "https://lovdata.no/lov/2018-06-22-83/§18-1", "elsewhere"),
    ],
)
def test_the_walk_finds_faults(paragraph: str, url: str, fault: str) -> None:
    assert fault in fault_of(Statement("iks", "navn", "Noe.", paragraph, url, True))


@pytest.mark.parametrize("code", FORMS)
def test_every_form_covers_every_topic(code: str) -> None:
    missing = [topic for topic in ALWAYS if not about(code, topic)]
    assert missing == []
    assert about(code, "grunnlag")[0].paragraph.startswith(BASIS[code])


def test_forms_and_topics_are_known_and_nothing_stands_twice() -> None:
    assert {row.form for row in statements()} == {"", *FORMS}
    assert {row.topic for row in statements()} == set(TOPICS)
    told = [(row.form, row.topic, row.text) for row in statements()]
    assert len(told) == len(set(told))
    assert {code for code in FORMS if about(code, "navn")} == {"politisk-rad", "oppgavefellesskap"}


def test_the_common_ground_is_told() -> None:
    told = {row.paragraph for row in statements() if not row.form}
    assert set(COMMON_GROUND) <= told


def test_what_no_source_confirms_is_marked_and_nothing_else() -> None:
    doubtful = [row for row in statements() if not row.confirmed]
    for form, words in UNCONFIRMED:
        assert [r for r in doubtful if r.form == form and words in r.text], (form, words)
        assert not [r for r in statements() if r.confirmed and r.form == form and words in r.text]
    assert len(doubtful) == len(UNCONFIRMED)


def _first(code: str, topic: str) -> str:
    """Return the one word that opens the first statement."""
    return about(code, topic)[0].text.partition(":")[0].casefold()


@pytest.mark.parametrize("form", FORMS.values(), ids=lambda form: form.code)
def test_it_agrees_with_the_register_of_forms(form: Form) -> None:
    assert _first(form.code, "rettssubjekt") == form.own_legal_person
    assert _first(form.code, "enkeltvedtak") == form.authority.partition(":")[0]
    liability = " ".join(row.text for row in about(form.code, "ansvar")).casefold()
    for word in ("ubegrenset", "14 dager", "konkurs", "hver kommune svarer selv"):
        assert (word in form.liability.casefold()) == (word in liability), word
    way_out = " ".join(row.text for row in about(form.code, "uttreden")).casefold()
    for word in ("ett års", "tre måneder", "ingen fast frist", "straks når alle", "vedtektene"):
        if word in form.exit.casefold():
            assert word in way_out, word
    members = " ".join(row.text for row in about(form.code, "deltakere")).casefold()
    assert ("private" in form.participants.casefold()) == ("private" in members)
    assert ("fylkeskommuner" in form.participants) == ("fylkeskommuner" in members)
    for section in ("§ 3-2", "§ 3-3"):
        named = {row.paragraph for row in about(form.code, "anskaffelser")}
        assert (section in form.procurement) == (f"Anskaffelsesforskriften {section}" in named)


@pytest.mark.parametrize("code", FORMS)
def test_an_agreement_must_say_what_the_law_lists(code: str) -> None:
    points = clauses(code)
    required = [point for point in points if point.required]
    assert len(required) == POINTS.get(code, 0)
    assert points
    assert all(point.blank for point in points)
    assert not any(point.required and point.paragraph == NOT_REGULATED for point in points)
    words = [point.text for point in points]
    assert len(words) == len(set(words))
    # Each point that the register of forms lists is there, by its telling word.
    listed = " ".join(FORMS[code].agreement_must_contain).casefold()
    told = " ".join(f"{point.text} {point.blank}" for point in points).casefold()
    telling = ("navn", "rettssubjekt", "lån", "arkiv", "rapporter", "nemnda", "oppløs", "formål")
    for word in telling:
        assert word not in listed or word in told, word


def test_what_the_law_demands_only_in_some_cases_says_in_which() -> None:
    found = {(c.form, c.text): c.condition for form in FORMS for c in clauses(form) if c.condition}
    assert found == CONDITIONS
    for code in FORMS:
        for point in clauses(code):
            assert point.required or not point.condition
            # The case stands in one place: what is to be filled in does not say it again.
            assert not point.condition or "hvis" not in point.blank
            # The words follow «må, » and open a line of the draft: no name stands in them.
            assert point.condition == point.condition.lower()


def test_the_file_knows_three_kinds_of_demand() -> None:
    kinds = {row["krav"] for row in legal._rows("innhold.csv")}
    assert all(kind in ("ja", "nei") or kind.startswith("hvis ") for kind in kinds)
    # With a nemnd there is one: its number of members is no longer conditional.
    (nemnd,) = [c for c in clauses("vertskommune-nemnd") if c.text == "Nemnda"]
    assert nemnd.required
    assert not nemnd.condition


def test_the_files_open_in_a_spreadsheet() -> None:
    for name in ("utsagn.csv", "innhold.csv"):
        data = (legal._FOLDER / name).read_bytes()
        assert data.startswith(b"\xef\xbb\xbf")
        assert data.count(b"\r\n") == data.count(b"\n")
        assert not [line for line in data.decode("utf-8-sig").splitlines() if line[:1] in "=+-@"]

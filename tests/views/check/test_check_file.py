"""The file of a check: whole both ways, strict, and never anything else than a check or words."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.limits import limit
from tests.views.check.made import HOSTILE, checks, three
from views.check.answers import LETTERS, Answer, Check, Party, joined, undone
from views.check.check_file import CheckError, from_json, largest, to_json
from views.check.points import BY_CODE, POINTS


@given(checks())
def test_a_check_comes_back_as_it_was(check: Check) -> None:
    assert from_json(to_json(check).encode()) == check


@given(st.binary(max_size=400))
def test_any_bytes_give_a_check_or_sentences(data: bytes) -> None:
    try:
        assert isinstance(from_json(data), Check)
    except CheckError as error:
        assert error.lines and all(error.lines)


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)


@given(st.sampled_from(["versjon", "avtale", "steg", "parter", "navn", "svar", "punkt"]), _json)
def test_any_value_at_any_place_gives_a_check_or_sentences(key: str, value: Any) -> None:
    document = json.loads(to_json(three()))
    party = document["parter"][0]
    for place in (document, party, party["svar"][0]):
        if key in place:
            place[key] = value
    try:
        assert isinstance(from_json(json.dumps(document).encode()), Check)
    except CheckError as error:
        assert error.lines


def test_the_largest_check_can_be_saved_and_opened() -> None:
    note = "«" * limit("check_note")
    answers = {code: Answer(4, note) for code in BY_CODE}
    parties = tuple(Party(f"{n} {'Å' * 50}", answers) for n in range(limit("check_parties")))
    data = to_json(Check(parties)).encode()
    assert len(data) <= largest()
    assert from_json(data).parties == parties
    assert len(LETTERS) == limit("check_parties")


def _changed(**changes: Any) -> bytes:
    return json.dumps({**json.loads(to_json(three())), **changes}).encode()


def _party(**changes: Any) -> bytes:
    return _changed(parter=[{"navn": "Aure", "svar": [], **changes}])


def _answer(**changes: Any) -> bytes:
    return _party(svar=[{"punkt": "lovkrav", "svar": 1, "notat": "", **changes}])


TWICE = [{"punkt": "lovkrav", "svar": 1, "notat": ""}] * 2
REFUSED = {
    "empty": (b"", "gyldig JSON"),
    "not text": (b"\xff\xfe\x00", "UTF-8"),
    "another file": (b'{"format": "samarbeidskart-scenario"}', "ikke en samarbeidsjekk"),
    "a list": (b"[]", "Øverst i fila"),
    "newer": (_changed(versjon=2), "nyere utgave"),
    "version": (_changed(versjon=True), "«versjon»"),
    "too large": (b" " * (largest() + 1), "større enn"),
    "too deep": (b"[" * 100_000, "mange lag"),
    "unknown field": (_changed(mer=1), "«mer» er ukjent"),
    "parties": (_changed(parter={}), "«parter»"),
    "too many": (_changed(parter=[{"navn": str(n), "svar": []} for n in range(9)]), "9 parter"),
    "same name": (
        _changed(parter=[{"navn": "Aure", "svar": []}, {"navn": " AURE", "svar": []}]),
        "heter det samme",
    ),
    "no name": (_party(navn=" "), "må det stå en tekst"),
    "long name": (_party(navn="x" * 61), "61 tegn"),
    "unseen": (_party(navn="a\u202eb"), "styretegn"),
    "unknown point": (_answer(punkt="makt"), "«punkt»"),
    "off the scale": (_answer(svar=5), "1, 2, 3, 4"),
    "true": (_answer(svar=True), "1, 2, 3, 4"),
    "half": (_answer(svar=1.0), "1, 2, 3, 4"),
    "long note": (_answer(notat="x" * 301), "301 tegn"),
    "twice": (_party(svar=TWICE), "flere ganger"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_a_faulty_file_is_refused_with_a_sentence(name: str) -> None:
    data, words = REFUSED[name]
    with pytest.raises(CheckError) as caught:
        from_json(data)
    assert any(words in line for line in caught.value.lines), caught.value.lines


def test_three_files_become_one_check() -> None:
    found = Check()
    for party in three().parties:
        found, told = joined(found, from_json(to_json(Check((party,))).encode()))
        assert told == ()
    assert found == three()


def test_a_party_of_the_same_name_is_put_beside_never_over() -> None:
    before = three()
    other = Party("AURE", {"lovkrav": Answer(1, HOSTILE)})
    found, told = joined(before, Check((other,)))
    assert found.parties[:3] == before.parties
    assert found.parties[3] == Party("AURE (2)", other.answers)
    assert "var med fra før" in told[0]
    assert joined(before, before) == (before, ())


def test_what_does_not_fit_is_refused_whole() -> None:
    full = Check(tuple(Party(letter, {"lovkrav": Answer(1)}) for letter in LETTERS))
    with pytest.raises(ValueError, match="8 parter"):
        joined(full, Check((Party("én til", {"lovkrav": Answer(1)}),)))
    one = Check(three().parties, "legevakt-x")
    with pytest.raises(ValueError, match="annet samarbeid"):
        joined(one, Check((Party("x", {}),), "brann-x"))


def test_undo_keeps_what_was_answered_after() -> None:
    before = three()
    after = before.with_party(0, Party("Aure", {}))
    now = after.with_party(1, Party("Smøla", {"lovkrav": Answer(2)}))
    now = now.with_party(0, Party("Aure", {"moter": Answer(1)}))
    found = undone(before, after, now)
    assert found.parties[1] == now.parties[1]
    assert found.parties[0].answer("moter") == Answer(1)
    assert found.parties[0].answer("lovkrav") == before.parties[0].answer("lovkrav")


@given(checks(), st.integers(0, 7))
def test_undo_of_a_removed_party_brings_it_back(check: Check, at: int) -> None:
    if at < len(check.parties):
        after = check.without(at)
        assert undone(check, after, after) == check


def test_every_point_of_the_client_is_there() -> None:
    names = [point.name for point in POINTS]
    for word in (
        "Lovkrav", "Fagmiljø", "Rekruttere og beholde", "Forankring: faglig",
        "Forankring: administrativ", "Forankring: politisk", "Gevinst",
        "Eneste alternativ – vi må", "Organisasjonsforståelse", "Rolleforståelse", "Årshjul",
        "Avtaler", "Møter", "Ledelse", "Normer og verdier", "Menneskelige relasjoner",
        "Vaner og symboler", "Kommunikasjon", "Hva gikk godt",
    ):  # fmt: skip
        assert word in names
    assert len(BY_CODE) == len(POINTS)
    assert all(len(point.help) <= 80 for point in POINTS)

"""A scenario's steps survive the link and the file; what does not fit is told of, never raised."""

import dataclasses
import json
import re
from typing import Any
from urllib.parse import parse_qs, urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.steps import (
    KEYS,
    Create,
    Join,
    Leave,
    Merge,
    Step,
    from_text,
    new_id,
    to_text,
    without,
)
from analysis.steps_file import FORMAT, LARGEST, ScenarioError, from_json, to_json
from data import store
from data.limits import limit

REGISTER = store.load()
IDS = st.sampled_from(list(REGISTER.agreement_by_id))
CODE = st.sampled_from(list(REGISTER.municipality_by_code))
CODES = st.lists(CODE, min_size=1, max_size=5, unique=True).map(tuple)
STEP: st.SearchStrategy[Step] = st.one_of(
    st.builds(Join, IDS, CODES),
    st.builds(Leave, IDS, CODES),
    st.builds(Merge, IDS, IDS),
    st.builds(
        Create,
        st.sampled_from(list(REGISTER.service_by_code)),
        st.sampled_from(list(REGISTER.form_by_code)),
        CODES,
        CODE | st.just(""),
    ),
)


@st.composite
def scenarios(draw: Any) -> tuple[Step, ...]:
    """Steps of the real register, in which later ones may speak of what earlier ones created."""
    steps: list[Step] = []
    for step in draw(st.lists(STEP, max_size=limit("scenario_steps"))):
        made = [new_id(n) for n, s in enumerate(steps, 1) if isinstance(s, Create)]
        if made and not isinstance(step, Create) and draw(st.booleans()):
            step = dataclasses.replace(step, agreement=draw(st.sampled_from(made)))  # noqa: PLW2901
        steps.append(step)
        if len(to_text(steps)) > limit("scenario_text"):
            steps.pop()
            break
    return tuple(steps)


SCENARIO = scenarios()
EXAMPLE = (
    Join("ikt-orkide", ("1576", "1573")),
    Leave("legevakt-orkdal", ("1576",)),
    Merge("norbr", "nibr"),
    Create("okonomi", "oppgavefellesskap", ("1573", "1576", "5055"), "1576"),
)
EXAMPLE_TEXT = (
    "inn.ikt-orkide.1576_1573~ut.legevakt-orkdal.1576~sla.norbr.nibr"
    "~ny.okonomi.oppgavefellesskap.1573_1576_5055.1576"
)


# --- the link ------------------------------------------------------------------------------


def test_the_short_form_is_a_contract() -> None:
    assert to_text(EXAMPLE) == EXAMPLE_TEXT
    assert from_text("ny.plan.iks.1573_1576", REGISTER) == (
        (Create("plan", "iks", ("1573", "1576")),),
        (),
    )
    assert to_text([Create("plan", "iks", ("1573", "1576"))]) == "ny.plan.iks.1573_1576"
    assert from_text("", REGISTER) == ((), ())


@settings(max_examples=150)
@given(SCENARIO)
def test_steps_survive_the_link(steps: tuple[Step, ...]) -> None:
    text = to_text(steps)
    assert re.fullmatch(r"[a-z0-9~.!_-]*", text)
    assert from_text(text, REGISTER) == (steps, ())
    # A query string leaves every sign as it is.
    assert urlencode({"steg": text}) == f"steg={text}"
    assert parse_qs(f"steg={text}").get("steg", [""]) == [text]


def test_steps_of_different_kinds_are_never_equal() -> None:
    """They key caches, and a Join taken for a Leave would show the opposite."""
    assert Join("norbr", ("1576",)) != Leave("norbr", ("1576",))
    assert len({Join("norbr", ("1576",)), Leave("norbr", ("1576",))}) == 2


@settings(max_examples=300)
@given(
    st.text()
    | st.lists(
        st.sampled_from(
            [*"~._-,", *KEYS, "norbr", "1576", "9999", "okonomi", "iks", "scenario-1", "\ud800"]
        )
    ).map("".join)
)
def test_any_text_is_read(text: str) -> None:
    steps, sentences = from_text(text, REGISTER)
    assert len(steps) + len(sentences) == (len(text.split("~")) if text else 0)
    # One line each, and nothing that could not be sent to a page.
    assert all(s.splitlines() == [s] and s.encode() for s in sentences)
    assert from_text(to_text(steps), REGISTER) == (steps, ())


@pytest.mark.parametrize(
    ("piece", "words"),
    [
        ("", "slaget «» er ukjent"),
        ("opp.norbr.1576", "slaget «opp» er ukjent; lov er inn, ut, sla, ny"),
        ("INN.norbr.1576", "slaget «INN» er ukjent"),
        ("inn.norbr", "det har 1 felt etter «inn»; det skal ha avtale, kommuner"),
        ("sla.norbr.nibr.ssr", "det har 3 felt etter «sla»"),
        ("ny.plan.iks", "det har 2 felt etter «ny»"),
        ("ny.plan.iks.1576.1576.1576", "det har 5 felt etter «ny»"),
        ("inn.norbr.", "det nevner ingen kommuner"),
        ("ny.plan.iks..1576", "det nevner ingen kommuner"),
        ("inn.finnes-ikke.1576", "avtalen «finnes-ikke» finnes ikke"),
        ("sla.norbr.finnes-ikke", "avtalen «finnes-ikke» finnes ikke"),
        ("sla.finnes-ikke.norbr", "avtalen «finnes-ikke» finnes ikke"),
        ("ut.norbr.1576_9999", "kommunen «9999» finnes ikke"),
        ("ny.plan.iks.1576_9999", "kommunen «9999» finnes ikke"),
        ("ny.plan.iks.1576.9999", "kommunen «9999» finnes ikke"),
        ("ny.magi.iks.1576", "tjenesten «magi» finnes ikke"),
        ("ny.plan.magi.1576", "organisasjonsformen «magi» finnes ikke"),
        ("inn.scenario-2.1576", "avtalen «scenario-2» finnes ikke"),
        ("inn.scenario-3.1576", "avtalen «scenario-3» finnes ikke"),
    ],
)
def test_what_is_left_out_is_named(piece: str, words: str) -> None:
    steps, sentences = from_text(f"inn.ikt-orkide.1576_1573~{piece}~sla.norbr.nibr", REGISTER)
    assert steps == (EXAMPLE[0], Merge("norbr", "nibr"))
    assert len(sentences) == 1
    assert sentences[0].startswith(f"Steg 2 («{piece}») er utelatt: {words}")


def test_later_steps_follow_a_new_agreement_to_its_new_number() -> None:
    steps, sentences = from_text(
        "opp~ny.plan.iks.1576~inn.scenario-2.1573~opp~ny.plan.iks.1577~sla.scenario-2.scenario-5",
        REGISTER,
    )
    assert steps == (
        Create("plan", "iks", ("1576",)),
        Join("scenario-1", ("1573",)),
        Create("plan", "iks", ("1577",)),
        Merge("scenario-1", "scenario-3"),
    )
    assert [s[:6] for s in sentences] == ["Steg 1", "Steg 4"]


def test_a_step_left_out_creates_nothing() -> None:
    steps, sentences = from_text("ny.magi.iks.1576~inn.scenario-1.1576", REGISTER)
    assert steps == ()
    assert "tjenesten «magi»" in sentences[0]
    assert "avtalen «scenario-1»" in sentences[1]


def test_as_many_steps_as_allowed_and_no_more() -> None:
    most = limit("scenario_steps")
    steps, sentences = from_text("~".join(["sla.norbr.nibr"] * most), REGISTER)
    assert (len(steps), sentences) == (most, ())
    steps, sentences = from_text("~".join(["sla.norbr.nibr"] * (most + 1)), REGISTER)
    assert len(steps) == most
    assert sentences == ("Scenarioet har 41 steg; grensen er 40. Resten er utelatt.",)


def test_no_step_is_read_from_half_of_one() -> None:
    longest = limit("scenario_text")
    codes = "_".join(["1576", "1577"] * 190)
    first = f"inn.norbr.{codes}"
    fits = "inn.norbr.1576_"
    room = longest - len(first) - 1
    for extra in (-1, 0, 1):
        # The first and second steps together are `extra` over what is allowed.
        second = fits + "_" * (room + extra - len(fits))
        text = f"{first}~{second}"
        assert len(text) == longest + extra
        for rest in ("", "~inn.norbr.1505"):
            steps, sentences = from_text(text + rest, REGISTER)
            assert len(steps) == (1 if extra > 0 else 2)
            assert len(sentences) == (1 if len(text + rest) > longest else 0)
    assert from_text("x" * (longest + 1), REGISTER)[0] == ()


# --- taking a step away --------------------------------------------------------------------


@settings(max_examples=60)
@given(SCENARIO.filter(bool), st.data())
def test_without_a_step_the_others_mean_the_same(steps: tuple[Step, ...], data: Any) -> None:
    number = data.draw(st.integers(1, len(steps)))
    left = without(steps, number)
    assert from_text(to_text(left), REGISTER) == (left, ())
    # The same as a link in which the step cannot be read, and those that need it neither.
    pieces = to_text(steps).split("~")
    pieces[number - 1] = "x"
    assert left == from_text("~".join(pieces), REGISTER)[0]


# --- the file ------------------------------------------------------------------------------


@settings(max_examples=100)
@given(SCENARIO)
def test_steps_survive_the_file(steps: tuple[Step, ...]) -> None:
    text = to_json(steps, REGISTER)
    assert from_json(text.encode(), REGISTER) == (steps, ())
    assert from_json(text.encode("utf-8-sig"), REGISTER) == (steps, ())
    assert from_json(json.dumps(json.loads(text)).encode(), REGISTER) == (steps, ())


def test_the_file_is_a_contract() -> None:
    text = to_json(EXAMPLE, REGISTER)
    assert json.loads(text) == {
        "format": "samarbeidskart-scenario",
        "version": 1,
        "revision": REGISTER.revision,
        "steg": [
            {"type": "inn", "avtale": "ikt-orkide", "kommuner": ["1576", "1573"]},
            {"type": "ut", "avtale": "legevakt-orkdal", "kommuner": ["1576"]},
            {"type": "sla", "avtale": "norbr", "med": "nibr"},
            {
                "type": "ny",
                "tjeneste": "okonomi",
                "form": "oppgavefellesskap",
                "kommuner": ["1573", "1576", "5055"],
                "vert": "1576",
            },
        ],
    }
    assert text.startswith('{\n  "format"')


def document(*steps: object, **changes: object) -> dict[str, object]:
    base = {"format": FORMAT, "version": 1, "revision": REGISTER.revision, "steg": list(steps)}
    return {**base, **changes}


JOIN = {"type": "inn", "avtale": "norbr", "kommuner": ["1505"]}
JUNK = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)


@st.composite
def damaged(draw: Any) -> bytes:
    """A good file with some of its values replaced by anything."""
    whole = json.loads(to_json(EXAMPLE, REGISTER))
    for _ in range(draw(st.integers(1, 2))):
        target = draw(st.sampled_from([whole, *whole["steg"]]))
        if not isinstance(target, dict):
            break
        key = draw(st.sampled_from(list(target)) | st.text(max_size=5))
        target[key] = draw(JUNK | st.just("1576") | st.just(["1576"]))
        if not isinstance(whole["steg"], list) or not whole["steg"]:
            break
    return json.dumps(whole).encode()


@settings(max_examples=300)
@given(st.binary() | JUNK.map(lambda v: json.dumps(v).encode()) | damaged())
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        steps, sentences = from_json(data, REGISTER)
    except ScenarioError as error:
        assert error.lines
        assert all(isinstance(line, str) and line.encode() for line in error.lines)
    else:
        assert all(isinstance(step, Step) for step in steps)
        assert from_text(to_text(steps), REGISTER) == (steps, ())
        assert all(sentences)


def refused(data: bytes | object) -> tuple[str, ...]:
    raw = data if isinstance(data, bytes) else json.dumps(data).encode()
    with pytest.raises(ScenarioError) as error:
        from_json(raw, REGISTER)
    return error.value.lines


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"format": "noe-annet"}, '«format»: "noe-annet" kan ikke brukes'),
        ({"version": 2}, "«version»: 2 kan ikke brukes; her skal det stå 1."),
        ({"version": True}, "«version»: true kan"),
        ({"version": 1.0}, "«version»: 1.0 kan"),
        ({"version": float("nan")}, "«version»: NaN kan"),
        ({"revision": 7}, "«revision»: 7 kan ikke brukes; her skal det stå en tekst."),
        ({"steg": {}}, "«steg»: et objekt kan ikke brukes; her skal det stå en liste med steg."),
        ({"steg": [JOIN] * 41}, "«steg»: fila har 41 steg; grensen er 40."),
        ({"ekstra": 1}, "Øverst i fila: feltet «ekstra» er ukjent; lov er format, version,"),
        ({"steg": [JOIN, "inn"]}, 'Steg 2: "inn" kan ikke brukes; her skal det stå et objekt'),
        ({"steg": [JOIN, {**JOIN, "type": "opp"}]}, 'Steg 2, «type»: "opp" kan ikke brukes'),
        ({"steg": [{**JOIN, "type": ["inn"]}]}, "Steg 1, «type»: en liste kan ikke brukes"),
        ({"steg": [{**JOIN, "navn": "x"}]}, "Steg 1: feltet «navn» er ukjent; lov er type, avtale"),
        ({"steg": [{**JOIN, "vert": "1505"}]}, "Steg 1: feltet «vert» er ukjent"),
        ({"steg": [{"type": "inn", "avtale": "norbr"}]}, "Steg 1: feltet «kommuner» mangler"),
        ({"steg": [{**JOIN, "avtale": 10**25}]}, "Steg 1, «avtale»: Infinity kan ikke brukes"),
        ({"steg": [{**JOIN, "avtale": "Nor Br"}]}, 'Steg 1, «avtale»: "Nor Br" kan ikke brukes'),
        ({"steg": [{**JOIN, "avtale": "a" * 65}]}, "Steg 1, «avtale»: "),
        ({"steg": [{**JOIN, "avtale": "norbr\n"}]}, "Steg 1, «avtale»: "),
        ({"steg": [{**JOIN, "kommuner": "1505"}]}, 'Steg 1, «kommuner»: "1505" kan ikke brukes'),
        ({"steg": [{**JOIN, "kommuner": []}]}, "Steg 1, «kommuner»: en tom liste kan ikke"),
        ({"steg": [{**JOIN, "kommuner": ["1505", 1506]}]}, "Steg 1, «kommuner»: 1506 kan ikke"),
        ({"steg": [{**JOIN, "kommuner": ["1505", "1505"]}]}, 'Steg 1, «kommuner»: "1505" kan ikke'),
        ({"steg": [{**JOIN, "kommuner": ["١٥٠٥"]}]}, "Steg 1, «kommuner»: "),
        ({"steg": [{"type": "ny", "tjeneste": "plan", "form": "iks", "kommuner": ["1505"],
                    "vert": None}]}, "Steg 1, «vert»: null kan ikke brukes"),
    ],
)  # fmt: skip
def test_a_file_with_one_fault_is_refused_with_one_line(
    changes: dict[str, object], words: str
) -> None:
    lines = refused(document(**{"steg": [JOIN], **changes}))
    assert len(lines) == 1
    assert lines[0].startswith(words)


def test_every_fault_is_told_at_once() -> None:
    broken = document({**JOIN, "avtale": 1, "kommuner": 2}, {"type": "x"}, version=0, x=1)
    assert len(refused(broken)) == 5
    assert len(refused({})) == 4


def good(**changes: object) -> str:
    return json.dumps(document(JOIN, **changes))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "Linje 1, tegn 1: dette er ikke gyldig JSON."),
        (b'{\n  "format": ,\n}', "Linje 2, tegn 13: dette er ikke gyldig JSON."),
        (good().encode("utf-16"), "Fila er ikke UTF-8: byte 1 er ugyldig."),
        (b'{"format": "\xe5"}', "Fila er ikke UTF-8: byte 13 er ugyldig."),
        (b"[" * 200_000, "Fila er JSON med for mange lag inni hverandre."),
        (b'{"a":' * 50_000, "Fila er JSON med for mange lag inni hverandre."),
        (b"[]", "Øverst i fila: en tom liste kan ikke brukes; her skal det stå et objekt med"),
        (b"NaN", "Øverst i fila: NaN kan ikke brukes"),
        (b"9" * 10_000, "Øverst i fila: Infinity kan ikke brukes"),
        (b"null", "Øverst i fila: null kan ikke brukes"),
        (
            good().replace('"version": 1', '"version": 1, "version": 1').encode(),
            "Øverst i fila: feltet «version» står flere ganger.",
        ),
        (
            good().replace('"type"', '"avtale": "nibr", "type"').encode(),
            "Steg 1: feltet «avtale» står flere ganger.",
        ),
        (
            good().replace('"version": 1', '"version": ' + "1" * 6000).encode(),
            "«version»: Infinity kan ikke brukes",
        ),
    ],
)
def test_what_is_no_scenario_is_refused(data: bytes, words: str) -> None:
    lines = refused(data)
    assert len(lines) == 1
    assert lines[0].startswith(words)


def test_a_file_may_be_as_large_as_the_limit_and_no_larger() -> None:
    data = good().encode()
    padded = data + b" " * (LARGEST - len(data))
    assert from_json(padded, REGISTER) == ((Join("norbr", ("1505",)),), ())
    assert refused(padded + b" ") == ("Fila er på 262145 byte; grensen er 262144 byte.",)


def test_a_file_may_have_as_many_steps_as_the_limit() -> None:
    steps, sentences = from_json(json.dumps(document(*[JOIN] * 40)).encode(), REGISTER)
    assert (len(steps), sentences) == (40, ())


def test_a_file_whose_steps_no_link_could_hold_is_refused() -> None:
    codes = list(REGISTER.municipality_by_code)
    lines = refused(document(*[{**JOIN, "kommuner": codes}] * 20))
    assert len(lines) == 1
    assert lines[0].startswith("«steg»: stegene fyller ")


def test_what_another_edition_had_is_named_and_left_out() -> None:
    steps, sentences = from_json(
        json.dumps(
            document(
                {"type": "sla", "avtale": "norbr", "med": "borte"},
                {"type": "ny", "tjeneste": "plan", "form": "iks", "kommuner": ["1505"]},
                {**JOIN, "avtale": "scenario-2", "kommuner": ["1576"]},
                {**JOIN, "kommuner": ["9999"]},
                revision="en-annen",
            )
        ).encode(),
        REGISTER,
    )
    assert steps == (Create("plan", "iks", ("1505",)), Join("scenario-1", ("1576",)))
    assert sentences == (
        "Fila er laget med en annen utgave av registeret («en-annen»).",
        "Steg 1 («sla.norbr.borte») er utelatt: avtalen «borte» finnes ikke.",
        "Steg 4 («inn.norbr.9999») er utelatt: kommunen «9999» finnes ikke.",
    )

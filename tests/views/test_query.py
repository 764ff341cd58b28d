"""A Query and its link say the same, whatever stands in either."""

from hypothesis import given
from hypothesis import strategies as st

from data import store
from data.limits import limit
from data.schema import CONFIDENCES, STATUSES
from views.query import DEFAULT, KEYS, PARTS, Query, from_params, from_string, to_params, to_string
from views.words import region_slug

REGISTER = store.load()


def some(values: list[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), unique=True, max_size=4).map(tuple)


REGIONS = sorted({region_slug(m.region) for m in REGISTER.municipality_by_code.values()})
SEARCH = st.text(max_size=limit("search_length")).map(lambda text: " ".join(text.split()))
QUERIES = st.builds(
    Query,
    tjeneste=some(list(REGISTER.service_by_code)),
    form=some(list(REGISTER.form_by_code)),
    kommune=some(list(REGISTER.municipality_by_code)),
    modus=st.sampled_from(["og", "eller"]),
    region=some(REGIONS),
    status=some(list(STATUSES)),
    sikkerhet=some(list(CONFIDENCES)),
    aar=st.none() | st.integers(1900, 2100),
    sok=SEARCH.filter(lambda text: "\ud800" not in text).filter(
        lambda text: text == text.encode("utf-8", "ignore").decode()
    ),
    avtale=some([row.id for row in REGISTER.agreement_records[:40]]),
    deler=st.booleans(),
    par=st.integers(0, limit("pair_lines_max")),
    nettverk=st.booleans(),
    utvikling=st.booleans(),
    avsluttet=st.booleans(),
    usikre=st.booleans(),
    scene=st.integers(0, limit("scenes")),
    svar=st.from_regex(r"[a-zæøå0-9.-]{0,60}", fullmatch=True),
    fane=st.sampled_from(["", *PARTS]),
    smaa=st.booleans(),
    storskjerm=st.booleans(),
)


@given(QUERIES)
def test_a_query_survives_its_link(query: Query) -> None:
    assert from_string(to_string(query), REGISTER) == (query, ())


@given(QUERIES)
def test_keys_at_their_default_are_left_out(query: Query) -> None:
    params = to_params(query)
    for key in KEYS:
        assert (key in params) == (getattr(query, key) != getattr(DEFAULT, key))


def test_the_default_is_an_empty_link() -> None:
    assert to_string(DEFAULT) == ""


def test_a_link_reads_as_the_contract_says() -> None:
    query, unknown = from_string(
        "?tjeneste=legevakt,brann&kommune=1576&modus=og&avsluttet=ja&aar=2020&par=60", REGISTER
    )
    assert unknown == ()
    assert query == Query(
        tjeneste=("legevakt", "brann"),
        kommune=("1576",),
        modus="og",
        avsluttet=True,
        aar=2020,
        par=60,
    )


@given(
    st.dictionaries(st.sampled_from([*KEYS, "tull", "vekt", ""]), st.text(max_size=60), max_size=6)
)
def test_any_link_gives_a_query_and_a_word_on_what_was_ignored(params: dict[str, str]) -> None:
    query, unknown = from_params(params, REGISTER)
    assert from_params(to_params(query), REGISTER) == (query, ())
    for notice in unknown:
        assert notice.text
        assert notice.key in params


def test_unknown_keys_and_values_are_named() -> None:
    query, unknown = from_string("tjeneste=legevakt,trylling&farge=rosa&aar=20l9", REGISTER)
    assert query == Query(tjeneste=("legevakt",))
    assert [(n.key, n.value) for n in unknown] == [
        ("tjeneste", "trylling"),
        ("farge", "rosa"),
        ("aar", "20l9"),
    ]

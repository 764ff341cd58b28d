"""Filters, folding and free text, on the real register and on made ones."""

from hypothesis import given
from hypothesis import strategies as st

from analysis.selection import Selection, pick
from data import store
from data.records import Agreement
from views.kart import selected
from views.query import Query

REGISTER = store.load()


def ids(selection: Selection) -> set[str]:
    return {row.id for row in selection.drawn}


def test_nothing_asked_gives_all_that_is_not_ended() -> None:
    found = selected(REGISTER, Query())
    expected = {row.id for row in REGISTER.agreement_records if row.status != "avsluttet"}
    assert {row.id for row in found.rows} == expected
    assert all(row.members for row in found.drawn)
    assert not any(row.members for row in found.nameless)


def test_parts_are_folded_into_their_whole_and_unfolded_on_request() -> None:
    night, evening = "legevakt-sore-sunnmore-natt", "legevakt-volda-orsta"
    whole = "legevaktsentral-sore-sunnmore"
    folded = selected(REGISTER, Query(tjeneste=("legevakt",)))
    assert whole in ids(folded)
    assert {row.id for row in folded.folded[whole]} == {night, evening}
    unfolded = selected(REGISTER, Query(tjeneste=("legevakt",), deler=True))
    assert {whole, night, evening} <= ids(unfolded)


def test_a_part_of_another_service_is_not_folded() -> None:
    found = ids(selected(REGISTER, Query()))
    assert {"nnbt", "nnbt-kommunedelplan"} <= found


def test_several_municipalities_with_and_or() -> None:
    pair = ("1573", "1576")
    either = selected(REGISTER, Query(kommune=pair, deler=True)).rows
    both = selected(REGISTER, Query(kommune=pair, modus="og", deler=True)).rows
    assert all(set(pair) & set(row.members) for row in either)
    assert all(set(pair) <= set(row.members) for row in both)
    assert set(both) < set(either)


def test_a_former_name_finds_the_municipality_of_today() -> None:
    for old, today in (("Eide", "1579"), ("Fræna", "1579"), ("Midsund", "1506"), ("Halsa", "5055")):
        rows = selected(REGISTER, Query(sok=old)).rows
        expected = {
            row.id
            for row in REGISTER.agreement_records
            if row.status != "avsluttet" and today in row.members
        }
        assert expected <= {row.id for row in rows}, old


def test_year_keeps_rows_without_a_year_and_counts_them() -> None:
    found = selected(REGISTER, Query(aar=2019, avsluttet=True, deler=True))
    for row in found.rows:
        assert (row.start or 0) <= 2019 <= (row.end or 9999)
    undated = sum(1 for row in found.drawn if row.start is None and row.end is None)
    assert found.undated == undated > 0


def test_an_ended_agreement_is_found_when_its_status_is_asked_for() -> None:
    found = selected(REGISTER, Query(status=("avsluttet",)))
    assert found.drawn
    assert {row.status for row in found.rows} == {"avsluttet"}


@given(st.lists(st.sampled_from([r.id for r in REGISTER.agreement_records]), max_size=12))
def test_picking_by_id_gives_those_and_no_others(wanted: list[str]) -> None:
    assert {row.id for row in pick(REGISTER, wanted).rows} == set(wanted)


@given(
    st.sampled_from(list(REGISTER.service_by_code)),
    st.sampled_from(list(REGISTER.municipality_by_code)),
    st.sampled_from(["A", "B", "C"]),
)
def test_filters_are_combined_with_and(service: str, code: str, confidence: str) -> None:
    query = Query(tjeneste=(service,), kommune=(code,), sikkerhet=(confidence,))

    def fits(row: Agreement) -> bool:
        return (
            row.service == service
            and code in row.members
            and row.confidence == confidence
            and row.status != "avsluttet"
        )

    rows = selected(REGISTER, query).rows
    assert sorted(row.id for row in rows) == sorted(
        r.id for r in REGISTER.agreement_records if fits(r)
    )

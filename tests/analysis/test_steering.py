"""Counts of weakly organised agreements equal counts made the naive way, from plain rows."""

import csv
from collections import Counter
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from analysis.steering import (
    Tally,
    by_municipality,
    by_region,
    by_service,
    forms_by_service,
    little_control,
    percent,
    services_by_form,
    tally,
)
from data import store
from data.records import Agreement

REGISTER = store.load()
FOLDER = Path(__file__).resolve().parents[2] / "data" / "register"
WEAK = ("avtale", "forening", "prosjekt", "nettverk")
PLAIN = REGISTER.agreement_records[0]


def read(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


CONTROL = {form["kode"]: form["politisk_styring"] for form in read("former.csv")}
CODES = ("1505", "1506", "1508", "5055")
REGIONS = {"1505": "Nord", "1506": "Midt", "1508": "Midt"}


@st.composite
def rows(draw: st.DrawFn) -> list[Agreement]:
    one = st.builds(
        lambda form, service, members: PLAIN._replace(
            form=form, service=service, members=tuple(members)
        ),
        st.sampled_from(sorted(CONTROL)),
        st.sampled_from(["brann", "legevakt", "plan"]),
        st.lists(st.sampled_from(CODES), unique=True),
    )
    return draw(st.lists(one, max_size=25))


def naive(found: list[Agreement]) -> Tally:
    weak = unknown = 0
    for row in found:
        if row.form in WEAK:
            weak += 1
        if row.form == "ukjent":
            unknown += 1
    return Tally(len(found), weak, unknown)


@given(rows())
def test_all_counts_are_the_naive_ones(found: list[Agreement]) -> None:
    whole = tally(found)
    assert whole == naive(found)
    assert whole.weak + whole.unknown + whole.firm == whole.all
    assert by_service(found) == {
        s: naive([r for r in found if r.service == s]) for s in {r.service for r in found}
    }
    assert by_municipality(found, CODES[:3]) == {
        c: naive([r for r in found if c in r.members]) for c in CODES[:3]
    }
    assert by_region(found, REGIONS) == {
        "Nord": naive([r for r in found if "1505" in r.members]),
        "Midt": naive([r for r in found if "1506" in r.members or "1508" in r.members]),
    }
    pairs = Counter((r.service, r.form) for r in found)
    by_s, by_f = forms_by_service(found), services_by_form(found)
    assert {(s, f): n for s, counts in by_s.items() for f, n in counts.items()} == pairs
    assert {(s, f): n for f, counts in by_f.items() for s, n in counts.items()} == pairs


@given(rows())
def test_little_control_is_one_or_two_of_five(found: list[Agreement]) -> None:
    control = {code: form.political_control for code, form in REGISTER.form_by_code.items()}
    low = sum(CONTROL[row.form] in ("1", "2") for row in found)
    none = sum(CONTROL[row.form] == "" for row in found)
    assert little_control(found, control) == Tally(len(found), low, none)


@given(st.integers(0, 3000), st.integers(1, 3000))
def test_percent_is_the_nearest_whole_one(part: int, whole: int) -> None:
    part = min(part, whole)
    assert abs(percent(part, whole) - 100 * part / whole) <= 0.5
    assert 0 <= percent(part, whole) <= 100


def test_half_a_per_cent_goes_up_and_nothing_of_nothing_is_nothing() -> None:
    assert percent(1, 200) == 1
    assert percent(5, 8) == 63
    assert percent(0, 0) == 0


def test_an_unknown_form_is_never_weak_and_makes_the_span() -> None:
    found = Tally(all=10, weak=4, unknown=3)
    assert (found.least, found.most, found.firm) == (40, 70, 3)

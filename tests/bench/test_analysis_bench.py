"""The made register is a valid one, and the peers of `bench analysis` count what we count."""

from itertools import pairwise

import pytest

from analysis.coverage import coverage
from analysis.memberships import memberships
from bench import __main__ as command
from bench import analysis, made_register, plain_sums
from bench.analysis import Question
from data import files, store
from data.reading import Table
from data.schema import SCHEMAS
from views.query import DEFAULT

SMALL = 900


@pytest.fixture(scope="module")
def asked() -> Question:
    return analysis.question(SMALL, 120)


def test_it_is_among_the_benchmarks() -> None:
    assert command.BENCHMARKS["analysis"] is analysis.run


def test_the_made_register_has_no_faults() -> None:
    rows = made_register.cells(SMALL, 120)
    checked, faults = files.check_tables({
        name: Table(schema.file, rows[name]) for name, schema in SCHEMAS.items()
    })  # fmt: skip
    assert faults == ()
    assert len(checked["avtaler"].rows) == SMALL


def test_it_is_the_same_every_time() -> None:
    assert made_register.cells(60, 40) == made_register.cells(60, 40)
    assert made_register.cells(60, 40) != made_register.cells(61, 40)


def test_it_is_built_as_the_shipped_one_is(asked: Question) -> None:
    shipped = store.load()
    for name in ("agreements", "alone", "services", "forms", "municipalities", "changes"):
        made, real = getattr(asked.register, name), getattr(shipped, name)
        assert list(made.columns) == list(real.columns), name
        if len(made):
            assert made.dtypes.tolist() == real.dtypes.tolist(), name


def test_it_has_the_nations_size() -> None:
    register = made_register.make(300)
    matrix = coverage(register, DEFAULT)
    assert matrix.state.shape == (357, 45)
    sizes = [len(row.members) for row in register.agreement_records]
    assert min(sizes) >= 2
    assert 30 <= max(sizes) <= 60
    assert len({one.region for one in register.municipality_by_code.values()}) > 20


def test_whoever_asks_lacks_the_service_and_has_neighbours_that_do(asked: Question) -> None:
    found = analysis.our_suggestions(asked)
    cells = coverage(asked.register, DEFAULT).column(asked.service)
    assert cells[asked.code].gap
    assert found.join
    assert found.groups
    assert found.bodies


def test_neighbours_are_mutual() -> None:
    near = made_register.neighbours()
    assert all(code in near[other] for code, others in near.items() for other in others)
    assert {len(others) for others in near.values()} <= set(range(2, 9))


def test_the_peer_counts_the_same_matrix(asked: Question) -> None:
    ours = coverage(asked.register, DEFAULT)
    assert (plain_sums.coverage(asked.register) == ours.state).all()
    assert len(set(ours.state.ravel().tolist())) == 8


def test_the_peer_counts_the_same_pairs(asked: Question) -> None:
    ours, plain = analysis.our_pairs(asked), plain_sums.pairs(asked.register)
    assert [(a, b, n) for a, b, _w, n in ours] == [(a, b, n) for a, b, _w, n in plain]
    assert [one[2] for one in ours] == pytest.approx([one[2] for one in plain])


def test_the_peer_weighs_the_same_agreements(asked: Question) -> None:
    ours = analysis.our_suggestions(asked)
    states, found = plain_sums.suggestions(asked.register, asked.code, asked.service)
    rows = asked.register.agreement_records
    plain = {rows[at].id: i for i, at in enumerate(found.agreement.tolist())}
    both = [(one.agreement.id, one.factors, one.score) for one in ours.join]
    both += [(one.agreement.id, one.factors, one.score) for one in ours.bodies]
    assert set(plain) == {id_ for id_, _factors, _score in both}
    for id_, factors, score in both:
        assert found.factors[plain[id_]].tolist() == pytest.approx(list(factors))
        assert found.score[plain[id_]] == pytest.approx(score)
    joined = {one.agreement.id for one in ours.join}
    assert [id_ for id_ in plain if id_ in joined] == [one.agreement.id for one in ours.join]
    assert (states == coverage(asked.register, DEFAULT, (asked.service,)).state).all()


def test_the_peer_takes_the_same_step(asked: Question) -> None:
    ours, numbers = analysis.our_scenario(asked)
    held, towns = plain_sums.arrays(asked.register), plain_sums.towns(asked.register)
    joins = asked.code, asked.agreement
    step = plain_sums.scenario(asked.register, held, towns, joins, asked.service)
    assert numbers is not None
    assert (step.states == ours.state).all()
    assert ours.cell(asked.code, asked.service).state != "ikke-registrert"
    assert (step.population, step.partners) == (numbers.population, numbers.partners)
    assert step.largest_km == pytest.approx(numbers.largest_km)
    assert step.regions == numbers.regions
    assert step.across_region == pytest.approx(numbers.across_region)
    assert len(held.row) == len(memberships(asked.register).row)


def test_growth_is_measured_against_proportion() -> None:
    ms = {1_000: [1.0] * 4, 10_000: [10.0, 5.0, 20.0, 10.0], 100_000: [100.0] * 4}
    lines = {line.name: line for line in analysis.growth(ms)}
    assert lines["coverage: growth 10³ → 10⁴"].value == 1
    assert lines["pairs: growth 10³ → 10⁴"].value == 0.5
    assert lines["suggestions: growth 10³ → 10⁴"].verdict == "short"
    assert lines["suggestions: growth 10⁴ → 10⁵"].value == 0.5
    assert lines["scenario: ours, 10⁵ agreements"].value == 100


def test_sums_take_turns_and_the_first_turn_does_not_count() -> None:
    calls: list[str] = []
    found = analysis.in_turn([lambda: calls.append("a"), lambda: calls.append("b")], 2)
    assert len(found) == 2
    assert all(a != b for a, b in pairwise(calls))
    assert len(calls) == 6

"""Whatever is written and undone, in whatever order: rows are what history adds up to."""

from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from data.database.changes import Change
from data.database.errors import InvalidRows, StoreConflict, StoreError
from data.database.opening import Store
from data.database.places import place
from tests.database.conftest import NewUrl
from tests.database.made_up import (
    VOCABULARY,
    agreement,
    alone,
    changed,
    deleted,
    permit,
    replayed,
    save,
    seed,
    standing,
)
from tests.fast import is_fast

NAMES = ("legevakt-nord", "legevakt-natt", "barnevern-sor", "a", "b", "c")
PLACES = tuple((code, service) for code in ("1505", "1573") for service in ("plan", "legevakt"))

names = st.sampled_from(NAMES)
links = st.sampled_from(("", *NAMES))
texts = st.text(max_size=12)
cells = st.fixed_dictionaries({"merknad": texts, "del_av": links, "erstattet_av": links})
versions = st.one_of(st.none(), st.integers(1, 6))
loose = st.one_of(
    st.builds(
        lambda name, fields, version: Change(
            "avtaler", (name,), agreement(name, **fields), version
        ),
        names,
        cells,
        versions,
    ),
    st.builds(lambda name, version: Change("avtaler", (name,), None, version), names, versions),
    st.builds(
        lambda key, note, version: Change("alene", key, alone(*key, merknad=note), version),
        st.sampled_from(PLACES),
        texts,
        versions,
    ),
)


class Machine(RuleBasedStateMachine):
    """Editors with fresh and stale versions, good and bad rows, and undos of anything."""

    new_url: NewUrl

    def __init__(self) -> None:
        super().__init__()
        self.store = Store(place(self.new_url()))
        seed(self.store)
        self.saved = 1
        self.first = self.store.revision() - 1

    def teardown(self) -> None:
        self.store.close()

    def _try(self, act: Any) -> None:
        before = self._all()
        try:
            act()
        except (InvalidRows, StoreConflict) as error:
            assert error.sentence
            assert self._all() == before
        else:
            self.saved += 1

    def _all(self) -> Any:
        return (
            standing(self.store, "avtaler"),
            standing(self.store, "alene"),
            len(self.store.batches(1000)),
            self.store.revision(),
        )

    @rule(changes=st.lists(loose, min_size=1, max_size=4))
    def write_anything(self, changes: list[Change]) -> None:
        self._try(lambda: save(self.store, *changes))

    @rule(name=names, fields=cells)
    def edit_as_seen(self, name: str, fields: dict[str, str]) -> None:
        row = self.store.row("avtaler", (name,))
        change = (
            changed(row, **fields)
            if row
            else Change("avtaler", (name,), agreement(name, **fields), None)
        )
        self._try(lambda: save(self.store, change))

    @rule(name=names)
    def delete_as_seen(self, name: str) -> None:
        if row := self.store.row("avtaler", (name,)):
            self._try(lambda: save(self.store, deleted(row), kind="delete"))

    @rule(back=st.integers(0, 8))
    def undo(self, back: int) -> None:
        batches = self.store.batches(1000)
        batch = batches[min(back, len(batches) - 1)]
        if batch.kind == "seed" or batch.undone:
            with pytest.raises(StoreError):
                self.store.undo(batch.id, permit())
            return
        events = self.store.history(batch=batch.id)
        before = self._all()
        try:
            self.store.undo(batch.id, permit())
        except (InvalidRows, StoreConflict):
            assert self._all() == before
            return
        self.saved += 1
        if batch.id == batches[0].id:  # nothing has been built on it: all is as it was before it
            for event in events:
                row = self.store.row(event.table, event.key)
                assert (row and row.cells) == event.before

    @invariant()
    def rows_are_what_history_adds_up_to(self) -> None:
        for table in ("avtaler", "alene"):
            assert replayed(self.store, table) == standing(self.store, table)

    @invariant()
    def every_save_is_counted_once(self) -> None:
        assert self.store.revision() - self.first == self.saved
        assert len(self.store.batches(1000)) == self.saved

    @invariant()
    def no_agreement_refers_to_nothing_or_to_itself(self) -> None:
        rows = {row.key[0]: row.cells for row in self.store.rows("avtaler")}
        for column in ("del_av", "erstattet_av"):
            for start in rows:
                passed, at = set(), start
                while at:
                    assert at not in passed, column
                    passed.add(at)
                    at = rows[at][column]

    @invariant()
    def versions_of_a_row_never_come_twice(self) -> None:
        seen = [(e.table, e.key, e.version) for e in self.store.history(limit=100_000)]
        assert len(seen) == len(set(seen))


def test_any_sequence_of_saves_and_undos(new_url: NewUrl, pytestconfig: pytest.Config) -> None:
    machine = type("Here", (Machine,), {"new_url": staticmethod(new_url)})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=4 if is_fast(pytestconfig) else 12,
            stateful_step_count=25,
            suppress_health_check=list(HealthCheck),
            deadline=None,
        ),
    )


def test_the_vocabulary_is_not_changed_by_a_save(store: Store) -> None:
    before = dict(VOCABULARY.codes)
    save(store, Change("avtaler", ("a",), agreement("a"), None))
    assert dict(VOCABULARY.codes) == before

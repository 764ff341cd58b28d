"""A plan shows what a file would change, field by field, and gives changes that hold together."""

import time
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.agreement_rules import REFERENCES, in_circle
from data.database.changes import Key
from data.errors import Fault
from data.intake.cleaning import Cleaned, clean
from data.intake.plan import make_plan
from data.intake.upload import Upload
from data.reading import Row, Table
from data.schema import AGREEMENTS, ALONE
from tests.intake.shipped import (
    NAMES,
    SHIPPED_ROWS,
    STORED,
    TABLES,
    VOCABULARY,
    Cells,
    applied,
    cleaned,
    plan,
    row,
    stored,
    upload,
)

FIRST = SHIPPED_ROWS["avtaler"][0]


def codes(faults: tuple[Fault, ...]) -> list[tuple[int | None, str]]:
    return [(fault.line, fault.code) for fault in faults]


def test_the_register_against_itself_is_an_empty_plan() -> None:
    found = make_plan(clean(Upload("x", TABLES), VOCABULARY, NAMES, {}), STORED, VOCABULARY)
    assert found.empty
    assert not found.blocked
    assert found.faults == found.loose == found.waiting == found.asks == ()
    assert len(found.unchanged) == sum(len(rows) for rows in SHIPPED_ROWS.values())
    assert found.changes(remove_gone=True) == found.changes("gyldige", remove_gone=True) == ()


def test_new_changed_gone_and_unchanged() -> None:
    standing = stored([row(id="a"), row(id="b"), row(id="c")], version=4)
    found = plan(row(id="a"), row(id="b", navn="Nytt", fra="2020"), row(id="d"), standing=standing)
    assert [p.key for p in found.new] == [("d",)]
    assert [p.key for p in found.unchanged] == [("a",)]
    assert [s.key for s in found.gone] == [("c",)]
    (changed,) = found.changed
    assert (changed.key, changed.line) == (("b",), 3)
    assert [tuple(d) for d in changed.differences] == [
        ("navn", "Ny avtale", "Nytt"),
        ("fra", "", "2020"),
    ]
    assert [(c.key, c.version) for c in found.changes()] == [(("d",), None), (("b",), 4)]
    removing = found.changes(remove_gone=True)
    assert [(c.key, c.cells, c.version) for c in removing[2:]] == [(("c",), None, 4)]
    assert applied(removing, standing) == {
        ("a",): row(id="a"),
        ("b",): row(id="b", navn="Nytt", fra="2020"),
        ("d",): row(id="d"),
    }


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"deltakere": "1543|1576"}, {"deltakere": "1506|1576"}),
        ({"vert": "1543", "deltakere": "1543|1576"}, {"vert": "1506", "deltakere": "Molde;Aure"}),
        ({"andre": "A | B"}, {"andre": "A|B"}),
        ({"merknad": "to\r\nlinjer"}, {"merknad": "to\nlinjer"}),
        ({"kilde_url": "|"}, {"kilde_url": ""}),
    ],
)
def test_what_says_the_same_is_no_change(before: dict[str, str], after: dict[str, str]) -> None:
    found = plan(row(**after), standing=stored([row(**before)]))
    assert found.empty
    # When something else differs, only that is saved.
    (change,) = plan(row(**after, navn="X"), standing=stored([row(**before)])).changes()
    assert change.cells == {**row(**before), "navn": "X"}


def test_the_order_of_members_is_a_change() -> None:
    assert plan(row(deltakere="1576|1573"), standing=stored([row()])).changed


def test_an_old_code_that_stands_needs_no_consent() -> None:
    standing = stored([row(deltakere="1543|1576")])
    same = plan(row(deltakere="1543|1576"), standing=standing)
    assert same.empty
    assert same.waiting == ()
    elsewhere = plan(row(deltakere="1543|1576", navn="X"), standing=standing)
    assert elsewhere.waiting == ()
    assert len(elsewhere.changes()) == 1
    assert plan(row(deltakere="1571|1576"), standing=standing).waiting


def test_a_table_that_the_file_lacks_or_leaves_blank_is_not_gone() -> None:
    answers = upload([], "alene").tables["alene"]
    both = Upload("x", {"avtaler": TABLES["avtaler"], "alene": answers})
    for file in (Upload("x", {"avtaler": TABLES["avtaler"]}), both):
        found = make_plan(clean(file, VOCABULARY, NAMES, {}), STORED, VOCABULARY)
        assert found.gone == ()


def test_what_is_gone_is_not_removed_where_a_row_could_not_be_read() -> None:
    standing = stored([row(id="a"), row(id="b")])
    unread = Fault("fil.csv", 3, None, "CELLETALL", "Raden har for få celler.")
    table = Table("fil.csv", (Row(2, row(id="a", navn="X")),), (unread,))
    file = clean(Upload("fil.csv", {"avtaler": table}), VOCABULARY, NAMES, {})
    found = make_plan(file, {"avtaler": standing}, VOCABULARY)
    assert found.unsure == {"avtaler"}
    assert [s.key for s in found.gone] == [("b",)]
    selection = found.select("gyldige", remove_gone=True)
    assert [c.key for c in selection.changes] == [("a",)]
    assert selection.not_removed == found.gone
    # The same where the id itself is wrong, for then it may be the one that seems gone.
    assert plan(row(id="a"), row(id="B"), standing=standing).unsure == {"avtaler"}
    assert plan(row(id="a"), row(id="c", form="x"), standing=standing).unsure == frozenset()


def test_everything_or_nothing_or_what_is_valid() -> None:
    found = plan(row(id="god"), row(id="darlig", form="laug"), row(id="del", del_av="darlig"))
    assert found.blocked
    assert found.changes() == ()
    selection = found.select("gyldige")
    assert [c.key for c in selection.changes] == [("god",)]
    assert [p.key for p in selection.left_out] == [("darlig",), ("del",)]
    assert len(found.select("alt").left_out) == 3


def test_references_are_to_what_will_be_there() -> None:
    standing = stored([row(id="gammel"), row(id="annen", del_av="gammel")])
    forward = plan(row(id="del", del_av="hel"), row(id="hel", del_av="gammel"), standing=standing)
    assert not forward.blocked
    assert len(forward.changes()) == 2
    unknown = plan(row(del_av="gamel"), standing=standing)
    assert codes(unknown.faults) == [(2, "HENVISNING_UKJENT")]
    assert unknown.faults[0].suggestion == "gammel"


def test_what_others_refer_to_is_not_removed() -> None:
    standing = stored([row(id="hel"), row(id="del", del_av="hel"), row(id="fri")])
    found = plan(row(id="del", del_av="hel"), standing=standing)
    assert codes(found.loose) == [(2, "HENVISNING_FJERNES")]
    assert found.faults == ()
    assert found.changes() == ()
    assert found.changes("alt", remove_gone=True) == ()
    selection = found.select("gyldige", remove_gone=True)
    assert [(c.key, c.cells) for c in selection.changes] == [(("fri",), None)]
    assert [s.key for s in selection.not_removed] == [("hel",)]


def test_circles_are_found_through_the_store() -> None:
    standing = stored([row(id="a", del_av="b"), row(id="b")])
    found = plan(row(id="b", del_av="a"), standing=standing)
    assert codes(found.faults) == [(2, "HENVISNING_SIRKEL")]
    # Turned round: no circle, unless only one of the two rows is saved.
    turned = plan(row(id="a", form="laug"), row(id="b", del_av="a"), standing=standing)
    assert codes(turned.faults) == [(2, "VERDI_UKJENT")]
    assert turned.changes("gyldige") == ()
    assert len(plan(row(id="a"), row(id="b", del_av="a"), standing=standing).changes()) == 2


@pytest.mark.parametrize(
    ("version", "conflict"), [("", False), ("3", False), ("2", True), ("4", True)]
)
def test_a_conflict_is_another_version_and_another_content(version: str, conflict: bool) -> None:
    standing = stored([row()], version=3)
    changed = plan({**row(navn="X"), "versjon": version}, standing=standing)
    assert (len(changed.conflicts), len(changed.changed)) == ((1, 0) if conflict else (0, 1))
    same = plan({**row(), "versjon": version}, standing=standing)
    assert same.empty


def test_versions_that_are_none_and_rows_that_have_gone() -> None:
    bad = plan({**row(navn="X"), "versjon": "to"}, standing=stored([row()]))
    assert codes(bad.faults) == [(2, "VERSJON_UGYLDIG")]
    assert bad.changes("gyldige") == ()
    copied = plan({**row(), "versjon": "1"})
    assert [(f.code, f.severity) for f in copied.faults] == [("VERSJON_UTEN_RAD", "W")]
    assert [c.version for c in copied.changes()] == [None]


def test_a_waiting_row_takes_those_that_need_it_with_it() -> None:
    rows = (row(id="hel", deltakere="1543|1576"), row(id="del", del_av="hel"), row(id="fri"))
    found = plan(*rows)
    assert not found.blocked
    assert [p.key for p in found.waiting] == [("hel",)]
    assert [c.key for c in found.changes()] == [("fri",)]
    assert len(plan(*rows, consent={"1543": "1506"}).changes()) == 3


def test_both_tables_are_planned_at_once() -> None:
    answer = {**SHIPPED_ROWS["alene"][0], "kilde": "En annen kilde"}
    both = Upload("x", {**upload([row()]).tables, **upload([answer], "alene").tables})
    found = make_plan(clean(both, VOCABULARY, NAMES, {}), STORED, VOCABULARY)
    assert {c.table for c in found.changes()} == {"avtaler", "alene"}
    assert len(found.gone) == len(STORED["avtaler"]) + len(STORED["alene"]) - 1
    gone = found.select("gyldige", remove_gone=True)
    assert [c.key for c in gone.changes if c.cells is None and c.table == ALONE.name] == [
        s.key for s in STORED["alene"][1:]
    ]


# --- properties ------------------------------------------------------------------------------

IDS = [f"avtale-{n}" for n in range(6)]
LINKS = st.sampled_from(["", "", "", *IDS, "finnes-ikke"])
ONES = st.fixed_dictionaries(
    {
        "del_av": LINKS,
        "erstattet_av": LINKS,
        "navn": st.sampled_from(["A", "B"]),
        "form": st.sampled_from(["iks", "iks", "iks", "laug"]),
        "deltakere": st.sampled_from(["1573|1576", "1576|1573", "1543|1576"]),
    }
)
SETS = st.dictionaries(st.sampled_from(IDS), ONES, max_size=6)
GOOD_SETS = st.dictionaries(st.sampled_from(IDS), ONES.map(lambda r: {**r, "form": "iks"}))


def closed(rows: Mapping[Key, Cells]) -> bool:
    """Tell whether all that is referred to is there, and nothing leads back to itself."""
    ids = {key[0] for key in rows}
    links = [cells[column] for cells in rows.values() for column in REFERENCES]
    around = [in_circle({k[0]: cells[c] for k, cells in rows.items()}) for c in REFERENCES]
    return set(filter(None, links)) <= ids and not any(around)


def sound(rows: dict[str, dict[str, str]]) -> list[Cells]:
    """A store's rows: each refers only to those before it."""
    made: dict[str, Cells] = {}
    for id_, cells in rows.items():
        links = {c: cells[c] if cells[c] in made else "" for c in REFERENCES}
        made[id_] = row(id=id_, **{**cells, **links})
    return list(made.values())


@given(store=GOOD_SETS, file=SETS, remove=st.booleans(), consent=st.booleans())
@settings(max_examples=400)
def test_what_is_saved_of_any_file_holds_together(
    store: dict[str, dict[str, str]], file: dict[str, dict[str, str]], remove: bool, consent: bool
) -> None:
    standing = stored(sound(store), version=7)
    answers = {"1543": "1506"} if consent else None
    rows = [row(id=id_, **cells) for id_, cells in file.items()]
    found = plan(*rows, standing=standing, consent=answers)
    for choice in ("alt", "gyldige"):
        after = applied(found.changes(choice, remove), standing)
        assert closed(after)
        for key, cells in after.items():
            assert cells["form"] == "iks"
            if not consent and "1543" in cells["deltakere"]:
                assert cells["deltakere"] == next(
                    s.cells["deltakere"] for s in standing if s.key == key
                )
    whole = not found.blocked and not found.waiting
    if whole and not found.loose and found.new + found.changed + found.unchanged:
        after = applied(found.changes("alt", remove_gone=True), standing)
        wanted = {(r["id"],): r for r in rows}
        assert after.keys() == wanted.keys()
        again = plan(*rows, standing=stored(after.values()), consent=answers)
        assert again.empty


@given(st.data())
@settings(max_examples=60)
def test_the_changes_make_the_register_into_the_file(data: st.DataObject) -> None:
    shipped = SHIPPED_ROWS["avtaler"]
    keep = data.draw(st.sets(st.integers(0, len(shipped) - 1), min_size=1, max_size=40))
    chosen = [dict(shipped[n]) for n in sorted(keep)]
    ids = {cells["id"] for cells in chosen}
    for cells in chosen:
        cells |= {c: "" for c in REFERENCES if cells[c] not in ids}
    for cells in data.draw(st.lists(st.sampled_from(chosen), max_size=8)):
        column = data.draw(st.sampled_from(["navn", "merknad", "formål", "status", "deltakere"]))
        cells[column] = {"status": "ukjent", "deltakere": "1505|1506|1508"}.get(
            column, data.draw(st.sampled_from(["Nytt", "=1+1", "æøå", "to\nlinjer"]))
        )
        if column == "deltakere":
            cells["vert"] = ""
    found = plan(*chosen, *[row(id="helt-ny")], standing=STORED["avtaler"])
    assert not found.blocked, found.faults
    after = applied(found.changes("alt", remove_gone=True), STORED["avtaler"])
    assert after == {(c["id"],): c for c in (*chosen, row(id="helt-ny"))}


def test_five_thousand_rows_are_planned_in_seconds() -> None:
    rows = [
        {**SHIPPED_ROWS["avtaler"][n % 254], "id": f"a-{n}", **dict.fromkeys(REFERENCES, "")}
        for n in range(5000)
    ]
    standing = {"avtaler": stored([{**r, "merknad": "Før"} for r in rows])}
    begin = time.process_time()
    file: Cleaned = cleaned(*rows)
    found = make_plan(file, standing, VOCABULARY)
    assert len(found.changed) == 5000
    assert len(found.changes()) == 5000
    assert AGREEMENTS.name not in found.unsure
    assert time.process_time() - begin < 10

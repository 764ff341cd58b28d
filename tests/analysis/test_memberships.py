"""The memberships as arrays say what the records say, whatever a row names twice."""

import dataclasses

from analysis.memberships import STATES, memberships, state_of
from data import store

REGISTER = store.load()


def test_every_membership_is_there_once_in_the_order_of_the_records() -> None:
    who = memberships(REGISTER)
    found = [(int(row), who.codes[place]) for row, place in zip(who.row, who.place, strict=True)]
    rows = REGISTER.agreement_records
    assert found == [(at, code) for at, row in enumerate(rows) for code in row.members]
    assert who.size.tolist() == [len(row.members) for row in rows]
    assert [who.services[at] for at in who.service] == [row.service for row in rows]
    assert [STATES[at] for at in who.state] == [state_of(row, REGISTER) for row in rows]
    assert who.ended.tolist() == [row.status == "avsluttet" for row in rows]
    assert who.doubtful.tolist() == [
        row.status == "ukjent" or row.confidence == "C" for row in rows
    ]
    assert len({STATES[at] for at in who.state}) > 3


def test_a_member_named_twice_counts_once() -> None:
    twice = REGISTER.agreements.copy()
    twice["deltakere"] = [
        (*members, *members[::-1]) if at % 3 == 0 else members
        for at, members in enumerate(twice["deltakere"])
    ]
    found = memberships(dataclasses.replace(REGISTER, agreements=twice, revision="twice"))
    once = memberships(REGISTER)
    assert found.row.tolist() == once.row.tolist()
    assert found.place.tolist() == once.place.tolist()
    assert found.size.tolist() == once.size.tolist()


def test_a_register_without_agreements_has_none() -> None:
    empty = dataclasses.replace(REGISTER, agreements=REGISTER.agreements.iloc[:0], revision="none")
    found = memberships(empty)
    assert len(found.row) == len(found.place) == len(found.size) == 0

"""The words beside the numbers are of the very rows that are counted."""

import re

import pytest

from tests.export.register_rows import REGISTER
from views.forms import hall
from views.forms.counted import counted, definition
from views.query import DEFAULT, Query


@pytest.mark.parametrize(
    "query", [DEFAULT, Query(usikre=False), Query(aar=2015), Query(kommune=("1576",))]
)
def test_unknown_status_and_years_are_counted_among_what_is_counted(query: Query) -> None:
    found = counted(REGISTER, query)
    words = definition(found, REGISTER, query)
    unknown = sum(row.status == "ukjent" for row in found.rows)
    told = re.search(r"herav (\d+) med ukjent status", words)
    assert (int(told[1]) if told else 0) == unknown
    undated = sum(row.start is None and row.end is None for row in found.rows)
    told = re.search(r"(\d+) uten årstall", words)
    assert (int(told[1]) if told else 0) == (undated if query.aar else 0)


def test_the_hall_counts_as_the_desk_does() -> None:
    (table,) = hall.build(REGISTER, DEFAULT, None).tables
    told = {str(row[0]): str(row[-1]) for row in table.rows}
    rows = counted(REGISTER, DEFAULT).rows
    for form in REGISTER.form_by_code.values():
        if form.political_control:
            assert told[form.name] == str(sum(row.form == form.code for row in rows))


def test_the_whole_county_has_as_many_of_unknown_status_as_the_front_page_says() -> None:
    found = counted(REGISTER, DEFAULT)
    assert sum(row.status == "ukjent" for row in found.rows) == 70

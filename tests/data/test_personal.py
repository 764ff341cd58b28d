"""Personal data are found in the forms that people write them, and little else is."""

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import masked, shown
from data.files import SHIPPED
from data.personal import MASK, find, hide, is_identity_number


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("01010750160", "number"),
        ("født 010107 50160.", "number"),
        ("010107-50160", "number"),
        ("01.01.07 50160", "number"),
        ("01 01 07 501 60", "number"),
        ("0 1 0 1 0 7 5 0 1 6 0", "number"),
        ("12 01010750160 4", "number"),
        ("010107\n50160", "number"),
        ("\uff10\uff11\uff10\uff11\uff10\uff17\uff15\uff10\uff11\uff16\uff10", "number"),
        ("se https://x.no/01010750160", "number"),
        ("ola.nordmann@molde.kommune.no", "email"),
        ("Ola <ola@example.com>", "email"),
        ("postmottak.ola@molde.kommune.no", "email"),
        ("post@molde.no og ola@molde.no", "email"),
        ("91234567", "mobile"),
        ("tlf.41234567", "mobile"),
        ("912 34 567", "mobile"),
        ("91 23 45 67", "mobile"),
        ("91.23.45.67", "mobile"),
        ("+4791234567", "mobile"),
        ("0047 912 34 567", "mobile"),
        ("91234567.", "mobile"),
    ],
)
def test_personal_data_are_found(text: str, kind: str) -> None:
    assert find(text) == kind
    assert MASK in hide(text)
    assert find(hide(text)) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Avtale fra 2019, fornyet 2023 og 2024",
        "2016 2017 2018 2019",
        "974760673",
        "974 760 673",
        "org.nr. NO 974 760 673 MVA",
        "01010750161",
        "45 000 000 kroner",
        "45000000 kr",
        "kr 45000000",
        "kr. 91234567",
        "91234567,-",
        "postmottak@molde.kommune.no",
        "Post@ikt-orkide.no, FIRMAPOST@rir.no",
        "servicetorg@aure.kommune.no",
        "sak 2019/41634191",
        "https://avis.no/2019/06/20/91234567.ece",
        "https://x.no/side?id=91234567",
        "https://medium.com/@molde/tekst",
        "71 11 12 13",
        "+47 71 11 12 13",
        "47 71 11 12 13",
        "FOR-2015-12-11-1873",
        "1508|1532|1531",
        "id91234567",
    ],
)
def test_other_numbers_and_shared_addresses_are_not(text: str) -> None:
    assert find(text) is None


def test_the_shipped_register_holds_none() -> None:
    cells = 0
    for file in SHIPPED.glob("*.csv"):
        with file.open(encoding="utf-8-sig", newline="") as source:
            for line in csv.reader(source, delimiter=";"):
                assert not any(map(find, line)), line[0]
                cells += len(line)
    assert cells > 5000


def test_invented_and_temporary_numbers_count() -> None:
    assert is_identity_number("01010750160")
    for digits in ("41010750160", "01410750160", "01810750160"):
        mended = next(
            f"{digits[:6]}{n:05}" for n in range(10**5) if is_identity_number(f"{digits[:6]}{n:05}")
        )
        assert find(mended) == find(f"{mended[:6]} {mended[6:]}") == "number"


PIECES = st.sampled_from([*"0123456789", " ", ".", "-", "+47", "@", "a", ".no", "kr ", "|", "\n"])


@given(st.lists(PIECES, max_size=40).map("".join) | st.text(max_size=60))
def test_what_is_refused_is_never_shown(text: str) -> None:
    assert find(hide(text)) is None
    assert find(masked(text)) is None
    assert find(shown(text)) is None
    assert hide(hide(text)) == hide(text)

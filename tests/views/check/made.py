"""Three made parties that differ, and what Hypothesis makes of others."""

from hypothesis import strategies as st

from data.limits import limit
from views.check.answers import Answer, Check, Party
from views.check.check_file import tidy
from views.check.points import POINTS

# One digit a point, in order; 0 is «vet ikke» and a hyphen no answer.
AURE = "434442343231" + "32234433423" + "321412"
SMOLA = "444343332034" + "22133113422" + "432313"
HOST = "1433234444-1" + "44344343334" + "312421"
HOSTILE = "</script><img src=x onerror=alert(1)> {{7*7}} :smile: $x$ **b** =1+1"


def party(name: str, digits: str, **notes: str) -> Party:
    assert len(digits) == len(POINTS)
    values = [None if digit == "-" else int(digit) for digit in digits]
    return Party(
        name,
        {
            point.code: Answer(value, notes.get(point.code.replace("-", "_"), ""))
            for point, value in zip(POINTS, values, strict=True)
        },
    )


def three() -> Check:
    return Check(
        (
            party("Aure", AURE, ledelse="God leder nå, men sårbart."),
            party("Smøla", SMOLA, ledelse="Vi opplever at ingen leder dette."),
            party("Kristiansund (vert)", HOST),
        )
    )


def typed(longest: str) -> st.SearchStrategy[str]:
    return st.text(max_size=40).map(lambda text: tidy(text, limit(longest)))


_answers = st.builds(Answer, st.sampled_from([None, 0, 1, 2, 3, 4]), typed("check_note"))
_one = st.dictionaries(st.sampled_from([point.code for point in POINTS]), _answers)
_names = st.lists(
    typed("check_name").filter(bool),
    max_size=limit("check_parties"),
    unique_by=lambda name: " ".join(name.split()).casefold(),
)


@st.composite
def checks(draw: st.DrawFn) -> Check:
    parties = tuple(Party(name, draw(_one)) for name in draw(_names))
    about = draw(st.sampled_from([("", ""), ("legevakt-x", ""), ("", "inn.legevakt-x.1573")]))
    return Check(parties, *about)

"""Which decisions a form asks of whom before an agreement holds, each with its paragraph."""

from typing import Final, NamedTuple

from data.language import _, mark

_KOML: Final = "https://lovdata.no/lov/2018-06-22-83"
_IKS: Final = "https://lovdata.no/lov/1999-01-29-6"


class Decision(NamedTuple):
    """One decision: who makes it, what it says, and where the law says so.

    `each` tells whether every municipal council makes it. Without an address, no source that was
    read confirms a rule.
    """

    text: str
    paragraph: str
    url: str
    each: bool = True


_ADOPT: Final = mark("Kommunestyret vedtar den skriftlige samarbeidsavtalen.")
_ELECT: Final = mark(
    "Kommunestyret velger selv minst ett medlem til representantskapet, og minst like mange "
    "varamedlemmer."
)
_GOVERNOR: Final = mark("Vertskommunen orienterer statsforvalteren om samarbeidet.")
_JOIN: Final = mark("Kommunestyret tar stilling til om kommunen skal være med.")

_BY_FORM: Final[dict[str, tuple[Decision, ...]]] = {
    "politisk-rad": (
        Decision(_ADOPT, "Kommuneloven § 18-4", f"{_KOML}/§18-4"),
        Decision(_ELECT, "Kommuneloven § 18-3", f"{_KOML}/§18-3"),
    ),
    "oppgavefellesskap": (
        Decision(_ADOPT, "Kommuneloven § 19-4", f"{_KOML}/§19-4"),
        Decision(_ELECT, "Kommuneloven § 19-3", f"{_KOML}/§19-3"),
    ),
    "vertskommune-adm": (
        Decision(_ADOPT, "Kommuneloven § 20-4", f"{_KOML}/§20-4"),
        Decision(
            mark(
                "Kommunestyret i hver samarbeidskommune pålegger sin egen kommunedirektør å "
                "delegere myndigheten til kommunedirektøren i vertskommunen."
            ),
            "Kommuneloven § 20-2",
            f"{_KOML}/§20-2",
        ),
        Decision(_GOVERNOR, "Kommuneloven § 20-4", f"{_KOML}/§20-4", each=False),
    ),
    "vertskommune-nemnd": (
        Decision(_ADOPT, "Kommuneloven § 20-4", f"{_KOML}/§20-4"),
        Decision(
            mark(
                "Alle deltakerne delegerer den samme myndigheten til nemnda, som har minst to "
                "medlemmer fra hver."
            ),
            "Kommuneloven § 20-3",
            f"{_KOML}/§20-3",
        ),
        Decision(_GOVERNOR, "Kommuneloven § 20-4", f"{_KOML}/§20-4", each=False),
    ),
    "vertskommune": (
        Decision(_ADOPT, "Kommuneloven § 20-4", f"{_KOML}/§20-4"),
        Decision(_GOVERNOR, "Kommuneloven § 20-4", f"{_KOML}/§20-4", each=False),
    ),
    "iks": (
        Decision(mark("Kommunestyret vedtar selv selskapsavtalen."), "IKS-loven § 4", f"{_IKS}/§4"),
        Decision(
            mark(
                "Kommunestyret oppnevner selv minst ett medlem til representantskapet, og minst "
                "to varamedlemmer for hvert medlem."
            ),
            mark("IKS-loven §§ 6 og 7"),
            f"{_IKS}/§6",
        ),
    ),
    "paragraf-27": (
        Decision(
            mark("Kommunestyret vedtar omdanningen og en ny samarbeidsavtale."),
            "Kommuneloven § 31-2",
            f"{_KOML}/§31-2",
        ),
    ),
}


def decisions(form: str) -> tuple[Decision, ...]:
    """Return the decisions that `form` asks for, in the reader's language, in order."""
    found = _BY_FORM.get(form) or (Decision(_JOIN, mark("ikke bekreftet i kilde"), ""),)
    return tuple(_told(one) for one in found)


def _told(one: Decision) -> Decision:
    text = one.text
    paragraph = one.paragraph
    return one._replace(text=_(text), paragraph=_(paragraph))

"""The guide's eight questions: what is asked, why, and what may be answered.

Letters of questions and digits of answers stand in links, so they are never given a new meaning.
`0` means «not known yet» and is an answer to every question.
"""

from collections.abc import Mapping
from typing import Final, NamedTuple

from data.guide_rules import Basis
from data.language import mark

UNKNOWN: Final = "0"
_KOML: Final = "https://lovdata.no/lov/2018-06-22-83"
_VEIL: Final = (
    "https://www.regjeringen.no/no/dokumenter/veileder-om-interkommunalt-samarbeid/id2998121/"
)


class Question(NamedTuple):
    """One question: its letter, its name in a list, and its text.

    `why` says why it is asked, `bases` where that is known from (none where it is our own
    assessment), `answers` maps each digit to the text of the answer.
    """

    letter: str
    name: str
    text: str
    why: str
    bases: tuple[Basis, ...]
    answers: Mapping[str, str]


def law(section: str) -> Basis:
    """Return a section of kommuneloven («18-1»)."""
    return Basis(f"kommuneloven § {section}", f"{_KOML}/§{section}")


def guidance(chapter: str) -> Basis:
    """Return a chapter of the ministry's guidance."""
    return Basis(f"departementets veileder kap. {chapter}", f"{_VEIL}?ch={chapter}")


def iks(section: str) -> Basis:
    """Return a section of IKS-loven."""
    return Basis(f"IKS-loven § {section}", f"https://lovdata.no/lov/1999-01-29-6/§{section}")


def company(section: str) -> Basis:
    """Return a section of aksjeloven."""
    return Basis(f"aksjeloven § {section}", f"https://lovdata.no/lov/1997-06-13-44/§{section}")


def cooperative(section: str) -> Basis:
    """Return a section of samvirkelova."""
    return Basis(f"samvirkelova § {section}", f"https://lovdata.no/lov/2007-06-29-81/§{section}")


def procurement(section: str) -> Basis:
    """Return a section of anskaffelsesforskriften."""
    address = f"https://lovdata.no/forskrift/2016-08-12-974/§{section}"
    return Basis(f"anskaffelsesforskriften § {section}", address)


QUESTIONS: Final = (
    Question(
        "a",
        mark("Oppgaven"),
        mark("Hva skal samarbeidet gjøre?"),
        mark("Å drøfte, å levere tjenester og å treffe vedtak åpner hver sine former."),
        (law("5-4"), law("18-1"), law("19-1"), law("20-1")),
        {
            "1": mark("Bare drøfte og uttale seg"),
            "2": mark("Levere tjenester, uten å treffe enkeltvedtak"),
            "3": mark("Treffe enkeltvedtak eller gi forskrift i en lovpålagt oppgave"),
            "4": mark("Treffe slike vedtak, også prinsipielle"),
        },
    ),
    Question(
        "b",
        mark("Styringen"),
        mark("Hvor tett skal kommunestyrene styre?"),
        mark(
            "Jo mer kommunestyret ønsker å styre, desto nærmere den kommunale "
            "beslutningsstrukturen. Nivåene 1–5 er ikke lov, men en inndeling."
        ),
        (),
        {
            "1": mark("Tett og direkte (nivå 5)"),
            "2": mark("Gjennom myndighet som er delegert (nivå 3–4)"),
            "3": mark("Som eier, på avstand (nivå 2)"),
            "4": mark("Uten fast politisk styring (nivå 1)"),
        },
    ),
    Question(
        "c",
        mark("Rettssubjektet"),
        mark("Skal samarbeidet være et eget rettssubjekt?"),
        mark(
            "Noen former er alltid et eget rettssubjekt, noen er det aldri. I politisk råd og "
            "oppgavefellesskap er det avtalen som bestemmer."
        ),
        (law("18-4"), law("19-4"), iks("2"), guidance("5")),
        {"1": mark("Ja, et eget rettssubjekt"), "2": mark("Nei, en del av kommunene selv")},
    ),
    Question(
        "d",
        mark("Ansvaret"),
        mark("Kan hver kommune svare for sin andel av gjelden?"),
        mark(
            "I politisk råd, oppgavefellesskap og IKS er ansvaret ubegrenset for egen andel. I AS "
            "og samvirkeforetak hefter eierne ikke."
        ),
        (law("18-2"), law("19-2"), iks("3"), company("1-2"), cooperative("3")),
        {
            "1": mark("Ja, ubegrenset ansvar for egen andel er greit"),
            "2": mark("Nei, ansvaret skal være begrenset"),
        },
    ),
    Question(
        "e",
        mark("Deltakerne"),
        mark("Hvem skal være med?"),
        mark(
            "Politisk råd, oppgavefellesskap og vertskommune er bare for kommuner og "
            "fylkeskommuner. I et IKS kan også andre IKS være med."
        ),
        (law("18-1"), law("19-1"), law("20-1"), iks("1")),
        {
            "1": mark("Bare kommuner"),
            "2": mark("Kommuner og fylkeskommunen"),
            "3": mark("Også staten"),
            "4": mark("Også private eller ideelle"),
        },
    ),
    Question(
        "f",
        mark("Fagfolkene"),
        mark("Hvor skal fagfolkene være?"),
        mark(
            "Har én kommune alt fagfolkene, kan den være vert. En ny enhet trenger et organ som "
            "styrer den."
        ),
        (),
        {
            "1": mark("Hos én kommune som har dem fra før, gjerne blant to eller tre"),
            "2": mark("I en ny, felles enhet"),
            "3": mark("I hver kommune, som i dag"),
        },
    ),
    Question(
        "g",
        mark("Varigheten"),
        mark("Hvor varig er det, og hvor raskt skal en kunne gå?"),
        mark("Formene har ulike frister for å gå ut. I flere av dem bestemmer avtalen."),
        (law("18-4"), law("19-4"), law("20-8"), iks("30"), cooperative("22")),
        {
            "1": mark("Fast. Ett års varsel er greit"),
            "2": mark("Fast, men en kommune skal kunne gå på noen måneder"),
            "3": mark("For en periode, eller som forsøk"),
        },
    ),
    Question(
        "h",
        mark("Markedet"),
        mark("Skal det selge til andre enn deltakerne?"),
        mark(
            "Selger samarbeidet mye til andre, eller har det private eiere, må deltakerne regne "
            "med at kjøp fra det følger anskaffelsesreglene."
        ),
        (procurement("3-2"), procurement("3-3")),
        {
            "1": mark("Nei, det skal bare løse oppgaver for deltakerne"),
            "2": mark("Litt: under 20 % til andre"),
            "3": mark("Ja, det skal selge i et marked"),
        },
    ),
)
BY_LETTER: Final[Mapping[str, Question]] = {one.letter: one for one in QUESTIONS}
LETTERS: Final = tuple(BY_LETTER)

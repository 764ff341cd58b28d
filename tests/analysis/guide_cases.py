"""Answers and the forms they must lead to, by the law as it was read, not by what the guide says.

What `law` names is where the facts stand: the paragraphs, the ministry's guidance («veil») and the
eight questions that lead to a form («spm») of the reference on law and forms.
"""

from collections.abc import Mapping
from typing import Final, NamedTuple

VEIL_3: Final = "departementets veileder kap. 3"
VEIL_5: Final = "departementets veileder kap. 5"
POLLUTION: Final = "forskrift 2022-01-04-10 § 7"
HOSTS: Final = ("vertskommune-adm", "vertskommune-nemnd")
LOOSE: Final = ("avtale", "prosjekt", "nettverk")
PRIVATE: Final = ("as", "sa", "forening", "stiftelse")
COUNCIL, JOINT, ADM, COMMITTEE = ("politisk-rad", "oppgavefellesskap", *HOSTS)


def koml(section: str) -> str:
    """Return a section of kommuneloven as the guide writes it."""
    return f"kommuneloven § {section}"


def each(forms: tuple[str, ...], paragraph: str) -> dict[str, str]:
    """Return the same paragraph for several forms."""
    return dict.fromkeys(forms, paragraph)


class Case(NamedTuple):
    """One set of answers.

    `first` are the forms of which one must come first, `never` those that must not share the
    first place, `among` those that must be among the three first, `out` the paragraph by which
    each form must be ruled out. Where `first` is empty no form may be left.
    """

    answers: str
    first: tuple[str, ...]
    law: str
    out: Mapping[str, str] = {}
    service: str = ""
    never: tuple[str, ...] = ()
    among: tuple[str, ...] = ()


# Decisions in individual cases: no council, no joint task, no private form, nothing loose.
NO_DECISIONS: Final = {
    COUNCIL: koml("18-1"),
    JOINT: koml("19-1"),
    **each(PRIVATE, koml("5-4")),
    **each(LOOSE, koml("20-1")),
}
UNLIMITED: Final = {COUNCIL: koml("18-2"), JOINT: koml("19-2"), "iks": "IKS-loven § 3"}
ONLY_MUNICIPALITIES: Final = {
    COUNCIL: koml("18-1"),
    JOINT: koml("19-1"),
    **each(HOSTS, koml("20-1")),
    "iks": "IKS-loven § 1",
}
OWN_PERSON: Final = {
    "iks": "IKS-loven § 2",
    "as": "aksjeloven § 1-2",
    "sa": "samvirkelova § 3",
    "stiftelse": "stiftelsesloven § 2",
    "forening": koml("17-1"),
}
NO_PERSON: Final = {**each(HOSTS, koml("20-1")), **each(LOOSE, koml("17-1"))}
POLITICAL_ONLY: Final = each((JOINT, *HOSTS, "iks"), VEIL_3)
MUST_BE_JOINT: Final = each((COUNCIL, *HOSTS, *PRIVATE, *LOOSE), POLLUTION)

CASES: Final = (
    # Only to discuss: the council.
    Case("a1", (COUNCIL,), "spm 1; veil 3", POLITICAL_ONLY),
    Case("a1e1", (COUNCIL,), "spm 1; veil 3", {**POLITICAL_ONLY, **each(PRIVATE, VEIL_3)}),
    Case("a1e2", (COUNCIL,), "koml § 18-1", {**POLITICAL_ONLY, **each(PRIVATE, VEIL_3)}),
    Case("a1b1c2d1e1f3g1h1", (COUNCIL,), "spm 1", OWN_PERSON),
    Case("a1b4", (COUNCIL,), "veil 3: skal ha denne formen", never=LOOSE),
    Case("a1b4f3g3", (COUNCIL,), "veil 3: skal ha denne formen", never=LOOSE),
    Case("a1b3c1d1e1f3g2", (COUNCIL,), "koml § 18-4: avtalen bestemmer", NO_PERSON, never=PRIVATE),
    Case("a1", (COUNCIL,), "spm 1", service="naering", never=LOOSE),
    Case("a1e4", ("forening", *LOOSE), "koml § 18-1; spm 5", ONLY_MUNICIPALITIES),
    Case("a1d2", LOOSE, "koml § 18-2", {COUNCIL: koml("18-2"), **POLITICAL_ONLY}),
    # Decisions in individual cases: the host municipality, and never a private form.
    Case("a3", (ADM,), "spm 2; koml §§ 5-4, 18-1, 19-1, 20-1", NO_DECISIONS, never=("iks",)),
    Case("a3b1", HOSTS, "koml § 20-1", NO_DECISIONS, never=("iks",)),
    Case("a3b2", (ADM,), "koml § 20-2", NO_DECISIONS),
    Case("a3b3", (ADM,), "koml § 20-1", NO_DECISIONS, never=("iks",)),
    Case("a3b4", (ADM,), "koml § 20-1", NO_DECISIONS, never=("iks",)),
    Case("a3c2", (ADM,), "veil 5; IKS § 2", {**NO_DECISIONS, "iks": "IKS-loven § 2"}),
    Case("a3d2", HOSTS, "IKS § 3; koml § 20-4", {**NO_DECISIONS, "iks": "IKS-loven § 3"}),
    Case("a3f1", (ADM,), "koml § 20-2", NO_DECISIONS),
    Case("a3f2", (ADM,), "koml § 20-1", NO_DECISIONS, never=("iks",)),
    Case("a3b2c2d1e1f1g1h1", (ADM,), "spm 2", {**NO_DECISIONS, "iks": "IKS-loven § 2"}),
    Case("a3", (ADM,), "spm 2", NO_DECISIONS, "barnevern", ("iks",)),
    Case("a3", (ADM,), "spm 2", NO_DECISIONS, "byggesak", ("iks",)),
    Case("a3", (ADM,), "brannloven § 9", NO_DECISIONS, "brann", ("iks",)),
    Case("a3c1", ("iks",), "koml § 5-4: bare der særloven åpner", {**NO_DECISIONS, **NO_PERSON}),
    Case("a3h3", HOSTS, "koml § 5-4: AS kan ikke få vedtakene", NO_DECISIONS),
    # Decisions of principle: not the administrative kind.
    Case("a4", (COMMITTEE,), "spm 3; koml § 20-3", {**NO_DECISIONS, ADM: koml("20-2")}),
    Case("a4b1c2", (COMMITTEE,), "koml § 20-3", {**NO_DECISIONS, ADM: koml("20-2")}),
    Case("a4f1", (COMMITTEE,), "koml § 20-2", {**NO_DECISIONS, ADM: koml("20-2")}),
    # Where a law of its own opens, an IKS may come close to the host, or before it.
    Case("a3", ("iks", ADM), "forurensningsloven § 83", NO_DECISIONS, "renovasjon", among=("iks",)),
    Case("a3", ("iks", ADM), "havne- og farvannsloven § 4", NO_DECISIONS, "havn", among=("iks",)),
    Case(
        "a3c1",
        ("iks",),
        "folkehelseloven § 9",
        {**NO_DECISIONS, **NO_PERSON},
        "samfunnsmedisin-miljorettet-helsevern",
    ),
    # Services without such decisions: the joint task is made for them, support services first.
    Case("a2", (JOINT,), "spm 4; veil 6", {COUNCIL: VEIL_3}),
    Case("a2b1", (JOINT,), "spm 4: nær kommunestyret", {COUNCIL: VEIL_3}),
    Case("a2", (JOINT,), "veil 6: støttetjenester", {COUNCIL: VEIL_3}, "okonomi"),
    Case("a2b1c1d1e1f2g1h1", (JOINT,), "veil 6", NO_PERSON, "lonn-regnskap"),
    Case("a2b1c2d1e1g1", (JOINT,), "veil 6; koml § 19-4", OWN_PERSON, "ikt"),
    Case("a2f1", (JOINT, ADM), "veil 6; koml § 20-1", {}, "okonomi", among=(JOINT,)),
    Case("a2b3c1d1e1f2", (JOINT, "iks", "as"), "veil 6", NO_PERSON, "innkjop", among=(JOINT,)),
    Case("a2e2", (JOINT,), "koml §§ 19-1, 20-2", each(HOSTS, koml("20-1"))),
    # One of two or three municipalities has the staff: it can be the host.
    Case("a2f1", (ADM,), "koml § 20-1; veil 5", {COUNCIL: VEIL_3}),
    Case("a2b2c2d1e1f1g1h1", (ADM,), "koml §§ 20-1, 20-2", OWN_PERSON),
    Case("a2b2f1", (ADM,), "koml § 20-1", {COUNCIL: VEIL_3}, "legevakt", never=PRIVATE),
    Case("a2b2f1g1", (ADM,), "koml §§ 20-1, 20-8", {COUNCIL: VEIL_3}, "ppt"),
    # A market: the company.
    Case("a2h3", ("as",), "aksjeloven § 1-2", {COUNCIL: VEIL_3}, never=(JOINT, "iks")),
    Case("h3", ("as",), "aksjeloven § 1-2; samvirkelova § 1", {COUNCIL: VEIL_3}, never=("sa",)),
    Case("a2b3c1d2e4f2g1h3", ("as",), "spm 5 og 6", {**UNLIMITED, **ONLY_MUNICIPALITIES}),
    Case("a2b1c1d1e1f2g1h3", ("as",), "aksjeloven § 1-2", NO_PERSON, never=(JOINT,)),
    Case("a2b3c1d2h3", ("as",), "spm 6", UNLIMITED, "energi"),
    # Limited liability, others than municipalities, no legal person of its own.
    Case("a2c1d2", ("as", "sa"), "spm 6", {**UNLIMITED, **NO_PERSON}),
    Case("d2", ("as", "sa"), "spm 6; koml §§ 18-2, 19-2; IKS § 3", UNLIMITED),
    Case("a2e3", ("as", "sa", "avtale"), "spm 5", ONLY_MUNICIPALITIES),
    Case("a2e4c1", ("as", "sa"), "spm 5", {**ONLY_MUNICIPALITIES, **each(LOOSE, koml("17-1"))}),
    Case("a2c2e4", LOOSE, "spm 5; koml § 17-1", {**ONLY_MUNICIPALITIES, **OWN_PERSON}),
    Case("a2c1", (JOINT,), "veil 5; koml § 19-4", NO_PERSON),
    Case("a2c1d2g2", ("sa",), "samvirkelova § 22: høyst tre måneder", UNLIMITED),
    Case("g3", ("prosjekt",), "spm 8; forsøk før en fast form", never=("iks", "as")),
    # One regulation says which forms: the joint task or the IKS.
    Case("", (JOINT, "iks"), "spm 7", MUST_BE_JOINT, "akutt-forurensning"),
    Case("a2b1c1d1e1", (JOINT,), "spm 7", MUST_BE_JOINT, "akutt-forurensning", among=("iks",)),
    Case("a2c2", (JOINT,), "spm 7", {"iks": "IKS-loven § 2"}, "akutt-forurensning"),
    Case("h3", (JOINT, "iks"), "spm 7", MUST_BE_JOINT, "akutt-forurensning"),
    # What does not go together leaves nothing.
    Case("a2d2", (), "spm 6 og 7", {**MUST_BE_JOINT, **UNLIMITED}, "akutt-forurensning"),
    Case("a3e4", (), "spm 2 og 5", {**NO_DECISIONS, **ONLY_MUNICIPALITIES}),
    Case("a3c1d2", (), "koml § 5-4; veil 5; IKS § 3", {**NO_DECISIONS, "iks": "IKS-loven § 3"}),
    Case("a3e2c2", (), "koml § 20-1 andre ledd", {**NO_DECISIONS, **each(HOSTS, koml("20-2"))}),
)

"""What the guide says of the law beside the reasons, each piece with its paragraph and address."""

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from analysis.guide_questions import law
from data.guide_rules import Basis
from data.language import _
from data.records import Service
from views.view import Item

_POLLUTION: Final = Basis(
    "forskrift 2022-01-04-10 § 7", "https://lovdata.no/forskrift/2022-01-04-10/§7"
)
_DECISIONS: Final = ("3", "4")


class Remark(NamedTuple):
    """One sentence, and where it is known from."""

    text: str
    bases: tuple[Item, ...]


def links(bases: Iterable[Basis]) -> tuple[Item, ...]:
    """Return paragraphs as links; a number never stands alone on the next line."""
    return tuple(
        Item(basis.paragraph.replace("§ ", "§\u00a0").replace("kap. ", "kap.\u00a0"), basis.url)
        for basis in bases
    )


def remarks(answers: Mapping[str, str], service: Service | None) -> tuple[Remark, ...]:
    """Return what the answers do not say, and the law asks."""
    found = []
    if answers.get("a") in _DECISIONS:
        text = _(
            "Er oppgaven ikke lovpålagt, kan også et annet rettssubjekt få myndighet, men bare i "
            "saker som ikke er prinsipielle."
        )
        found.append(Remark(text, links((law("5-4"),))))
    if service is None:
        text = _(
            "Ingen tjeneste er valgt. For beredskap mot akutt forurensning krever en forskrift "
            "oppgavefellesskap eller IKS."
        )
        found.append(Remark(text, links((_POLLUTION,))))
    return tuple(found)

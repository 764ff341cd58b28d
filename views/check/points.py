"""The points of the check: the client's own words, and one line of ours that each may agree to.

The codes stand in the files that are saved, so they stay as they are.
"""

from collections import Counter
from collections.abc import Mapping
from typing import Final, NamedTuple

from data.language import _, mark


class Point(NamedTuple):
    """One point: its code, the part it belongs to, its name, and what a party may agree to.

    `warning` marks a sign that something is going wrong: to agree is to see it.
    """

    code: str
    part: str
    name: str
    help: str
    warning: bool = False


class Part(NamedTuple):
    """One part of the check: its letter, its heading, what is asked, and its name in brackets."""

    code: str
    title: str
    ask: str
    short: str


PARTS: Final = (
    Part(
        "a",
        mark("Hvorfor, og er det mulig nå?"),
        mark("Hva skal samarbeidet løse, og er viljen, pengene og støtten til stede?"),
        mark("hvorfor"),
    ),
    Part(
        "b",
        mark("Struktur og kultur"),
        mark("Står det praktiske på plass, og har vi det slik sammen at det holder?"),
        mark("struktur og kultur"),
    ),
    Part(
        "c",
        mark("Hva gikk godt, og varselsignaler"),
        mark("Hva vil vi ha mer av, og hva bør vi ta tak i før det vokser?"),
        mark("varselsignal"),
    ),
)

_WHY: Final = (
    ("liten-kommune", mark("Liten kommune"),
     mark("Oppgaven er for stor til at vi løser den godt alene.")),
    ("lovkrav", mark("Lovkrav"),
     mark("Sammen klarer vi krav i loven som er tunge å oppfylle hver for oss.")),
    ("tjenester", mark("Bedre og mer stabile tjenester"),
     mark("Innbyggerne får en bedre tjeneste, som også tåler sykdom og ferie.")),
    ("fagmiljo", mark("Fagmiljø"),
     mark("Fagfolkene får noen å spørre, lære av og dele vakter med.")),
    ("rekruttere", mark("Rekruttere og beholde"),
     mark("Det blir lettere å få tak i fagfolk, og lettere å holde på dem.")),
    ("okonomi", mark("Økonomi"),
     mark("Vi vet hva det vil koste oss, og vi har råd til det.")),
    ("motivasjon", mark("Motivasjon"),
     mark("De som skal bære samarbeidet, ønsker det selv.")),
    ("forankring-faglig", mark("Forankring: faglig"),
     mark("De som skal gjøre jobben, har vært med og støtter det.")),
    ("forankring-administrativ", mark("Forankring: administrativ"),
     mark("Kommunedirektør og ledere står bak og setter av tid.")),
    ("forankring-politisk", mark("Forankring: politisk"),
     mark("Kommunestyret har drøftet det og ønsker det.")),
    ("gevinst", mark("Gevinst"),
     mark("Vi kan si hva vi vinner på det, og hvem som får glede av det.")),
    ("alternativ", mark("Eneste alternativ – vi må"),
     mark("Vi ser ingen annen vei enn å samarbeide.")),
)  # fmt: skip
_HOW: Final = (
    ("organisasjonsforstaelse", mark("Organisasjonsforståelse"),
     mark("Alle vet hvordan samarbeidet er bygd opp, og hvem som bestemmer hva.")),
    ("rolleforstaelse", mark("Rolleforståelse"),
     mark("Eier, vert, leder og deltaker kjenner sin egen rolle og de andres.")),
    ("arshjul", mark("Årshjul"),
     mark("Fast struktur: budsjett og saker følger et år som alle kjenner.")),
    ("avtaler", mark("Avtaler"),
     mark("Fast struktur: avtalen er skriftlig, kjent og i bruk.")),
    ("moter", mark("Møter"),
     mark("Fast struktur: vi møtes jevnlig, med de rette rundt bordet.")),
    ("ledelse", mark("Ledelse"),
     mark("Noen leder samarbeidet, og får rom og støtte til å gjøre det.")),
    ("okonomi-drift", mark("Økonomi"),
     mark("Vi er enige om hvordan kostnadene fordeles, og synes det er rimelig.")),
    ("normer", mark("Normer og verdier"),
     mark("Vi mener stort sett det samme om hva som er godt og riktig å gjøre.")),
    ("relasjoner", mark("Menneskelige relasjoner"),
     mark("Vi kjenner hverandre, og tar telefonen når noe er vanskelig.")),
    ("vaner", mark("Vaner og symboler"),
     mark("Vi har felles måter å gjøre ting på, og navn og tegn som er våre.")),
    ("kommunikasjon", mark("Kommunikasjon"),
     mark("Alle får vite det samme til samme tid, også det som er ubehagelig.")),
)  # fmt: skip
_WENT_WELL: Final = (
    ("gikk-godt", mark("Hva gikk godt"),
     mark("Noe har gått godt, og vi vet hvorfor. Skriv hva i notatet.")),
)  # fmt: skip
_SIGNS: Final = (
    ("struktur-mangler", mark("Struktur mangler"),
     mark("Avtale, møter eller årshjul er ikke på plass, eller blir ikke fulgt.")),
    ("kultur-krevende", mark("Kulturen krever for mye"),
     mark("Ulike vaner og verdier tar mer krefter enn samarbeidet gir igjen.")),
    ("mal-uklart", mark("Målet er uklart"),
     mark("Vi vil ulike ting, eller klarer ikke å si hva vi skal oppnå.")),
    ("tillit-svikter", mark("Respekt og tillit svikter"),
     mark("Vi snakker mer om hverandre enn med hverandre.")),
    ("okonomi-svikter", mark("Økonomi"),
     mark("Penger er blitt grunn til strid, utsettelse eller at noen vil ut.")),
)  # fmt: skip

POINTS: Final = (
    *(Point(code, "a", name, line) for code, name, line in _WHY),
    *(Point(code, "b", name, line) for code, name, line in _HOW),
    *(Point(code, "c", name, line) for code, name, line in _WENT_WELL),
    *(Point(code, "c", name, line, warning=True) for code, name, line in _SIGNS),
)
BY_CODE: Final[Mapping[str, Point]] = {point.code: point for point in POINTS}
ORDER: Final[Mapping[str, int]] = {point.code: place for place, point in enumerate(POINTS)}
_TIMES: Final = Counter(point.name for point in POINTS)


def of_part(part: str) -> tuple[Point, ...]:
    """Return the points of one part, in order."""
    return tuple(point for point in POINTS if point.part == part)


def name_of(point: Point) -> str:
    """Return the name of a point alone; what several are called is told apart by the part."""
    name = point.name
    if _TIMES[name] == 1:
        return _(name)
    short = next(part.short for part in PARTS if part.code == point.part)
    return f"{_(name)} ({_(short)})"

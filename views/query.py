"""Hold everything that a view is asked for, and read it from and write it to a link.

A `Query` is what stands in the address bar, in a stored scene and in an export command. The
link is the contract (keys and values are listed in `KEYS`): lists by comma, switches `ja` or
`nei`, a key at its default left out. What a link holds that nobody knows is reported in a
`Notice`, never an error.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Literal, NamedTuple
from urllib.parse import parse_qsl, urlencode

from analysis.likeness import Weights
from data.language import LANGUAGES, _
from data.limits import limit
from data.register import Register
from data.schema import CONFIDENCES, STATUSES
from views.words import region_slug

Mode = Literal["og", "eller"]

SORTS = ("kommuner", "tjenester")
# Parts of pages that have several, all but the first: of the forms, of the register, of Om.
PARTS = ("veiviser", "her", "innhold", "styring", "kvalitet", "kilder", "ord", "lisenser")
WEIGHTS = tuple(str(weight) for weight in Weights())
_ORDERED: Mapping[str, tuple[str, ...]] = {
    "status": STATUSES,
    "sikkerhet": CONFIDENCES,
    "sorter": SORTS,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """Every filter, switch and selection; immutable and hashable, so that it can key a cache.

    Fields carry the names of the link. `celle` is one cell of the coverage matrix, municipality
    and service joined by a hyphen (a column where no municipality stands before it); `vekt` the
    weights of the five criteria for partners; `steg` a scenario in its short form; `svar` the
    answers to the guide of forms in theirs (`analysis/guide.py`); `sorter` what the matrix sorts
    by coverage; `scene` the place in the presentation, 0 for its list; `fane` the part of a page
    that is open, empty for its first. Lists are tuples in the order given, without doubles;
    those of fixed words stand in the order of their vocabulary, so that the order of clicks
    makes no difference to title or link.
    """

    tjeneste: tuple[str, ...] = ()
    form: tuple[str, ...] = ()
    kommune: tuple[str, ...] = ()
    modus: Mode = "eller"
    region: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    sikkerhet: tuple[str, ...] = ()
    aar: int | None = None
    sok: str = ""
    avtale: tuple[str, ...] = ()
    deler: bool = False
    par: int = limit("pair_lines")
    nettverk: bool = False
    utvikling: bool = False
    avsluttet: bool = False
    usikre: bool = True
    celle: str = ""
    vekt: tuple[str, ...] = WEIGHTS
    steg: str = ""
    svar: str = ""
    sammenlign: tuple[str, ...] = ()
    sorter: tuple[str, ...] = ()
    scene: int = 1
    fane: str = ""
    smaa: bool = False
    storskjerm: bool = False
    sprak: str = "nb"

    def __post_init__(self) -> None:
        """Put the lists of fixed words in order; unknown words stay, last."""
        for name, order in _ORDERED.items():
            words = set(getattr(self, name))
            ranked = [*(word for word in order if word in words), *sorted(words - set(order))]
            object.__setattr__(self, name, tuple(ranked))

    def but(self, **changes: object) -> "Query":
        """Return a copy with some fields changed."""
        return replace(self, **changes)  # type: ignore[arg-type]

    @property
    def filtered(self) -> bool:
        """Whether any filter narrows the register (switches and focus do not)."""
        return any(
            (
                self.tjeneste,
                self.form,
                self.kommune,
                self.region,
                self.status,
                self.sikkerhet,
                self.aar,
                self.sok,
            )
        )


class Notice(NamedTuple):
    """Something in a link that was ignored: the key, the value, and a sentence for the page."""

    key: str
    value: str
    text: str


DEFAULT = Query()
KEYS: tuple[str, ...] = tuple(field.name for field in fields(Query))
_LISTS = (
    "tjeneste",
    "form",
    "kommune",
    "region",
    "status",
    "sikkerhet",
    "avtale",
    "sammenlign",
    "sorter",
)
_SWITCHES = ("deler", "nettverk", "utvikling", "avsluttet", "usikre", "smaa", "storskjerm")
_CHOICES = {"modus": ("og", "eller"), "fane": PARTS, "sprak": LANGUAGES}
_TEXTS = {"steg": limit("scenario_text"), "svar": limit("guide_answers")}
_YES_NO = {"ja": True, "nei": False}
_SPANS = {"aar": (1900, 2100), "par": (0, limit("pair_lines_max")), "scene": (0, limit("scenes"))}


def to_params(query: Query) -> dict[str, str]:
    """Return the keys of a link for `query`, those at their default left out, in fixed order."""
    params: dict[str, str] = {}
    for key in KEYS:
        value = getattr(query, key)
        if value == getattr(DEFAULT, key):
            continue
        if isinstance(value, tuple):
            params[key] = ",".join(value)
        elif isinstance(value, bool):
            params[key] = "ja" if value else "nei"
        else:
            params[key] = str(value)
    return params


def to_string(query: Query) -> str:
    """Return the query string of a link, without the question mark; commas stay readable."""
    return urlencode(to_params(query), safe=",")


def from_string(text: str, register: Register) -> tuple[Query, tuple[Notice, ...]]:
    """Read a query string (with or without the question mark); see `from_params`."""
    return from_params(dict(parse_qsl(text.removeprefix("?"))), register)


def from_params(params: Mapping[str, str], register: Register) -> tuple[Query, tuple[Notice, ...]]:
    """Read the keys of a link against the vocabularies of `register`.

    Unknown keys, and values that the vocabularies do not hold, are left out and told of.
    """
    known = _vocabularies(register)
    values: dict[str, object] = {}
    notices: list[Notice] = []
    for key, text in params.items():
        if key in _LISTS:
            values[key] = _read_list(key, text, known[key], notices)
        elif key in _SWITCHES:
            _read_choice(key, text, _YES_NO, values, notices)
        elif key in _CHOICES:
            choices = {word: word for word in _CHOICES[key]}
            _read_choice(key, text, choices, values, notices)
        elif key in _SPANS:
            _read_number(key, text, _SPANS[key], values, notices)
        elif key == "celle":
            _read_cell(text, register, values, notices)
        elif key == "vekt":
            _read_weights(text, values, notices)
        elif key in _TEXTS:
            values[key] = text.strip()[: _TEXTS[key]]
        elif key == "sok":
            values[key] = " ".join(text.split())[: limit("search_length")]
        else:
            notices.append(
                Notice(key, text, _("Lenka har et ukjent felt: «{key}».").format(key=key))
            )
    return DEFAULT.but(**values), tuple(notices)


def _vocabularies(register: Register) -> dict[str, Iterable[str]]:
    regions = dict.fromkeys(region_slug(m.region) for m in register.municipality_by_code.values())
    return {
        "tjeneste": register.service_by_code,
        "form": register.form_by_code,
        "kommune": register.municipality_by_code,
        "region": regions,
        "status": STATUSES,
        "sikkerhet": CONFIDENCES,
        "avtale": register.agreements.index,
        "sammenlign": register.county_codes,
        "sorter": SORTS,
    }


def _read_list(key: str, text: str, known: Iterable[str], notices: list[Notice]) -> tuple[str, ...]:
    items = list(dict.fromkeys(item.strip() for item in text.split(",") if item.strip()))
    vocabulary = set(known)
    for item in items:
        if item not in vocabulary:
            sentence = _("Lenka viser til «{value}», som ikke finnes blant {key}.")
            notices.append(Notice(key, item, sentence.format(value=item, key=_WORD[key]())))
    return tuple(item for item in items if item in vocabulary)


_WORD = {
    "tjeneste": lambda: _("tjenestene"),
    "form": lambda: _("organisasjonsformene"),
    "kommune": lambda: _("kommunene"),
    "region": lambda: _("regionene"),
    "status": lambda: _("statusene"),
    "sikkerhet": lambda: _("sikkerhetsgradene"),
    "avtale": lambda: _("avtalene i registeret"),
    "sammenlign": lambda: _("fylkets kommuner"),
    "sorter": lambda: _("det som kan sorteres"),
}


def _read_choice(
    key: str,
    text: str,
    choices: Mapping[str, object],
    values: dict[str, object],
    notices: list[Notice],
) -> None:
    if text in choices:
        values[key] = choices[text]
    else:
        sentence = _("Lenka har «{key}={value}»; dette er lov: {accepted}.")
        accepted = ", ".join(choices)
        notices.append(Notice(key, text, sentence.format(key=key, value=text, accepted=accepted)))


def _read_cell(
    text: str, register: Register, values: dict[str, object], notices: list[Notice]
) -> None:
    code, _hyphen, service = text.partition("-")
    if code in ("", *register.county_codes) and service in register.service_by_code:
        values["celle"] = text
    else:
        sentence = _("Lenka peker på cella «{value}», som ikke finnes.")
        notices.append(Notice("celle", text, sentence.format(value=text)))


def _read_weights(text: str, values: dict[str, object], notices: list[Notice]) -> None:
    parts = text.split(",")
    top = limit("weight_max")
    fit = all(p.isascii() and p.isdigit() and len(p) <= 3 and int(p) <= top for p in parts)
    if len(parts) == len(WEIGHTS) and fit:
        values["vekt"] = tuple(str(int(part)) for part in parts)
    else:
        sentence = _("Lenka har «vekt={value}»; lov er fem hele tall fra 0 til {top}.")
        notices.append(Notice("vekt", text, sentence.format(value=text, top=top)))


def _read_number(
    key: str,
    text: str,
    span: tuple[int, int],
    values: dict[str, object],
    notices: list[Notice],
) -> None:
    low, high = span
    if text.isascii() and text.isdigit() and len(text) <= 4 and low <= int(text) <= high:
        values[key] = int(text)
    else:
        sentence = _("Lenka har «{key}={value}»; lov er et tall fra {low} til {high}.")
        notices.append(Notice(key, text, sentence.format(key=key, value=text, low=low, high=high)))

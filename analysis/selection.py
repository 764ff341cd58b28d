"""Choose agreements: filter the register, and fold parts into their whole.

All filters are combined with «and»; the values within one filter with «or», except the
municipalities, where the mode decides.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from analysis.criteria import Criteria
from analysis.steps import is_new
from data.records import Agreement
from data.register import Register

ENDED = "avsluttet"
# Weakly organised, as the register's users mean it: no organ of its own (design §4).
WEAK_FORMS = frozenset({"avtale", "forening", "prosjekt", "nettverk"})
UNKNOWN_FORM = "ukjent"
HOST_FORMS = frozenset({"vertskommune", "vertskommune-adm", "vertskommune-nemnd"})


@dataclass(frozen=True, slots=True)
class Selection:
    """What a set of filters leaves of the register.

    Attributes
    ----------
    drawn
        Agreements with a member named, after folding, sorted by name.
    nameless
        Agreements of which no member is known: listed and counted apart, never drawn.
    folded
        Parts that are drawn as their whole, by the id of that whole.
    undated
        How many of `drawn` have no year, where the filter asks for one.
    """

    drawn: tuple[Agreement, ...]
    nameless: tuple[Agreement, ...]
    folded: dict[str, tuple[Agreement, ...]]
    undated: int

    @property
    def rows(self) -> tuple[Agreement, ...]:
        """All agreements that the filters leave, the folded ones too."""
        parts = [part for group in self.folded.values() for part in group]
        return (*self.drawn, *self.nameless, *parts)


def select(register: Register, criteria: Criteria, regions: dict[str, str]) -> Selection:
    """Return what `criteria` leave of `register`.

    Parameters
    ----------
    register
        The register in force.
    criteria
        The filters; a status that is asked for by name counts even if it is «avsluttet».
    regions
        The region's short name (as in a link) of each municipality, by code.
    """
    search = Search(register, criteria.sok)
    rows = [
        row
        for row in register.agreement_records
        if _has_status(row, criteria)
        and (not criteria.tjeneste or row.service in criteria.tjeneste)
        and (not criteria.form or row.form in criteria.form)
        and (not criteria.sikkerhet or row.confidence in criteria.sikkerhet)
        and _has_members(row, criteria)
        and (not criteria.region or any(regions[code] in criteria.region for code in row.members))
        and in_year(row, criteria.aar)
        and search.finds(row)
    ]
    return _fold(rows, unfold=criteria.deler, year=criteria.aar)


def pick(register: Register, ids: Iterable[str], *, unfold: bool = True) -> Selection:
    """Return the agreements with these ids, whatever their status; unknown ids are left out."""
    wanted = set(ids)
    rows = [row for row in register.agreement_records if row.id in wanted]
    return _fold(rows, unfold=unfold, year=None)


def in_year(row: Agreement, year: int | None) -> bool:
    """Return whether an agreement may have been in force in `year`; no year excludes nothing."""
    if year is None:
        return True
    return (row.start is None or row.start <= year) and (row.end is None or year <= row.end)


def is_weak(row: Agreement) -> bool:
    """Return whether an agreement is weakly organised: network, project or without an organ."""
    return row.form in WEAK_FORMS


def _has_status(row: Agreement, criteria: Criteria) -> bool:
    if criteria.status:
        return row.status in criteria.status
    return criteria.avsluttet or row.status != ENDED


def _has_members(row: Agreement, criteria: Criteria) -> bool:
    if not criteria.kommune:
        return True
    test = all if criteria.modus == "og" else any
    return test(code in row.members for code in criteria.kommune)


def _fold(rows: list[Agreement], *, unfold: bool, year: int | None) -> Selection:
    by_id = {row.id: row for row in rows}
    folded: dict[str, list[Agreement]] = {}
    stand: list[Agreement] = []
    for row in rows:
        whole = None if unfold else _whole(row, by_id)
        if whole is None:
            stand.append(row)
        else:
            folded.setdefault(whole.id, []).append(row)
    drawn = sorted((row for row in stand if row.members), key=_by_name)
    nameless = sorted((row for row in stand if not row.members), key=_by_name)
    undated = sum(1 for row in drawn if row.start is None and row.end is None) if year else 0
    parts = {whole: tuple(sorted(group, key=_by_name)) for whole, group in folded.items()}
    return Selection(tuple(drawn), tuple(nameless), parts, undated)


def _whole(row: Agreement, by_id: dict[str, Agreement]) -> Agreement | None:
    """Return the outermost selected agreement that `row` is folded into, or None.

    Only where part and whole share the service, and the whole has every member of the part.
    """
    whole = None
    step = row
    while step.part_of and (parent := by_id.get(step.part_of)) is not None:
        if parent.service != row.service or not set(row.members) <= set(parent.members):
            break
        whole = step = parent
    return whole


def _by_name(row: Agreement) -> tuple[bool, str, str]:
    # What a scenario creates stands last: the others keep their numbers and colours beside it.
    return is_new(row.id), sort_key(row.name), row.id


_NORWEGIAN_LAST = str.maketrans({"æ": "{a", "ä": "{a", "ø": "{b", "ö": "{b", "å": "{c"})


def sort_key(text: str) -> str:
    """Return a key that sorts æ, ø and å last, as Norwegian does."""
    return unicodedata.normalize("NFC", text).casefold().translate(_NORWEGIAN_LAST)


class Search:
    """A free text search: every word must be found in the agreement's texts or members.

    A word that is a former municipality's name finds the agreements of today's municipality;
    `former` tells which words did so.
    """

    def __init__(self, register: Register, text: str) -> None:
        self._register = register
        self._words = fold_text(text).split()
        names = {fold_text(name): codes for name, codes in register.former_names().items()}
        self.former = {word: names[word] for word in self._words if word in names}
        # Short words and former names are looked for as whole words: «eide» is not in «arbeide».
        self._patterns = {
            word: re.compile(
                rf"\b{re.escape(word)}\b"
                if word in self.former or len(word) < 3
                else re.escape(word)
            )
            for word in self._words
        }

    def finds(self, row: Agreement) -> bool:
        """Return whether every word is found."""
        if not self._words:
            return True
        text = _haystack(self._register, row)
        return all(
            pattern.search(text) or set(self.former.get(word, ())) & set(row.members)
            for word, pattern in self._patterns.items()
        )


def fold_text(text: str) -> str:
    """Return `text` for comparison: NFC, casefolded, white space as single spaces."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def _haystack(register: Register, row: Agreement) -> str:
    cache: dict[str, str] = register.__dict__.setdefault("_search_texts", {})
    if row.id not in cache:
        service = register.service_by_code[row.service].name
        form = register.form_by_code[row.form].name
        members = (register.municipality_by_code[code].name for code in row.members)
        parts = (row.name, row.purpose, row.note, row.orgnr, service, form, *members, *row.others)
        cache[row.id] = fold_text(" ".join(parts))
    return cache[row.id]

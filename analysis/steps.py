"""Hold a scenario's steps, write them to a link and read them back.

In a link a step is `kind.field.field`, steps are separated by `~` and a list's codes by `_`:
`inn.ID.1576_1573~ut.ID.1505~sla.ID1.ID2~ny.SERVICE.FORM.1573_1576.1576`. None of the three signs
can stand in an id or a code, and all of them are left alone in a query string.

A step that names what the register does not have is left out whole: half a step would be
another question than the one that was asked.
"""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Final

from data.errors import shown
from data.language import _
from data.limits import limit
from data.register import Register


# No NamedTuples: as plain tuples, a Join and a Leave of the same would be equal, also as keys.
@dataclass(frozen=True, slots=True)
class Join:
    """Municipalities join an agreement."""

    agreement: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Leave:
    """Municipalities leave an agreement."""

    agreement: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Merge:
    """An agreement takes in another one, which ends."""

    agreement: str
    other: str


@dataclass(frozen=True, slots=True)
class Create:
    """A new agreement is made; its id is `new_id` of the step's number."""

    service: str
    form: str
    members: tuple[str, ...]
    host: str = ""


Step = Join | Leave | Merge | Create

KINDS: Final[Mapping[str, type[Step]]] = {"inn": Join, "ut": Leave, "sla": Merge, "ny": Create}
NAMES: Final = {cls: kind for kind, cls in KINDS.items()}
KEYS: Final[Mapping[str, tuple[str, ...]]] = {
    "inn": ("avtale", "kommuner"),
    "ut": ("avtale", "kommuner"),
    "sla": ("avtale", "med"),
    "ny": ("tjeneste", "form", "kommuner", "vert"),
}
"""The fields of each kind, in the order of the link and of the class; `vert` may be left out."""


_NEW: Final = "scenario-"


def new_id(number: int) -> str:
    """Return the id of the agreement that step `number` (from 1) creates."""
    return f"{_NEW}{number}"


def is_new(id_: str) -> bool:
    """Return whether a scenario has created the agreement with this id."""
    return id_.startswith(_NEW)


def to_text(steps: Iterable[Step]) -> str:
    """Return the steps in a link's short form; it is never cut, so see that it is not too long."""
    return "~".join(map(_text, steps))


def from_text(text: str, register: Register) -> tuple[tuple[Step, ...], tuple[str, ...]]:
    """Read steps from a link's short form, whatever it holds.

    Returns
    -------
    steps
        What could be read. Where a step was left out, those that speak of a later new agreement
        follow it to its new number.
    sentences
        What was left out and why, by the step's number in the text.
    """
    sentences = []
    longest, most = limit("scenario_text"), limit("scenario_steps")
    if len(text) > longest:
        sentence = _("Scenarioet har {n} tegn; grensen er {limit}. Resten er utelatt.")
        sentences.append(sentence.format(n=len(text), limit=longest))
        # A step cut in two may still look like one, so only steps that end in time are read.
        text = text[: longest + 1].rpartition("~")[0]
    pieces = text.split("~") if text else []
    if len(pieces) > most:
        sentence = _("Scenarioet har {n} steg; grensen er {limit}. Resten er utelatt.")
        sentences.append(sentence.format(n=len(pieces), limit=most))
    steps, left_out = known_only([(piece, _parse(piece)) for piece in pieces[:most]], register)
    return steps, (*left_out, *sentences)


def without(steps: Sequence[Step], number: int) -> tuple[Step, ...]:
    """Return the steps without step `number` (from 1) and those that need what it created.

    The agreements of later steps get new numbers, and the steps that speak of them follow.
    """
    gone = new_id(number) if isinstance(steps[number - 1], Create) else ""
    left = [
        (place, step)
        for place, step in enumerate(steps, 1)
        if place != number and not (gone and gone in agreements(step))
    ]
    return _renumbered(left)


def agreements(step: Step) -> tuple[str, ...]:
    """Return the ids of the agreements that a step speaks of; one that creates has none yet."""
    match step:
        case Join(agreement) | Leave(agreement):
            return (agreement,)
        case Merge(agreement, other):
            return (agreement, other)
        case Create():
            return ()


def unknown(step: Step, register: Register, agreement_ids: Container[str]) -> str:
    """Return what a step names that is not known, as words after a colon; empty if it all is.

    Parameters
    ----------
    step
        The step in question.
    register
        The register whose services, forms and municipalities are known.
    agreement_ids
        Ids of the agreements that exist when the step is taken.
    """
    for id_ in agreements(step):
        if id_ not in agreement_ids:
            return _("avtalen «{value}» finnes ikke").format(value=shown(id_))
    codes = _codes(step)
    if isinstance(step, Create):
        if step.service not in register.service_by_code:
            return _("tjenesten «{value}» finnes ikke").format(value=shown(step.service))
        if step.form not in register.form_by_code:
            return _("organisasjonsformen «{value}» finnes ikke").format(value=shown(step.form))
        codes = (*codes, step.host) if step.host else codes
    for code in codes:
        if code not in register.municipality_by_code:
            return _("kommunen «{value}» finnes ikke").format(value=shown(code))
    return ""


def _codes(step: Step) -> tuple[str, ...]:
    match step:
        case Join(_id, codes) | Leave(_id, codes):
            return codes
        case Create():
            return step.members
        case Merge():
            return ()


def values(step: Step) -> tuple[str | tuple[str, ...], ...]:
    """Return the fields of a step, in the order of `KEYS`."""
    return tuple(getattr(step, field.name) for field in fields(step))


def _text(step: Step) -> str:
    cells = ("_".join(v) if isinstance(v, tuple) else v for v in values(step))
    return ".".join((NAMES[type(step)], *cells)).removesuffix(".")


def _parse(piece: str) -> Step | str:
    """Return one step of a link, or the words for why it is none."""
    kind, *cells = piece.split(".")
    if kind not in KEYS:
        words = _("slaget «{kind}» er ukjent; lov er {accepted}")
        return words.format(kind=shown(kind), accepted=", ".join(KEYS))
    keys = KEYS[kind]
    least = len([key for key in keys if key != "vert"])
    if not least <= len(cells) <= len(keys):
        words = _("det har {n} felt etter «{kind}»; det skal ha {accepted}")
        return words.format(n=len(cells), kind=kind, accepted=", ".join(keys))
    return made(kind, [
        tuple(dict.fromkeys(filter(None, cell.split("_")))) if key == "kommuner" else cell
        for key, cell in zip(keys, cells, strict=False)
    ]) or _("det nevner ingen kommuner")  # fmt: skip


def made(kind: str, cells: Sequence[str | tuple[str, ...]]) -> Step | None:
    """Return the step of a kind with these fields; None where a list of municipalities is empty."""
    make: Any = KINDS[kind]
    return make(*cells) if () not in cells else None


def known_only(
    read: Iterable[tuple[str, Step | str]], register: Register
) -> tuple[tuple[Step, ...], list[str]]:
    """Return the steps that name only what is known, and a sentence for each of the others."""
    kept: list[tuple[int, Step]] = []
    sentences = []
    ids = set(register.agreement_by_id)
    for number, (value, step) in enumerate(read, 1):
        reason = step if isinstance(step, str) else unknown(step, register, ids)
        if reason or isinstance(step, str):
            sentence = _("Steg {number} («{value}») er utelatt: {reason}.")
            sentences.append(sentence.format(number=number, value=shown(value), reason=reason))
            continue
        kept.append((number, step))
        if isinstance(step, Create):
            ids.add(new_id(number))
    return _renumbered(kept), sentences


def _renumbered(numbered: Sequence[tuple[int, Step]]) -> tuple[Step, ...]:
    """Let the steps that speak of a new agreement follow it from its old number to its place."""
    ids = {
        new_id(number): new_id(place)
        for place, (number, step) in enumerate(numbered, 1)
        if isinstance(step, Create)
    }
    return tuple(_renamed(step, ids) for _number, step in numbered)


def _renamed(step: Step, ids: Mapping[str, str]) -> Step:
    if isinstance(step, Create):
        return step
    if isinstance(step, Merge):
        return Merge(ids.get(step.agreement, step.agreement), ids.get(step.other, step.other))
    return replace(step, agreement=ids.get(step.agreement, step.agreement))

"""Take one step of a scenario: what becomes of the agreements, and why it cannot be done."""

from collections.abc import Collection
from typing import Final

from analysis.selection import ENDED, HOST_FORMS
from analysis.steps import Create, Join, Leave, Merge, Step, agreements, new_id, unknown
from data.language import _
from data.records import Agreement
from data.register import Register

# The register's content is Norwegian in every language, so these words are not translated: two
# registers of one revision hold the same.
_NAME: Final = "Nytt samarbeid {number}: {service}"
SOURCE: Final = "Scenario"
_NOTE: Final = "Bare i scenario"


class Refused(Exception):  # noqa: N818 — it is caught by whoever takes the steps
    """Carry the words for why a step cannot be taken at all."""


def take(register: Register, rows: dict[str, Agreement], number: int, step: Step) -> list[str]:
    """Take one step in `rows`.

    Parameters
    ----------
    register
        The register whose services, forms and municipalities are known.
    rows
        The agreements by id; those that the step touches are replaced.
    number
        The step's number, from 1, which gives a new agreement its id.
    step
        The step to take.

    Returns
    -------
    list
        Words, each to follow a colon, for the municipalities that were passed over.

    Raises
    ------
    Refused
        Nothing of the step can be done.
    """
    if reason := unknown(step, register, rows):
        raise Refused(reason)
    for id_ in agreements(step):
        if rows[id_].status == ENDED:
            raise Refused(_("«{name}» er avsluttet").format(name=rows[id_].name))
    match step:
        case Join(id_, codes):
            rows[id_], reasons = _join(register, rows[id_], codes)
            return reasons
        case Leave(id_, codes):
            rows[id_], reasons = _leave(register, rows[id_], codes)
            return reasons
        case Merge(id_, other):
            rows[id_], rows[other] = _merge(register, rows[id_], rows[other])
        case Create():
            if new_id(number) in rows:
                raise Refused(_("id-en «{id}» er i bruk").format(id=new_id(number)))
            rows[new_id(number)] = _create(register, number, step)
    return []


def _join(
    register: Register, row: Agreement, codes: Collection[str]
) -> tuple[Agreement, list[str]]:
    reasons = [
        _("{municipality} er allerede med i «{name}»").format(
            municipality=register.municipality_by_code[code].name, name=row.name
        )
        for code in dict.fromkeys(codes)
        if code in row.members
    ]
    if set(codes) <= set(row.members):
        return row, reasons
    return row._replace(members=_in_order(register, {*row.members, *codes})), reasons


def _leave(
    register: Register, row: Agreement, codes: Collection[str]
) -> tuple[Agreement, list[str]]:
    reasons = []
    leaving = set()
    for code in dict.fromkeys(codes):
        if code not in row.members:
            words = _("{municipality} er ikke med i «{name}»")
        elif code == row.host and row.form in HOST_FORMS:
            words = _("{municipality} er vertskommune og kan ikke gå ut av «{name}»")
        else:
            leaving.add(code)
            continue
        name = register.municipality_by_code[code].name
        reasons.append(words.format(municipality=name, name=row.name))
    left = tuple(code for code in row.members if code not in leaving)
    if leaving and not left:
        raise Refused(_("ingen kommune blir igjen i «{name}»").format(name=row.name))
    host = "" if row.host in leaving else row.host
    seat = "" if row.seat in leaving else row.seat
    return row._replace(members=left, host=host, seat=seat), reasons


def _merge(register: Register, row: Agreement, other: Agreement) -> tuple[Agreement, Agreement]:
    """Return the agreement that goes on, and the one that ends."""
    if row.id == other.id:
        raise Refused(_("«{name}» kan ikke slås sammen med seg selv").format(name=row.name))
    if row.service != other.service:
        words = _("«{name}» og «{other}» gjelder ulike tjenester og kan ikke slås sammen")
        raise Refused(words.format(name=row.name, other=other.name))
    merged = row._replace(
        members=_in_order(register, {*row.members, *other.members}),
        # Nobody knows more of the two together than of each.
        incomplete=row.incomplete or other.incomplete,
        others=tuple(dict.fromkeys((*row.others, *other.others))),
        # What goes on is neither part of what ends nor succeeded by it.
        part_of="" if row.part_of == other.id else row.part_of,
        succeeded_by="" if row.succeeded_by == other.id else row.succeeded_by,
    )
    return merged, other._replace(status=ENDED, succeeded_by=row.id)


def _create(register: Register, number: int, step: Create) -> Agreement:
    if not step.members:
        raise Refused(_("et nytt samarbeid må ha minst én kommune"))
    hosted = step.form in HOST_FORMS
    if hosted and not step.host:
        words = _("«{form}» må ha en vertskommune")
        raise Refused(words.format(form=register.form_by_code[step.form].name))
    if step.host and step.host not in step.members:
        words = (
            _("{municipality} kan ikke være vert uten å være med")
            if hosted
            else _("{municipality} kan ikke ha setet uten å være med")
        )
        raise Refused(words.format(municipality=register.municipality_by_code[step.host].name))
    return Agreement(
        id=new_id(number),
        name=_NAME.format(number=number, service=register.service_by_code[step.service].name),
        part_of="",
        succeeded_by="",
        service=step.service,
        form=step.form,
        # As in the register: a body without a host municipality has a seat only.
        host=step.host if hosted else "",
        seat=step.host,
        members=_in_order(register, step.members),
        incomplete=False,
        others=(),
        status="aktiv",
        start=None,
        end=None,
        orgnr="",
        purpose="",
        sources=((SOURCE, ""),),
        source_year=None,
        # The highest, so that no mark of doubt hides the planner's own idea.
        confidence="A",
        note=_NOTE,
    )


def _in_order(register: Register, codes: Collection[str]) -> tuple[str, ...]:
    return tuple(code for code in register.municipality_by_code if code in codes)

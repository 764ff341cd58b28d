"""The guide's result as sections and tables, for paper and files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.language import _
from views.view import Item, Section, Table
from views.words import signed

if TYPE_CHECKING:
    from views.forms.guide import Answered, Clash, Out, Possible, Reason
    from views.forms.guide_remarks import Remark


def sections(
    answers: Table,
    *,
    finished: bool,
    possible: tuple[Possible, ...],
    out: tuple[Out, ...],
    clashes: tuple[Clash, ...],
    way_out: str,
    remarks: tuple[Remark, ...],
) -> tuple[Section, ...]:
    """Return what does not go together, forms in order, what is ruled out, answers and remarks.

    A file with room for one table takes the first: the answers until the group has `finished`, and
    then the forms.
    """
    found = []
    said = Section(_("Svarene"), tables=(answers,))
    if not finished:
        found.append(said)
    if clashes or way_out:
        items = tuple(
            _told(f"{one.answers}: {one.text} {one.way_out}", one.bases) for one in clashes
        )
        found.append(Section(_("Svar som ikke går sammen"), way_out, items))
    if possible:
        found.append(Section(_("Mulige former"), tables=(_possible_table(possible),)))
    if out:
        found.append(Section(_("Utelukket"), tables=(_out_table(out),)))
    if finished:
        found.append(said)
    if remarks:
        items = tuple(_told(one.text, one.bases) for one in remarks)
        found.append(Section(_("Merk"), items=items))
    return tuple(found)


def answers_table(answered: tuple[Answered, ...], service: str) -> Table:
    """Return each question with its answer, and which service is asked about."""
    rows = [(f"{one.number}. {one.name}", one.answer or _("Ikke besvart")) for one in answered]
    rows.append((_("Tjeneste"), service or _("Ikke valgt")))
    return Table(_("Svar på spørsmålene"), (_("Spørsmål"), _("Svar")), tuple(rows))


def basis_words(bases: tuple[Item, ...]) -> Item:
    """Return all paragraphs as one piece of text that leads to the first."""
    if not bases:
        return Item(_("vår vurdering"))
    return Item("; ".join(basis.text for basis in bases), bases[0].url)


def _told(text: str, bases: tuple[Item, ...]) -> Item:
    """Return a statement with its paragraphs in one piece of text, as files have it."""
    said = basis_words(bases)
    return Item(f"{text} ({said.text})", said.url)


def _possible_table(possible: tuple[Possible, ...]) -> Table:
    rows: list[tuple[str | Item, ...]] = []
    for one in possible:
        name = f"{one.place}. {one.name}"
        score = signed(one.score)
        rows.append((name, _("Sum"), score, "", ""))
        rows += [_row(name, _("For"), reason) for reason in one.reasons_for]
        rows += [_row(name, _("Mot"), reason) for reason in one.reasons_against]
    columns = (_("Form"), _("For eller mot"), _("Vekt"), _("Grunn"), _("Hjemmel"))
    note = _("Vektene er vår vurdering.")
    return Table(_("Formene i rekkefølge, med grunner"), columns, tuple(rows), note)


def _row(name: str, side: str, reason: Reason) -> tuple[str | Item, ...]:
    return (name, side, reason.weight, reason.text, basis_words(reason.bases))


def _out_table(out: tuple[Out, ...]) -> Table:
    rows = tuple(
        (one.name, reason.text, basis_words(reason.bases)) for one in out for reason in one.reasons
    )
    columns = (_("Form"), _("Hvorfor"), _("Hjemmel"))
    return Table(_("Former som er utelukket"), columns, rows)

"""The guide's result as sections and tables, for paper and files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.language import _
from views.view import Item, Section, Table

if TYPE_CHECKING:
    from views.forms.guide import Answered, Clash, Out, Possible, Reason


def sections(
    answered: tuple[Answered, ...],
    possible: tuple[Possible, ...],
    out: tuple[Out, ...],
    clashes: tuple[Clash, ...],
    way_out: str,
) -> tuple[Section, ...]:
    """Return answers, what does not go together, forms in order, and what is ruled out."""
    found = [Section(_("Svarene"), tables=(answers_table(answered),))]
    if clashes or way_out:
        items = tuple(
            Item(f"{one.answers}: {one.text} {one.way_out} {basis_words(one.bases).text}")
            for one in clashes
        )
        found.append(Section(_("Svar som ikke går sammen"), way_out, items))
    if possible:
        found.append(Section(_("Mulige former"), tables=(_possible_table(possible),)))
    if out:
        found.append(Section(_("Utelukket"), tables=(_out_table(out),)))
    return tuple(found)


def answers_table(answered: tuple[Answered, ...]) -> Table:
    """Return each question with its answer."""
    rows = tuple((f"{one.number}. {one.name}", one.answer or _("Ikke besvart")) for one in answered)
    return Table(_("Svar på spørsmålene"), (_("Spørsmål"), _("Svar")), rows)


def basis_words(bases: tuple[Item, ...]) -> Item:
    """Return all paragraphs as one piece of text that leads to the first."""
    if not bases:
        return Item(_("vår vurdering"))
    return Item("; ".join(basis.text for basis in bases), bases[0].url)


def _possible_table(possible: tuple[Possible, ...]) -> Table:
    rows: list[tuple[str | Item, ...]] = []
    for one in possible:
        name = f"{one.place}. {one.name}"
        score = f"{one.score:+d}".replace("-", "−") if one.score else "0"
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

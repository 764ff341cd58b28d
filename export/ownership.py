"""The ownership report as a Word file, and the same rows as a file that the import reads back."""

from collections.abc import Iterable, Sequence

from data.language import _
from data.register import Register
from data.schema import AGREEMENTS
from export.kept import Kept
from export.register_files import register_csv
from export.word import NEXT, NOTE, SMALL, Blank, Piece, Strong, Word
from views.ownership import LAW, Entry, Field, Group, Report
from views.view import Item
from views.words import number


def ownership_word(report: Report, register: Register) -> bytes:
    """Return the report as a Word file: an overview, then all of each form, with marked blanks."""
    title = _("Eierskapsmelding: vedlegg for {name}").format(name=report.name)
    date = register.as_of or _("ukjent dato")
    foot = _("Kilde: Samarbeidskart, registeret per {date}").format(date=date)
    paper = Word(title, register.as_of, foot)
    paper.title(title, report.lead)
    _how(paper)
    paper.heading(_("Oversikt"))
    columns = (_("Navn"), _("Form"), _("Partnere"), _("Fra"), _("Id i registeret"))
    if report.overview:
        caption = _("Alle samarbeidene i dette vedlegget")
        paper.table(caption, columns, report.overview, (5.2, 4, 1.7, 1.4, 4.6))
        paper.text(_("«+» betyr at kilden vet om flere enn den navngir."), style=SMALL)
    else:
        paper.text(_("Registeret har ingen slike samarbeid for kommunen."))
    paper.text(report.elsewhere, style=SMALL)
    for group in report.groups:
        _group(paper, group)
    if report.unclear:
        paper.heading(_("Formen må avklares"))
        paper.text(_("Ingen kilde sier hvilken form disse har. Noen av dem kan høre hjemme over."))
        _entries(paper, report.unclear)
    _closing(paper)
    return paper.bytes()


def ownership_csv(report: Report, kept: Iterable[Kept]) -> bytes:
    """Return the report's rows in the form of the register's file, as the store keeps them."""
    wanted = set(report.ids)
    rows = [row for row in kept if row.cells.get("id") in wanted]
    return register_csv(rows, AGREEMENTS)


def _how(paper: Word) -> None:
    paper.text(
        _("Grunnlag for eierskapsmeldingen som kommunestyret skal vedta minst én gang i perioden "),
        Item(f"({LAW.text})", LAW.url),
        _(". Dette er det registeret vet, ikke en ferdig melding."),
        style=NOTE,
    )
    paper.heading(_("Slik retter dere og sender tilbake"), 2)
    paper.numbered(
        (
            (
                _("Les gjennom tabellene. Gult merker det som mangler: "),
                Blank(_("det som skal stå her")),
                ".",
            ),
            _(
                "Hent «Radene som CSV» på siden om kommunen i Samarbeidskart. Fila har de samme "
                "radene som dette vedlegget, med samme id i første kolonne."
            ),
            _(
                "Rett i CSV-fila. Ikke endre «id» eller «versjon». Skriv hvor opplysningen er fra "
                "i «kilde», «kilde_url» og «kilde_år»."
            ),
            _(
                "Send fila til den som fører registeret, eller ta den inn selv på siden «Rediger». "
                "Før noe lagres, vises hver endring. La valget om å slette rader som mangler i "
                "fila, stå av: fila har bare denne kommunens rader."
            ),
            _("Eierandel og kostnad har ikke plass i registeret. Fyll dem ut her, i Word-fila."),
        )
    )


def _group(paper: Word, group: Group) -> None:
    paper.heading(_("{form} ({n})").format(form=group.title, n=number(len(group.entries))))
    for term in group.terms:
        if term.known:
            paper.text(
                Strong(f"{term.label}:"), " ", *_joined(term.known, " "), style=SMALL, stays=True
            )
    _entries(paper, group.entries)


def _entries(paper: Word, entries: Sequence[Entry]) -> None:
    for entry in entries:
        paper.heading(entry.name, 2)
        columns = (_("Felt"), _("Det registeret har, eller det som skal fylles ut"))
        rows = [(field.label, _content(field)) for field in entry.fields]
        paper.table(entry.name, columns, rows, (4, 12.4), whole=True)


def _content(field: Field) -> list[Piece]:
    return _joined(field.known, NEXT) if field.known else [Blank(field.blank)]


def _joined(items: Iterable[Item], between: str) -> list[Piece]:
    pieces: list[Piece] = []
    for item in items:
        pieces += [between, item] if pieces else [item]
    return pieces


def _closing(paper: Word) -> None:
    paper.heading(_("Om opplysningene"))
    paper.bullets(
        (
            _("«Aktiv» gjelder kildens år, ikke i dag."),
            _("Ansvar og uttreden er det som gjelder for formen. Avtalen selv kan si mer."),
            _("Lovtekstene er gjengitt med egne ord. Hjelp, ikke juridisk rådgivning."),
            _("Sikkerhet A er partenes egen kilde fra 2022 eller nyere, B en eldre, C annenhånds."),
        )
    )

"""A draft of an agreement as a Word file: points by paragraph, with marked places to fill in."""

from collections.abc import Sequence

from data.language import _
from data.legal import Clause
from data.register import Register
from export.word import NOTE, SMALL, Blank, Piece, Strong, Word
from views.forms.contents import UNREAD, ContentsView, demand
from views.view import Item
from views.words import listing


def agreement_word(view: ContentsView, register: Register) -> bytes:
    """Return the draft that `view` describes.

    Raises
    ------
    ValueError
        If the view has no points to make a draft of.
    """
    form = view.form
    if form is None or not view.ready:
        message = _("For denne formen er det ikke noe utkast å lage.")
        raise ValueError(message)
    kind = view.kind
    title = _("Utkast til {kind}").format(kind=kind[:1].lower() + kind[1:])
    paper = Word(f"{title} – {form.name}", register.as_of, view.caution)
    about = view.parties.about
    paper.title(title, f"{about} · {form.name}" if about else form.name)
    _how(paper, view)
    _parties(paper, view, register)
    paper.heading(_("Innholdet i avtalen"))
    for place, point in enumerate(view.clauses, 1):
        _point(paper, place, point, _known(point, view, register))
    _decisions(paper, view)
    _signatures(paper, view)
    _sources(paper, view, register)
    return paper.bytes()


def _how(paper: Word, view: ContentsView) -> None:
    must = sum(point.required for point in view.clauses)
    paper.text(view.caution, style=NOTE)
    paper.text(
        _("Gult merker det som skal fylles ut, slik: "),
        Blank(_("det som mangler")),
        _(". Slett merket når teksten er på plass."),
    )
    if must:
        paper.text(_("«Må» er det loven krever. «Bør» er det partene selv har nytte av å avtale."))
    else:
        unread = view.form is not None and view.form.code in UNREAD
        paper.text(
            _("Hva loven krever, er ikke lest. Punktene er det kommunene bør avtale.")
            if unread
            else _("Loven stiller ingen krav til innholdet. Punktene er det avtalen bør si.")
        )


def _parties(paper: Word, view: ContentsView, register: Register) -> None:
    parties = view.parties
    paper.heading(_("Partene"))
    lines: list[Piece] = [
        _("{name} kommune ({code})").format(name=name, code=code)
        for name, code in zip(view.party_names, parties.codes, strict=True)
    ]
    lines += parties.others
    paper.bullets(lines or [Blank(_("hvem avtalen er mellom"))])
    paper.text(parties.origin, style=SMALL)
    for note in view.notes:
        paper.text(note, style=SMALL)
    paper.heading(_("Hva avtalen gjelder"))
    service = register.service_by_code.get(parties.service)
    if service is not None:
        paper.text(_("Tjeneste: {name}.").format(name=service.name))
    paper.text(Blank(_("kort om oppgaven og hvorfor partene samarbeider")))


def _known(point: Clause, view: ContentsView, register: Register) -> str:
    """Return what the register or the scenario already says of a point."""
    names = [*view.party_names, *view.parties.others]
    if point.text.startswith("Deltaker"):
        return listing(names)
    home = view.parties.host if point.text == "Vertskommune" else ""
    if point.text in ("Hovedkontor", "Forretningskontor"):
        home = view.parties.seat
    return register.municipality_by_code[home].name if home else ""


def _point(paper: Word, place: int, point: Clause, known: str) -> None:
    paper.heading(f"{place}. {point.text}", 2)
    paper.text(
        Strong(demand(point).capitalize()), " · ", Item(point.paragraph, point.url), style=SMALL
    )
    if known:
        paper.text(_("Kjent fra før: {what}.").format(what=known))
    paper.text(Blank(point.blank or point.text))


def _decisions(paper: Word, view: ContentsView) -> None:
    paper.heading(_("Vedtak som trengs"))
    paper.bullets((one.text, " ", Item(f"({one.paragraph})", one.url)) for one in view.decided)
    paper.text(_("Skriv inn dato og sak når vedtaket er gjort."), style=SMALL, stays=True)
    names: Sequence[str] = view.party_names or ("", "")
    rows = [
        (
            (_("Kommunestyret i "), name or Blank(_("kommune"))),
            Blank(_("dato")),
            Blank(_("saksnummer")),
            Blank(_("vedtatt eller ikke")),
        )
        for name in names
    ]
    columns = (_("Hvem"), _("Møtedato"), _("Sak"), _("Vedtak"))
    paper.table(_("Vedtak i hvert kommunestyre"), columns, rows, (5.2, 2.9, 3.9, 4.4))


def _signatures(paper: Word, view: ContentsView) -> None:
    paper.heading(_("Underskrifter"))
    who = [*view.party_names, *view.parties.others] or ["", ""]
    rows = [
        (
            name or Blank(_("part")),
            Blank(_("sted og dato")),
            Blank(_("navn og rolle")),
            Blank(_("underskrift")),
        )
        for name in who
    ]
    columns = (_("Part"), _("Sted og dato"), _("Navn og rolle"), _("Underskrift"))
    paper.table(
        _("Underskrifter, en linje for hver part"), columns, rows, (3.8, 4.1, 4.1, 4.4), tall=1.2
    )


def _sources(paper: Word, view: ContentsView, register: Register) -> None:
    paper.heading(_("Kilder"))
    laws = {(p.paragraph, p.url) for p in view.clauses if p.url and "§" in p.paragraph}
    form = view.form
    known = list(form.sources) if form is not None else []
    seen = {url for _text, url in known}
    known += sorted((text, url) for text, url in laws if url not in seen)
    paper.bullets(Item(text, url) for text, url in known)
    paper.text(view.caution, style=SMALL)
    date = register.as_of or _("ukjent dato")
    made = _("Laget med Samarbeidskart, registeret per {date}. Ingenting er lagret i registeret.")
    paper.text(made.format(date=date), style=SMALL)

"""The front page: the county, the numbers that matter, and the ways in."""

from collections import Counter
from dataclasses import replace

from analysis.selection import UNKNOWN_FORM, is_weak
from data.language import _
from data.records import Agreement
from data.register import Register
from geo.boundaries import Boundaries
from geo.picture import NameLabel
from views import kart
from views.query import Query
from views.terms import weak_forms
from views.view import Door, View
from views.words import collaborations, number

# The user's own examples, by what they show. Titles are ours; the facts are the register's.
_EXAMPLES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("Legevakt Aure–Smøla–Heim", "avtale uten eget organ", ("legevakt-aure-smola-heim",)),
    ("Veterinærvakt Aure–Smøla", "avtale mellom to kommuner", ("veterinaervakt-aure-smola",)),
    ("Krisesenter på Nordmøre", "interkommunalt selskap", ("krisesenter-nordmore",)),
    ("Brann og redning på to måter", "IKS og vertskommune side om side", ("norbr", "nibr")),
    ("IKT Orkidé", "vertskommune", ("ikt-orkide",)),
    ("NNBT", "aksjeselskap", ("nnbt",)),
    ("Bygdevekst", "prosjekt i fire år", ("bygdevekst",)),
    ("Rammeavtale Nordmøre", "vedtatt avtale, åtte kommuner", ("rammeavtale-nordmore",)),
    ("Under utvikling", "prosjektet bak rammeavtalen", ("rammeavtale-nordmore-prosjekt",)),
)


def build(register: Register, query: Query, boundaries: Boundaries | None) -> View:
    """Return the view of the front page; of `query` only the language matters here."""
    every = Query(sprak=query.sprak)
    ground = kart.build(register, every, boundaries)
    selection = kart.selected(register, every)
    rows = (*selection.drawn, *selection.nameless)
    title = _("Hvem samarbeider med hvem i Møre og Romsdal?")
    picture = ground.picture
    if picture is not None:
        caption = _("{n}, og de sterkeste båndene").format(n=collaborations(len(selection.drawn)))
        picture = replace(picture, title=caption, lead="", legend=())
    return View(
        title=title,
        lead=_lead(rows, register),
        picture=picture,
        notes=(_small_print(rows, register),),
        examples=_examples(register),
        facts=_facts(rows, register),
    )


def county(register: Register, query: Query, boundaries: Boundaries | None) -> View:
    """Return the county by how much each municipality takes part in, and nothing across it.

    It stands small where nothing has been chosen yet.
    """
    found = build(register, query, boundaries)
    if found.picture is None:
        return found
    title = _("Så mange samarbeid er kommunene med i")
    picture = replace(
        found.picture,
        title=title,
        alt=title,
        pairs=(),
        nodes=(),
        labels=tuple(NameLabel(code, "normal") for code in register.county_codes),
        keys=tuple(key for key in found.picture.keys if key.sign == "fill"),
    )
    return replace(found, picture=picture)


def _lead(rows: tuple[Agreement, ...], register: Register) -> str:
    kinds = Counter(_kind(row, register) for row in rows)
    text = _(
        "Registeret har {all} samarbeid som ikke er avsluttet: {organ} med eget organ eller "
        "vertskommune, {avtale} avtaler og foreninger uten, {prosjekt} prosjekter, {nettverk} "
        "nettverk og {ukjent} der formen ikke er kjent."
    )
    return text.format(
        all=number(len(rows)),
        organ=number(kinds["organ"]),
        avtale=number(kinds["avtale"]),
        prosjekt=number(kinds["prosjekt"]),
        nettverk=number(kinds["nettverk"]),
        ukjent=number(kinds[UNKNOWN_FORM]),
    )


def _small_print(rows: tuple[Agreement, ...], register: Register) -> str:
    text = _(
        "Registeret per {date}. {status} av samarbeidene har ukjent status, og for {nameless} er "
        "ingen deltakere kjent. Deler av et større samarbeid telles med helheten. «Aktiv» "
        "gjelder kildens år, ikke i dag, og «ikke registrert» betyr ikke at det ikke finnes noe."
    )
    return text.format(
        status=number(sum(1 for row in rows if row.status == "ukjent")),
        nameless=number(sum(1 for row in rows if not row.members)),
        date=register.as_of,
    )


def _kind(row: Agreement, register: Register) -> str:
    return register.form_by_code[row.form].binding or UNKNOWN_FORM


def _facts(rows: tuple[Agreement, ...], register: Register) -> tuple[tuple[str, str], ...]:
    weak = sum(1 for row in rows if is_weak(row))
    known = sum(1 for row in rows if row.form != UNKNOWN_FORM)
    share = number(100 * weak / known) if known else "0"
    services = len({row.service for row in rows})
    return (
        (number(len(rows)), _("samarbeid, alle statuser unntatt avsluttet")),
        (
            number(weak),
            _("svakt organisert: {forms} – {share} % av dem der formen er kjent").format(
                forms=weak_forms(), share=share
            ),
        ),
        (
            number(services),
            _("av {n} tjenesteområder har minst ett samarbeid").format(
                n=number(len(register.service_by_code))
            ),
        ),
    )


def _examples(register: Register) -> tuple[Door, ...]:
    """Return the examples whose agreements are all in the register."""
    return tuple(
        Door(_(title), _(text), "kart", Query(avtale=ids))
        for title, text, ids in _EXAMPLES
        if all(key in register.agreement_by_id for key in ids)
    )

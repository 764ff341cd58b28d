"""Norwegian words that several views use: numbers, lists, names of states and filters."""

import unicodedata
from collections.abc import Iterable
from typing import TYPE_CHECKING

from data.language import _, ngettext
from data.records import Agreement
from data.register import Register

if TYPE_CHECKING:
    from views.query import Query

_PLAIN = str.maketrans({"æ": "ae", "ø": "o", "å": "a"})


def region_slug(region: str) -> str:
    """Return the region's name as it stands in a link: lower case a–z and hyphens."""
    text = unicodedata.normalize("NFC", region).casefold().translate(_PLAIN)
    return "-".join("".join(c if c.isalnum() else " " for c in text).split())


def number(value: float, decimals: int = 0) -> str:
    """Return a number as Norwegian writes it: 1 234,5 with a narrow space that does not break."""
    text = f"{value:,.{decimals}f}"
    return text.replace(",", "\u202f").replace(".", ",")


def signed(value: int) -> str:
    """Return a whole number with its sign: +2, −3, 0."""
    return f"{value:+d}".replace("-", "−") if value else "0"


def listing(items: Iterable[str], last: str | None = None) -> str:
    """Return «a, b og c»."""
    words = list(items)
    if len(words) < 2:
        return "".join(words)
    return ", ".join(words[:-1]) + f" {last or _('og')} " + words[-1]


def collaborations(count: int) -> str:
    """Return «1 samarbeid», «2 samarbeid»."""
    return ngettext("{n} samarbeid", "{n} samarbeid", count).format(n=number(count))


def status_word(status: str) -> str:
    """Return what a status means to a reader."""
    return {
        "aktiv": _("aktiv"),
        "under-utvikling": _("under utvikling"),
        "avsluttet": _("avsluttet"),
        "ukjent": _("ukjent status"),
    }[status]


def confidence_word(confidence: str) -> str:
    """Return what a degree of confidence means to a reader."""
    return {
        "A": _("A – partenes egen kilde, 2022 eller nyere"),
        "B": _("B – egen eller offentlig kilde, eldre enn 2022"),
        "C": _("C – annenhånds eller delvis kilde"),
    }[confidence]


def form_word(row: Agreement, register: Register) -> str:
    """Return the form in plain words, short enough for a list."""
    return {
        "politisk-rad": _("interkommunalt politisk råd"),
        "oppgavefellesskap": _("oppgavefellesskap"),
        "vertskommune-adm": _("vertskommune (administrativ)"),
        "vertskommune-nemnd": _("vertskommune med felles nemnd"),
        "vertskommune": _("vertskommune"),
        "iks": _("IKS"),
        "as": _("AS"),
        "sa": _("samvirkeforetak"),
        "avtale": _("avtale uten eget organ"),
        "paragraf-27": _("styre etter gammel § 27"),
        "ukjent": _("form ikke kjent"),
    }.get(row.form, register.form_by_code[row.form].name.casefold())


def state_word(state: str) -> str:
    """Return what the state of a cell means to a reader."""
    return {
        "organ": _("eget organ eller vertskommune"),
        "avtale": _("avtale uten eget organ"),
        "form-ukjent": _("samarbeid, form ikke kjent"),
        "prosjekt-nettverk": _("bare prosjekt eller nettverk"),
        "under-utvikling": _("under utvikling"),
        "alene": _("alene (bekreftet)"),
        "ikke-kommunalt": _("ikke lenger kommunalt ansvar"),
        "ikke-registrert": _("ikke registrert"),
    }[state]


def gap_word(standing: str) -> str:
    """Return the kind of a gap in plain words; empty where it is none."""
    return {
        "alene": _("bekreftet hull"),
        "svakt": _("svakt dekket"),
        "ikke-registrert": _("mulig hull"),
    }.get(standing, "")


def span_of_years(row: Agreement) -> str:
    """Return «siden 2012», «2012–2021», «til 2019», or nothing where no source has a year."""
    if row.start and row.end:
        return f"{row.start}–{row.end}"
    if row.start:
        return _("siden {year}").format(year=row.start)
    if row.end:
        return _("til {year}").format(year=row.end)
    return ""


def municipality_names(codes: Iterable[str], register: Register) -> list[str]:
    """Return names in the order given."""
    return [register.municipality_by_code[code].name for code in codes]


def filter_words(query: "Query", register: Register) -> list[str]:
    """Return the filters in force as short phrases, in the order of the panel."""
    words: list[str] = []
    if query.tjeneste:
        names = (register.service_by_code[code].name for code in query.tjeneste)
        words.append(listing(names, _("eller")))
    if query.form:
        names = (register.form_by_code[code].name for code in query.form)
        words.append(listing(names, _("eller")))
    if query.kommune:
        joint = _("og") if query.modus == "og" else _("eller")
        words.append(
            _("med {names}").format(
                names=listing(municipality_names(query.kommune, register), joint)
            )
        )
    if query.region:
        by_slug = {region_slug(m.region): m.region for m in register.municipality_by_code.values()}
        words.append(_("i {names}").format(names=listing([by_slug[r] for r in query.region])))
    if query.status:
        words.append(listing([status_word(status) for status in query.status], _("eller")))
    if query.sikkerhet:
        words.append(_("sikkerhet {names}").format(names=listing(query.sikkerhet, _("eller"))))
    if query.aar is not None:
        words.append(_("i {year}").format(year=query.aar))
    if query.sok:
        words.append(_("søk «{text}»").format(text=query.sok))
    return words

"""What every measure and count of the app means, and what it does not say: defined here, once.

A page that prints a definition takes it from here. `also` holds the heads under which pages and
files print a measure; `tests/views/test_om.py` looks for the heads of every page among them.
"""

from data.language import _
from data.schema import CONFIDENCES, STATUSES
from views import measures
from views.conflicts import kind_words
from views.quality_counts import KINDS, OLD_AFTER
from views.terms import Group, Term, capital, weak_forms
from views.view import Section, Table
from views.words import confidence_word, gap_word, number, state_word, status_word


def groups() -> tuple[Group, ...]:
    """Return all words, in the order in which a reader needs them."""
    return (
        Group(_("Hva som telles"), _counted()),
        Group(_("Dekning og hull"), _coverage()),
        Group(_("Båndene mellom kommunene"), measures.measures()),
        Group(_("Mulig å utrede"), measures.suggestions()),
        Group(_("Scenario"), measures.scenario()),
        Group(_("Datakvalitet"), _quality()),
        Group(_("Organisasjonsform"), _forms()),
    )


def tables() -> tuple[Table, ...]:
    """Return a table for each group."""
    columns = (_("Ord"), _("Hva det er"), _("Hva det ikke sier"))
    return tuple(
        Table(
            group.title,
            columns,
            tuple((term.word, term.meaning, term.silent or "–") for term in group.terms),
        )
        for group in groups()
    )


def measures_section() -> Section:
    """Return what the measures of the networks are, for the page that prints their numbers."""
    columns = (_("Mål"), _("Hva det er"), _("Hva det ikke sier"))
    lines = tuple((term.word, term.meaning, term.silent or "–") for term in measures.measures())
    return Section(_("Hva målene er"), tables=(Table(_("Definisjoner og kilder"), columns, lines),))


def _counted() -> tuple[Term, ...]:
    statuses = ", ".join(status_word(status) for status in STATUSES)
    return (
        Term(
            _("Samarbeid"),
            _(
                "På forsiden, kartet og lista: avtaler med alle statuser unntatt avsluttet, der "
                "deler er lagt til helheten. På Kommune og Analyse: avtaler som ikke er avsluttet "
                "og har kjente deltakere, deler medregnet."
            ),
            _("Sier ikke hvor stort eller viktig det er. Tallet skifter med definisjonen."),
            (_("Antall"), _("I registeret")),
        ),
        Term(
            _("Del av et større samarbeid"),
            _(
                "En avtale som inngår i en annen om samme tjeneste, og som ikke har andre "
                "deltakere, tegnes og telles som helheten. Dekning og bånd teller hver rad."
            ),
            _("Deler med egne deltakere står for seg."),
        ),
        Term(
            _("Deltakere ikke kjent"),
            _(
                "Ingen kilde sier hvem som er med. Samarbeidet står i lista og telles for seg, men "
                "er aldri på kartet. Er deltakerlista ufullstendig, vet kilden om flere enn den "
                "navngir."
            ),
        ),
        Term(
            _("Status"),
            _("En av {statuses}. Det er kildens år som gjelder.").format(statuses=statuses),
            _("«Aktiv» sier ikke hva som gjelder i dag."),
        ),
        Term(
            _("Uten årstall"),
            _("Raden har verken startår eller sluttår. Et filter på år utelater den ikke."),
        ),
        Term(
            _("Svakt organisert"),
            _(
                "{forms}. «Form ikke kjent» telles for seg. På forsiden og kommunesiden er andelen "
                "av dem der formen er kjent; på Politisk styring er den av alle, som et spenn: "
                "minst de svake, høyst de med ukjent form også."
            ).format(forms=capital(weak_forms())),
            _("Sier ikke at samarbeidet er dårlig."),
        ),
        Term(
            _("Sikkerhet"),
            "; ".join(confidence_word(letter) for letter in CONFIDENCES) + ".",
            _("Sier ikke noe om hvor godt samarbeidet er."),
        ),
        Term(
            _("Kilde fra"),
            _("Året for den nyeste kilden på raden."),
            _("Sier ikke at alt på raden er så nytt."),
        ),
    )


def _coverage() -> tuple[Term, ...]:
    states = ("organ", "avtale", "form-ukjent", "prosjekt-nettverk", "under-utvikling")
    return (
        Term(
            _("Rute (celle)"),
            _(
                "Én kommune og én tjeneste. Ruta viser det sterkeste registeret vet: {states}, "
                "{rest}."
            ).format(
                states=", ".join(map(state_word, states)),
                rest=", ".join(map(state_word, ("alene", "ikke-kommunalt", "ikke-registrert"))),
            ),
        ),
        Term(
            _("Dekning"),
            _(
                "Et spenn: minst de kommunene som har et samarbeid som regnes med, høyst de samme "
                "pluss dem som ikke er registrert. «0–27 av 27» betyr at ingen har svart ennå."
            ),
            _("Sier ikke hvor god tjenesten er."),
        ),
        Term(
            _("Hull"),
            _(
                "{alone}, {weak} eller {open}. De tre vises side om side og legges aldri sammen."
            ).format(
                alone=capital(gap_word("alene")),
                weak=gap_word("svakt"),
                open=gap_word("ikke-registrert"),
            ),
            also=(_("Slag hull"), _("Slag hull, og hos hvem")),
        ),
        *_gap_kinds(),
        Term(
            _("Holdt utenfor"),
            _("Samarbeidet finnes, men et filter eller en bryter tar det bort. Ikke et hull."),
        ),
        Term(
            _("Usikker"),
            _(
                "Alle radene som gir ruta det den viser, har ukjent status eller sikkerhet C. Ruta "
                "regnes med, med et merke, til bryteren tar den ut."
            ),
        ),
        *_around(),
    )


def _around() -> tuple[Term, ...]:
    return (
        Term(
            _("Naboer"),
            _("Kommuner med felles landegrense, og de tre med nærmest senter i luftlinje."),
            _("Sier ikke hvor lang reisen er."),
            (
                _("Naboer som har"),
                _("Naboer som også mangler"),
                _("Antall naboer"),
                _("Naboene"),
            ),
        ),
        Term(
            _("Plikt"),
            _(
                "Lovpålagt døgn/spesialist, lovpålagt, intern støtte eller frivillig/politisk: vår "
                "egen inndeling."
            ),
            _("Er ikke lov."),
        ),
    )


def _gap_kinds() -> tuple[Term, ...]:
    return (
        Term(
            capital(gap_word("alene")),
            _("Kommunen sier selv, med kilde og år, at den gjør tjenesten alene."),
            _("Sier ikke at kommunen ønsker å samarbeide."),
        ),
        Term(
            capital(gap_word("svakt")),
            _(
                "Bare prosjekt, nettverk eller noe under utvikling, mens bryterne sier at slikt "
                "ikke regnes med."
            ),
        ),
        Term(
            capital(gap_word("ikke-registrert")),
            _("Ingen har svart ennå."),
            _("«Ikke registrert» betyr ikke at det ikke finnes noe."),
        ),
    )


def _quality() -> tuple[Term, ...]:
    kinds = "; ".join(name for name, _what in (kind_words(kind) for kind in KINDS))
    return (
        Term(
            _("Motstrid"),
            _("Rader som ikke alle kan stemme, eller bør sees samlet: {kinds}.").format(
                kinds=kinds
            ),
            _("Sier ikke hvilken rad som er feil."),
        ),
        Term(
            _("Mangler deltakere"),
            _("Raden navngir ingen, eller sier selv at den ikke navngir alle."),
        ),
        Term(
            _("Gammel kilde"),
            _("Den nyeste kilden er minst {n} år eldre enn registeret, eller har ikke år.").format(
                n=number(OLD_AFTER)
            ),
        ),
        Term(_("Sikkerhet C"), confidence_word("C") + "."),
        Term(_("Ubesvarte celler"), _("Tjenester som ingen har svart for i kommunen.")),
        Term(_("Rader"), _("Rader i registeret som kommunen er deltaker i.")),
    )


def _forms() -> tuple[Term, ...]:
    return (
        Term(
            _("Folkevalgt styring"),
            _("1 (løsest) til 5 (tettest på kommunestyret): vår egen inndeling av formene."),
            _("Er ikke lov."),
            (_("Styring"),),
        ),
        Term(
            _("Binding"),
            _("Organ, avtale, nettverk eller prosjekt: hvor fast formen binder partene."),
            _("Er ikke lov."),
        ),
    )

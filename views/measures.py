"""What the measures mean: of networks, of what could be looked into, and of a scenario."""

from analysis.grouping import MOST_IN_GROUP
from analysis.likeness import FAR_KM, FAR_MINUTES
from data.language import _
from views.terms import Term, strength
from views.words import number


def measures() -> tuple[Term, ...]:
    """Return the measures of networks: what each is, where it is from, what it does not say."""
    return (*_partners(), *_shapes())


def _partners() -> tuple[Term, ...]:
    return (
        Term(
            _("Partnere"),
            _("Andre kommuner som er med i minst ett av samarbeidene; for en region: utenfor den."),
            _("Sier ikke hvor mye de gjør sammen."),
            (_("Partner"), _("Partnere utenfor")),
        ),
        Term(
            _("Sammensetninger"),
            _("Hvor mange ulike sett av deltakere kommunens samarbeid har."),
            _("Sier ikke om de er lette eller tunge å styre."),
        ),
        Term(
            _("Snitt deltakere"),
            _("Gjennomsnittlig antall kommuner i samarbeidene, kommunen selv medregnet."),
            _("Ett stort samarbeid kan løfte snittet mye."),
        ),
        Term(
            _("Styrke w"),
            strength(),
            _("Sier ikke hvor stort eller viktig et samarbeid er."),
        ),
        Term(
            _("Felles samarbeid"),
            _("Antall samarbeid som begge er med i, uten vekt."),
            _("Et samarbeid alle er med i, teller like mye som ett mellom to."),
            (_("Felles"), _("De minste felles samarbeidene")),
        ),
    )


def _shapes() -> tuple[Term, ...]:
    return (
        Term(
            _("Kongruens C"),
            _(
                "Gjennomsnittet av |A∩B|/|A∪B| over alle par av kommunens samarbeid, uten kommunen "
                "selv; 1 er alltid de samme partnerne (Jaccard)."
            ),
            _(
                "Lav kongruens er ikke dårlig: faste partnere ga ikke bedre resultat hos Klok, "
                "Denters, Boogers og Sanders (2018), mens NIVI har kalt mønsteret i fylket "
                "fragmentert. Begge syn finnes i forskningen."
            ),
            (_("Kongruens C (snitt)"),),
        ),
        Term(
            _("Effektive partnere"),
            _("exp(H), der H er entropien av andelene w/Σw (Jost 2006)."),
            _(
                "Mange partnere samtidig kan svekke effekt og kommunestyrets innflytelse (Boogers, "
                "Denters og Sanders 2015); mange ulike samarbeid kan hjelpe. Tallet sier ikke hva "
                "som gjelder her."
            ),
            (_("Effektive partnere (snitt)"),),
        ),
        Term(
            _("Vert / kjøper"),
            _("Samarbeid der kommunen er vert, og der en annen kommune er vert."),
            _("Sier ikke noe om kostnad."),
        ),
        Term(
            _("Organ / avtale / nettverk / prosjekt / ukjent"),
            _("Antall samarbeid etter hva slags binding formen gir: vår egen inndeling."),
            _("Er ikke lov."),
        ),
        Term(
            _("I egen region"),
            _("Andel samarbeid der alle deltakerne er fra samme region."),
            _("Sier ikke hvor langt unna deltakeren er."),
            (_("Bare i regionen"),),
        ),
        Term(
            _("På tvers / over"),
            _(
                "Andel samarbeid med deltaker fra en annen region i fylket, og fra et annet fylke; "
                "et samarbeid kan være begge deler."
            ),
            _("Sier ikke hvor langt unna deltakeren er."),
            (_("På tvers av regioner"), _("Over fylkesgrensa")),
        ),
    )


def suggestions() -> tuple[Term, ...]:
    """Return the criteria by which what could be looked into is ranked."""
    return (
        Term(
            _("Samlet"),
            _(
                "Snittet av kriteriene under, fra 0 til 1, veid med vektene som leseren setter. Et "
                "kriterium som ikke gjelder, er holdt utenfor."
            ),
            _("Lista er til hjelp når noe skal utredes, ikke en anbefaling."),
            (_("Gruppa samlet"),),
        ),
        Term(
            _("Historie"),
            _("Snittet av w mot de andre, delt på det sterkeste båndet kommunen har; høyst 1."),
            _("Sier ikke om samarbeidet har gått godt."),
        ),
        Term(
            _("Nærhet"),
            _(
                "1 for samme sted, 0 fra {minutes} minutter der reisetiden er kjent, ellers fra "
                "{km} km i luftlinje."
            ).format(minutes=number(FAR_MINUTES), km=number(FAR_KM)),
            _("Luftlinje ser ikke fjorder, ferger og fjell."),
        ),
        Term(
            _("Størrelse"),
            _("1 for like folketall, 0 der det ene er 30 ganger det andre (logaritmisk)."),
        ),
        Term(
            _("Få deltakere"),
            _("1 for opptil tre andre deltakere, så gradvis lavere. Gjelder ikke nye grupper."),
        ),
        Term(
            _("Samme region"),
            _("Andelen av de andre som er i samme region."),
        ),
        Term(
            _("De vanlige partnerne"),
            _(
                "Hvor like deltakerne i dette organet er deltakerne i kommunens andre samarbeid: "
                "snittet av |A∩B|/|A∪B|."
            ),
        ),
        Term(
            _("Nye grupper"),
            _(
                "Vokser fra den som spør, med én nabo som også mangler tjenesten om gangen; høyst "
                "{n} kommuner. Tallene er snittet over alle par."
            ).format(n=number(MOST_IN_GROUP)),
            also=(_("Sammen med"),),
        ),
    )


def scenario() -> tuple[Term, ...]:
    """Return what a scenario shows of an agreement, before and after."""
    return (
        Term(_("Antall deltakere"), _("Kommunene som er med, også de utenfor fylket.")),
        Term(_("Innbyggere til sammen"), _("Folketallet i alle deltakerkommunene.")),
        Term(
            _("Lengste avstand til setet"),
            _(
                "Luftlinje fra deltakeren lengst unna. Er setet ikke kjent, måles det til verten, "
                "ellers til den mest sentrale deltakeren."
            ),
            _("Sier ikke hvor lang reisen er."),
        ),
        Term(
            _("Andel utenfor den vanligste regionen"),
            _("Andel deltakere som ikke er i den regionen flest av dem er i."),
        ),
        Term(_("Andel utenfor fylket"), _("Andel deltakere fra andre fylker.")),
    )

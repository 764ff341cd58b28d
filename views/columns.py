"""What each column of the register means, in words for the one who fills it in."""

from typing import Final, NamedTuple

from data.language import _, mark


class ColumnWords(NamedTuple):
    """A column's name on a form, and what belongs in it."""

    label: str
    help: str


_WORDS: Final = {
    "id": (
        mark("Id"),
        mark("Kort navn i lenker: små bokstaver a–z, tall og bindestrek. Endres ikke senere."),
    ),
    "navn": (mark("Navn"), mark("Navnet som avtalen eller samarbeidet bruker selv.")),
    "del_av": (
        mark("Del av"),
        mark("Samarbeidet som dette er en del av, for eksempel et prosjekt under et råd."),
    ),
    "erstattet_av": (mark("Avløst av"), mark("Samarbeidet som kom etter dette.")),
    "tjeneste": (mark("Tjeneste"), mark("Tjenesteområdet som samarbeidet gjelder.")),
    "form": (
        mark("Organisasjonsform"),
        mark("Formen som avtalen eller vedtektene nevner. Er den ikke kjent, velg «ukjent»."),
    ),
    "vert": (
        mark("Vertskommune"),
        mark("Kommunen som utfører oppgaven for de andre. Den må også stå blant deltakerne."),
    ),
    "sete": (mark("Sete"), mark("Kommunen der enheten eller selskapet holder til.")),
    "deltakere": (mark("Deltakere"), mark("Alle kommunene som er med, vertskommunen også.")),
    "ufullstendig": (
        mark("Deltakerlista er ufullstendig"),
        mark("Ja når kilden sier at flere er med enn den navngir."),
    ),
    "andre": (
        mark("Andre deltakere"),
        mark("Fylkeskommune, helseforetak og andre som ikke er kommuner. Én på hver linje."),
    ),
    "status": (mark("Status"), mark("Slik kilden sier at det er.")),
    "fra": (mark("Fra år"), mark("Året samarbeidet begynte, fire siffer. Tomt når det er ukjent.")),
    "til": (mark("Til år"), mark("Året samarbeidet tok slutt. Tomt når det pågår.")),
    "orgnr": (mark("Organisasjonsnummer"), mark("Ni siffer, for selskap og råd som har et.")),
    "formål": (mark("Formål"), mark("Én setning om hva samarbeidet er til for.")),
    "kilde": (
        mark("Kilde"),
        mark("Hvor opplysningene står: avtale, vedtak, årsmelding eller nettside."),
    ),
    "kilde_url": (mark("Nettadresse"), mark("Adressen til kilden, med https:// foran.")),
    "kilde_år": (mark("Kilden er fra"), mark("Året som den nyeste kilden gjelder.")),
    "sikkerhet": (
        mark("Sikkerhet"),
        mark(
            "A: partenes egen kilde, 2022 eller nyere. B: egen eller offentlig kilde, eldre. "
            "C: annenhånds eller delvis kilde."
        ),
    ),
    "merknad": (mark("Hva er usikkert"), mark("Det en leser bør vite før raden brukes.")),
    "kommune": (mark("Kommune"), mark("Kommunen som svarer.")),
    "svar": (mark("Svar"), mark("«alene»: kommunen gjør tjenesten selv, uten samarbeid.")),
}


def column_words(name: str) -> ColumnWords:
    """Return the words of a column; KeyError if the register has no such column."""
    label, help_ = _WORDS[name]
    return ColumnWords(_(label), _(help_))

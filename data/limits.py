"""Hold every limit and default of the program in one table, each with a line of help."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from data.language import mark


class Limit(NamedTuple):
    """One limit or default: its name, its value and what it is for."""

    name: str
    value: int
    help: str


_TABLE: Final = (
    Limit("upload_mb", 5, mark("Største fil som leses, i megabyte (1 MB = 1 048 576 byte).")),
    Limit("rows", 5000, mark("Flest rader i én registerfil.")),
    Limit("header_rows", 10, mark("Rader øverst i en fil der det letes etter overskriftene.")),
    Limit("xlsx_unpacked_mb", 50, mark("Største utpakkede regneark, i megabyte.")),
    Limit("xlsx_part_mb", 8, mark("Største del av et regneark utenom arkene, i megabyte.")),
    Limit("xlsx_ratio", 100, mark("Mest en del av et regneark kan være pakket, i ganger.")),
    Limit("xlsx_entries", 200, mark("Flest deler i et regneark.")),
    Limit("sheet_text", 20_000_000, mark("Mest tekst i ett ark, i tegn.")),
    Limit("read_seconds", 20, mark("Lengste tid det tar å lese en fil før lesingen stoppes, i s.")),
    Limit("read_memory_mb", 512, mark("Mest minne lesingen av en fil får bruke, i megabyte.")),
    Limit("read_answer_mb", 128, mark("Mest en lesing kan gi tilbake, i megabyte.")),
    Limit("file_name", 100, mark("Lengste filnavn som gjengis, i tegn.")),
    Limit("name_length", 200, mark("Lengste kommunenavn som det letes etter, i tegn.")),
    Limit("guesses", 100, mark("Flest forslag til rettelser i én fil.")),
    Limit("shown_value", 80, mark("Lengste verdi som gjengis i en feilmelding, i tegn.")),
    Limit("columns", 60, mark("Flest kolonner i én registerfil.")),
    Limit("text_length", 2000, mark("Lengste tekst i én celle, i tegn.")),
    Limit("id_length", 64, mark("Lengste id for en avtale eller kode, i tegn.")),
    Limit("year_first", 1800, mark("Første årstall som godtas.")),
    Limit("year_last", 2100, mark("Siste årstall som godtas.")),
    Limit("search_length", 100, mark("Lengste søketekst i en lenke, i tegn.")),
    Limit("list_rows", 25, mark("Rader som vises i en liste før resten må hentes fram.")),
    Limit("list_rows_below_card", 10, mark("Rader i lista under et kort.")),
    Limit("pair_lines", 40, mark("Parlinjer på kartet når mange samarbeid er valgt.")),
    Limit("weight_max", 100, mark("Høyeste vekt for ett av de fem partnerkriteriene.")),
    Limit("matrix_beside", 18, mark("Flest tjenester i dekningsmatrisen ved siden av kartet.")),
    Limit("pair_lines_max", 400, mark("Flest parlinjer som kan velges.")),
    Limit("travel_minutes", 1440, mark("Lengste reisetid mellom to kommuner, i minutter.")),
    Limit("old_years", 5, mark("Så gammel er kilden før en rad regnes som gammel, i år.")),
    Limit("secret_length", 32, mark("Korteste hemmelighet for innlogging, i tegn.")),
    Limit("faults_shown", 100, mark("Feil som vises av en fil som importeres.")),
    Limit("plan_rows", 20, mark("Rader som vises felt for felt av en import.")),
    Limit("batches_shown", 25, mark("Lagringer som vises i historikken.")),
    Limit("scenario_steps", 40, mark("Flest steg i et scenario.")),
    Limit("scenario_text", 4000, mark("Lengste tekst for et scenario i en lenke, i tegn.")),
    Limit("scenario_kb", 256, mark("Største fil med et scenario, i kilobyte.")),
    Limit("guide_answers", 60, mark("Lengste tekst for veiviserens svar i en lenke, i tegn.")),
    Limit("scenes", 200, mark("Flest scener i en presentasjon.")),
    Limit("scenes_kb", 512, mark("Største fil med en presentasjon, i kilobyte.")),
    Limit("scene_title", 120, mark("Lengste tittel på en scene, i tegn.")),
    Limit("scene_notes", 4000, mark("Lengste notat til en scene, i tegn.")),
    Limit("scene_lines", 16, mark("Flest tekstlinjer på en scene.")),
    Limit("scene_link", 6000, mark("Lengste lenke til en scene, i tegn.")),
    Limit("scene_line", 240, mark("Lengste tekstlinje på en scene, i tegn.")),
    Limit("check_parties", 8, mark("Flest parter i en samarbeidsjekk.")),
    Limit("check_name", 60, mark("Lengste navn på en part i en samarbeidsjekk, i tegn.")),
    Limit("check_note", 300, mark("Lengste notat til et punkt i en samarbeidsjekk, i tegn.")),
    Limit("check_kb", 512, mark("Største fil med en samarbeidsjekk, i kilobyte.")),
    Limit("lock_timeout_s", 5, mark("Lengste venting på en annen lagring, i sekunder.")),
    Limit("history_rows", 200, mark("Hendelser som hentes fram av historikken om gangen.")),
)

LIMITS: Final[Mapping[str, Limit]] = {row.name: row for row in _TABLE}


def limit(name: str) -> int:
    """Return the value of the limit called `name`."""
    return LIMITS[name].value

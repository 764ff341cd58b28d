"""Say what the exported register is: title, source, date, revision, licence, reservations."""

from data.language import _
from data.register import Register
from data.schema import COUNTY

About = tuple[tuple[str, tuple[str, ...]], ...]


def about(register: Register, agreements: int, alone: int) -> About:
    """Return each heading with its lines; `agreements` and `alone` are how many rows there are."""
    if agreements or alone:
        title = _("Registeret over interkommunalt samarbeid i {county}").format(county=COUNTY)
        what = _(
            "Registeret bak Samarbeidskart: {agreements} avtaler og {alone} svar fra kommuner om "
            "tjenester som de gjør alene."
        ).format(agreements=agreements, alone=alone)
    else:
        title = _("Mal for registeret over interkommunalt samarbeid i {county}").format(
            county=COUNTY
        )
        what = _("En tom mal for avtaler og for svar om tjenester som kommuner gjør alene.")
    return (
        (_("Tittel"), (title,)),
        (_("Hva dette er"), (what,)),
        (
            _("Kilde"),
            (_("Samarbeidskart, og det som står i «kilde» og «kilde_url» på hver rad."),),
        ),
        (_("Dato"), (register.as_of or _("ikke oppgitt"),)),
        (_("Revisjon"), (register.revision,)),
        (
            _("Lisens"),
            (
                _(
                    "CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/): fri bruk når "
                    "«Samarbeidskart» og kildene oppgis."
                ),
            ),
        ),
        (
            _("Forbehold"),
            (
                _("«Aktiv» gjelder kildens år, ikke i dag."),
                _("Det som ikke er registrert, kan likevel finnes."),
                _(
                    "Mange deltakerlister er eldre enn kommunegrensene av i dag; da er dagens "
                    "kommuner ført."
                ),
            ),
        ),
    )

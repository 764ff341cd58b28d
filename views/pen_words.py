"""The words of the drawing script, which the app and the file that opens in a browser share."""

from collections.abc import Mapping

from data.language import _


def words() -> Mapping[str, str]:
    """Return the texts of the drawing script in the reader's language, by the script's keys."""
    return {
        "zoomIn": _("Nærmere"),
        "zoomOut": _("Lenger ut"),
        "reset": _("Hele bildet"),
        "copy": _("Kopier lenke"),
        "copied": _("Lenka er kopiert"),
        "print": _("Skriv ut"),
        "screen": _("Storskjerm"),
        "leave": _("Avslutt storskjerm"),
        "list": _("Samarbeid ({n})"),
        "more": _("Vis flere ({n} til)"),
        "none": _("Ingen samarbeid passer med filtrene"),
        "widen": _("Prøv å utvide:"),
        "back": _("← Tilbake til lista"),
        "open": _("Alt om avtalen →"),
        "members": _("Vis alle samarbeid for"),
        "filter": _("Vis samarbeidene som {name} er med i"),
        "doubt": _("Hva er usikkert"),
        "pair": _("{n} felles samarbeid, styrke {w}"),
        "noMap": _("Kommunegrensene kan ikke leses, så kartet viser bare punkter og linjer."),
    }

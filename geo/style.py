"""Colours, dashes and sizes of the maps, the same for every pen (design §7).

Sizes are in units of a picture that is 720 units high; a pen multiplies them by its own scale,
so that a picture on a projector and one on paper have the same proportions.
"""

from typing import Final

SEA: Final = "#E6EEF3"
LAND: Final = "#FBFAF6"
NEIGHBOUR_LAND: Final = "#EFEDE6"
BORDER: Final = "#B9B4A7"
COUNTY_LINE: Final = "#5B6770"
INK: Final = "#1F2933"
MUTED: Final = "#5B6770"
PRIMARY: Final = "#0B4F6C"
ACCENT: Final = "#B4344D"

UNITS_HIGH: Final = 720
# For a hall: names of 20 pt on a projector of 1080 lines.
HALL_UNITS_HIGH: Final = 450
HALL_HALF_UNITS_HIGH: Final = 560
HUB_RADIUS: Final = 11
NODE_RADIUS: Final = 3.6
HUB_CLEARANCE: Final = 14

FAMILY_COLOURS: Final[dict[str, str]] = {
    "helse og omsorg": "#B4344D",
    "barn, oppvekst og sosial": "#AA4499",
    "brann og beredskap": "#C8560F",
    "teknisk, miljø og havn": "#117733",
    "plan, landbruk og næring": "#857514",
    "administrasjon og IKT": "#2B5FA8",
    "styring og kontroll": "#332288",
    "kultur og friluft": "#22807A",
    "annet": "#6B7280",
}

# One colour per agreement where several are told apart. Twelve hues, alternating in lightness,
# all at least 3:1 on land; the number at the hub carries the same meaning (WCAG 1.4.1).
SERIES: Final[tuple[str, ...]] = (
    "#B4344D",
    "#2B5FA8",
    "#1B7A5A",
    "#C8560F",
    "#7A4BA0",
    "#857514",
    "#22808F",
    "#AA4499",
    "#5C6B1E",
    "#8A4B2D",
    "#332288",
    "#5F6B7A",
)

# Number per municipality in the picture of everything: five steps from pale to deep.
STEPS: Final[tuple[str, ...]] = ("#DCE8ED", "#B5CFDA", "#86AFC1", "#5289A3", "#26647F")
# Four widths of a pair line, in units: four steps read better than a continuous width.
PAIR_WIDTHS: Final[tuple[float, ...]] = (1.4, 2.8, 4.6, 7.0)


def family_colour(family: str) -> str:
    """Return the colour of a family of services; grey for one that is not in the table."""
    return FAMILY_COLOURS.get(family, FAMILY_COLOURS["annet"])


def series_colour(index: int) -> str:
    """Return the colour of the agreement with this place in the legend (0 is the first)."""
    return SERIES[index % len(SERIES)]

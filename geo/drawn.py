"""What a drawing is made of: places, lines, signs and words in units of the picture.

x runs to the right and y down from the north-west corner of the frame.
"""

from dataclasses import dataclass
from typing import Final, NamedTuple

from geo.curves import Bow, Place
from geo.picture import Anchor, Dash, HubShape, Key, Kind, LegendRow, Pattern
from geo.style import HUB_RADIUS

Ring = tuple[Place, ...]
"""A line along places; a ring where the last is the first again."""

# As the drawing script has them (pen.css), on paper.
PAPER: Final = "#FFFFFF"
PAIR: Final = "#A8324A"


class Text(NamedTuple):
    """A line of words: `x` is where its `anchor` stands, `y` its middle line.

    `weight` is strong, normal, muted or second; `kind` county, outside, rim or hub; `code` the
    municipality, or the agreement whose hub it stands at.
    """

    text: str
    x: float
    y: float
    anchor: Anchor
    size: float
    weight: str
    kind: str
    code: str


@dataclass(frozen=True, slots=True)
class Shape:
    """A municipality: rings cut at the frame, what fills them, and the line round them.

    `fill` is opaque: the picture's `colour` at its `opacity` on land. `second` is the opaque
    colour of stripes or dots over it. `marked` areas stand out; the others are the base map.
    """

    code: str
    name: str
    rings: tuple[Ring, ...]
    fill: str
    opacity: float
    pattern: Pattern
    second: str
    edge: str
    edge_width: float
    in_county: bool
    colour: str = ""
    marked: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Path:
    """A line along many places, a whole ring where the last is the first again."""

    points: Ring
    colour: str
    width: float
    dash: Dash = "solid"


@dataclass(frozen=True, slots=True)
class Line:
    """A curved line between two municipalities; what lies beyond the frame is cut off."""

    a: str
    b: str
    bow: Bow | None
    colour: str
    width: float
    opacity: float
    weight: float
    count: int


@dataclass(frozen=True, slots=True)
class Curve:
    """A spoke of the hub with this place in `Drawing.hubs`; `bow` is None where none shows."""

    hub: int
    code: str
    bow: Bow | None
    colour: str
    width: float
    dash: Dash
    arrow: tuple[Place, ...]
    opacity: float
    casing: bool


@dataclass(frozen=True, slots=True)
class Dot:
    """The point of a municipality: a ring of coloured dots, a square for a host, or a text."""

    code: str
    x: float
    y: float
    radius: float
    ring: tuple[tuple[float, float, str], ...] = ()
    host_of: int = 0
    text: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """The sign of an agreement; `home` is its host or seat, `tie` the line to it where it is long.

    `shows` is false for a hub beyond the frame.
    """

    agreement: str
    x: float
    y: float
    shape: HubShape
    colour: str
    text: str
    title: str
    home: Place
    tie: bool
    shows: bool
    opacity: float = 1.0
    radius: float = HUB_RADIUS


@dataclass(frozen=True, slots=True)
class Drawing:
    """Everything of a picture, in the order it is drawn, and the words around it."""

    kind: Kind
    width: float
    height: float
    areas: tuple[Shape, ...]
    county: tuple[Path, ...]
    outlines: tuple[Path, ...]
    pairs: tuple[Line, ...]
    spokes: tuple[Curve, ...]
    nodes: tuple[Dot, ...]
    hubs: tuple[Mark, ...]
    leaders: tuple[Path, ...]
    names: tuple[Text, ...]
    labels: tuple[Text, ...]
    title: str
    lead: str
    legend: tuple[LegendRow, ...]
    keys: tuple[Key, ...]
    attribution: str
    alt: str

"""Primitives that a picture is made of: positions and meaning, no HTML and no pixels.

Positions are EPSG:4326 (longitude, latitude); offsets and sizes are units of a picture that is
`Frame.units` high, x to the right and y down. Every pen draws these primitives
in the order areas, outlines, pair lines, spokes, nodes, hubs, labels.
"""

from dataclasses import dataclass
from typing import Literal, NamedTuple

from geo.style import UNITS_HIGH

Kind = Literal["county", "one", "few", "many", "service", "pairs"]
Pattern = Literal["plain", "hatch", "dots", "alone", "diagonal"]
HubShape = Literal["square", "diamond", "hollow"]
Dash = Literal["solid", "dashed", "dotted"]
Anchor = Literal["start", "middle", "end"]
Weight = Literal["strong", "normal", "muted"]


class Point(NamedTuple):
    """A place in EPSG:4326 degrees."""

    lon: float
    lat: float


class Frame(NamedTuple):
    """The part of the world that a picture shows, in EPSG:4326 degrees.

    `units` is how many units high the picture is: the fewer, the bigger are signs and names.
    """

    west: float
    south: float
    east: float
    north: float
    units: float = UNITS_HIGH

    def holds(self, point: Point) -> bool:
        """Return whether `point` lies inside or on the rim."""
        return self.west <= point.lon <= self.east and self.south <= point.lat <= self.north


@dataclass(frozen=True, slots=True)
class Area:
    """A municipality that stands out from the base map.

    `hatch` draws stripes of `second` over `colour`; `dots` and `alone` say «ikke registrert»
    and «bekreftet alene»; `diagonal` is a thin stripe for what a switch holds outside.
    """

    code: str
    colour: str
    opacity: float = 1.0
    pattern: Pattern = "plain"
    second: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Outline:
    """The calm outer border of a set of municipalities: closed rings in EPSG:4326."""

    rings: tuple[tuple[Point, ...], ...]
    colour: str
    width: float = 2.6
    dash: Dash = "solid"


class LabelSpot(NamedTuple):
    """Offset of a text from its point in units, which end of it stands there, and a leader."""

    dx: float
    dy: float
    anchor: Anchor
    leader: bool = False


BESIDE = LabelSpot(20, 0, "start")


@dataclass(frozen=True, slots=True)
class Hub:
    """Where the spokes of one agreement meet; `dx`, `dy` are units from `at`.

    The first `heavy` lines of `label` are its name.
    """

    agreement: str
    at: Point
    dx: float
    dy: float
    shape: HubShape
    colour: str
    text: str
    title: str
    label: tuple[str, ...] = ()
    heavy: int = 1
    label_spot: LabelSpot = BESIDE


@dataclass(frozen=True, slots=True)
class Spoke:
    """A gently curved line from a hub (by its place in `Picture.hubs`) to a municipality."""

    hub: int
    code: str
    dash: Dash
    arrow: bool


@dataclass(frozen=True, slots=True)
class PairLine:
    """A line between two municipalities; `step` is 0–3 (width), the rest is for the tooltip."""

    a: str
    b: str
    step: int
    weight: float
    count: int


@dataclass(frozen=True, slots=True)
class Node:
    """The point of a municipality, with a ring of dots in the colours of its agreements.

    With `text` it is a disc that says it, `dx`, `dy` units from the point: a number that holds
    without the colour beneath it.
    """

    code: str
    colours: tuple[str, ...] = ()
    host_of: int = 0
    text: str = ""
    dx: int = 0
    dy: int = 0


@dataclass(frozen=True, slots=True)
class NameLabel:
    """How heavy the name of a municipality is written; those not listed are `normal`."""

    code: str
    weight: Weight


@dataclass(frozen=True, slots=True)
class LegendRow:
    """One line of the legend, which is the numbered list beside the map."""

    agreement: str
    number: int
    shape: HubShape | Literal["none"]
    colour: str
    dash: Dash
    mark: str
    title: str
    detail: str
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Key:
    """One sign of the key below the map (what a pattern, a line or a shape means)."""

    sign: str
    colour: str
    text: str
    second: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything a pen needs to draw one map."""

    kind: Kind
    title: str
    lead: str
    frame: Frame
    areas: tuple[Area, ...] = ()
    outlines: tuple[Outline, ...] = ()
    pairs: tuple[PairLine, ...] = ()
    hubs: tuple[Hub, ...] = ()
    spokes: tuple[Spoke, ...] = ()
    nodes: tuple[Node, ...] = ()
    labels: tuple[NameLabel, ...] = ()
    legend: tuple[LegendRow, ...] = ()
    keys: tuple[Key, ...] = ()
    focus: str = ""
    attribution: str = ""
    alt: str = ""

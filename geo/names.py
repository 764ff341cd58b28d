"""Names of municipalities on a drawing: where the drawing script has them, all inside the frame."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final

from geo.curves import Box, Place, inside
from geo.drawn import Ring, Text
from geo.labels import NAME_SIZE, is_close, spot
from geo.picture import Anchor, Picture, Point

# The mean advance of a letter over its size, in a sans-serif of normal width.
_ADVANCE: Final = {"strong": 0.55, "normal": 0.53, "muted": 0.52, "second": 0.52}
_STRONG_LARGER: Final = 1.04
_SEEN, _EDGE = 2.0, 44.0
_ABOVE, _BELOW = -17.0, 17.0
# A member beyond the rim: its name's distance from the end of its spoke, and between two lines.
_FROM_RIM, _OVER_RIM, _LINE = 13.0, 18.0, 15.0
_RIM: Final = 27.0
_SIGN: Final = 12.0
_POINT: Final = 5.0
_ASIDE: Final = 12.0
_CORNER: Final = 13.0
# Less than this of a name under something else, in square units, is no harm.
_COVERED: Final = 20.0
_ROUNDS: Final = 3


class Crowd:
    """What stands on a drawing already, so that a name can keep clear of it."""

    def __init__(
        self, box: Box, hubs: Iterable[Place], points: Iterable[Place], labels: Iterable[Text]
    ) -> None:
        self.box = box
        self._taken = [(x - _SIGN, y - _SIGN, x + _SIGN, y + _SIGN) for x, y in hubs]
        self._taken += [(x - _POINT, y - _POINT, x + _POINT, y + _POINT) for x, y in points]
        for label in labels:
            self.add(label)

    def add(self, text: Text) -> None:
        """Take the room of a text."""
        self._taken.append(box_of(text))

    def covered(self, text: Text) -> float:
        """Return how many square units of `text` lie over what stands there."""
        return _shared(box_of(text), self._taken)

    def held(self, text: Text) -> Text:
        """Return a text moved just enough to lie inside the frame."""
        left, top, right, bottom = box_of(text)
        west, north, east, south = self.box
        dx = max(0.0, west + _SEEN - left) - max(0.0, right - east + _SEEN)
        dy = max(0.0, north + _SEEN - top) - max(0.0, bottom - south + _SEEN)
        return text._replace(x=text.x + dx, y=text.y + dy)


def _shared(box: Box, others: Iterable[Box]) -> float:
    left, top, right, bottom = box
    return sum(
        max(0.0, min(right, c) - max(left, a)) * max(0.0, min(bottom, d) - max(top, b))
        for a, b, c, d in others
    )


def box_of(text: Text) -> Box:
    """Return left, top, right, bottom of a text, a little larger than it is."""
    width = len(text.text) * text.size * _ADVANCE[text.weight]
    left = text.x - {"start": 0.0, "middle": width / 2, "end": width}[text.anchor]
    return left, text.y - text.size / 2, left + width, text.y + text.size / 2


def county_names(
    picture: Picture,
    places: Mapping[str, tuple[str, Point, bool]],
    points: Mapping[str, Place],
    crowd: Crowd,
    elsewhere: Collection[str],
) -> tuple[tuple[Text, ...], tuple[Ring, ...]]:
    """Return the names in the frame, and the leader lines of those that stand apart.

    Parameters
    ----------
    picture
        Says how heavy each name is; outside the county only the heavy ones are written.
    places, points
        Name, centre and whether in the county of each municipality, and its point in units.
    crowd
        The frame, and what stands in it; the names are added.
    elsewhere
        Those that are named at the rim instead.
    """
    weights = {label.code: label.weight for label in picture.labels}
    close = is_close(picture.frame)
    west, north, east, south = crowd.box
    seen = (west + _SEEN, north + _SEEN, east - _SEEN, south - _SEEN)
    names: list[Text] = []
    leaders: dict[str, Ring] = {}
    for code, (name, _centre, in_county) in places.items():
        weight = weights.get(code, "normal")
        x, y = points[code]
        if (not in_county and weight != "strong") or code in elsewhere or not inside((x, y), seen):
            continue
        near = close or not in_county
        place = spot(code)
        anchor: Anchor = place.anchor
        dx, dy = place.dx, place.dy
        if near:
            dx, dy = 0.0, _BELOW if y < north + _EDGE else _ABOVE
            anchor = "end" if x > east - _EDGE else "start" if x < west + _EDGE else "middle"
        elif place.leader:
            leaders[code] = ((x, y), (x + dx + 2, y + dy))
        size = NAME_SIZE * (_STRONG_LARGER if weight == "strong" else 1)
        kind = "county" if in_county else "outside"
        names.append(crowd.held(Text(name, x + dx, y + dy, anchor, size, weight, kind, code)))
    settled = _apart(names, leaders, points, crowd)
    for text in settled:
        crowd.add(text)
    return tuple(settled), tuple(leaders.values())


def _apart(
    names: Sequence[Text],
    tied: Collection[str],
    points: Mapping[str, Place],
    crowd: Crowd,
) -> list[Text]:
    """Return names moved round their points where they lay over one another or under a sign.

    Parameters
    ----------
    names
        Where they stand by rule.
    tied
        Municipalities whose names keep their places, at the end of a leader line.
    points
        Of each municipality.
    crowd
        What stands there beside the names, the points that are drawn among it.
    """
    found = list(names)
    boxes = {text.code: box_of(text) for text in names}

    def covered(text: Text) -> float:
        others = [box for code, box in boxes.items() if code != text.code]
        return crowd.covered(text) + _shared(box_of(text), others)

    for _round in range(_ROUNDS):
        moved = False
        for place, text in enumerate(found):
            if text.code in tied or covered(text) <= _COVERED:
                continue
            best = min([text, *_round_about(text, points[text.code], crowd)], key=covered)
            moved |= best != text
            found[place], boxes[text.code] = best, box_of(best)
        if not moved:
            break
    return found


def _round_about(text: Text, point: Place, crowd: Crowd) -> Iterable[Text]:
    """Give a name on each side and at each corner of its point."""
    x, y = point
    sides: tuple[tuple[float, float, Anchor], ...] = (
        (0, _ABOVE, "middle"),
        (0, _BELOW, "middle"),
        (_ASIDE, 0, "start"),
        (-_ASIDE, 0, "end"),
        (_ASIDE / 2, -_CORNER, "start"),
        (-_ASIDE / 2, -_CORNER, "end"),
        (_ASIDE / 2, _CORNER, "start"),
        (-_ASIDE / 2, _CORNER, "end"),
    )
    for dx, dy, anchor in sides:
        yield crowd.held(text._replace(x=x + dx, y=y + dy, anchor=anchor))


def rim_names(
    beyond: Sequence[tuple[str, Place]],
    places: Mapping[str, tuple[str, Point, bool]],
    crowd: Crowd,
) -> tuple[Text, ...]:
    """Return the names of members beyond the frame, where their spokes end, once each.

    They keep clear of one another and of the other names, up or down as far as needed.
    """
    west, north, east, south = crowd.box
    box = (west + _RIM, north + _RIM, east - _RIM, south - _RIM)
    names: list[Text] = []
    done: set[str] = set()
    for code, (x, y) in sorted(beyond, key=lambda item: (item[1][1], item[0])):
        if code in done:
            continue
        done.add(code)
        right, left, low = x >= box[2], x <= box[0], y >= box[3]
        anchor: Anchor = "end" if right else "start" if left else "middle"
        arrow = "↓" if low else "→" if right else "←" if left else "↑"
        first = Text(
            f"{arrow} {places[code][0]}",
            x + (_OVER_RIM if right else 0),
            y + (_FROM_RIM if low else -_FROM_RIM),
            anchor,
            NAME_SIZE * _STRONG_LARGER,
            "strong",
            "rim",
            code,
        )
        tries = [crowd.held(first._replace(y=first.y + step * _LINE)) for step in _steps()]
        best = min(tries, key=crowd.covered)
        crowd.add(best)
        names.append(best)
    return tuple(names)


def _steps() -> Iterable[float]:
    """Give steps from a place, nearest first: 0, 1, −1, 2, −2 and so on."""
    yield 0.0
    for step in range(1, 9):
        yield from (float(step), -float(step))

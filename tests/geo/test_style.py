"""The screen's colours are those that every pen shares."""

import re

from geo import style
from ui.assets import SOURCE

LIGHT = (SOURCE / "pen.css").read_text("utf-8").split(":root.dark")[0]
SCREEN = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", LIGHT))


def test_the_light_theme_has_the_colours_of_the_maps() -> None:
    shared = {
        "sea": style.SEA,
        "land": style.LAND,
        "neighbour": style.NEIGHBOUR_LAND,
        "border": style.BORDER,
        "county": style.COUNTY_LINE,
        "ink": style.INK,
        "primary": style.PRIMARY,
    }
    assert {name: SCREEN[name].upper() for name in shared} == shared

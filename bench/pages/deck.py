"""Peer (b): st.pydeck_chart with the same shapes."""

import pydeck as pdk
import streamlit as st

from bench.browser import MARKS
from bench.pages.made import STATES, centres, features, lines, size

which = size()
st.set_page_config(layout="wide")
state = STATES.index(st.pills("Tilstand", STATES, default="S0") or "S0")
middle, zoom = ((62.8, 7.3), 6) if which == "county" else ((65.0, 15.0), 3)
place = centres(which)
rows = [
    {"a": list(place[a]), "b": list(place[b]), "t": f"{a} – {b}: {step}", "w": 1 + step}
    for a, b, step in lines(which, state)
]
reach = 0.15 if which == "county" else 1.0
corners = [
    [middle[1] + x * reach, middle[0] + y * reach] for x, y in ((-2, -1), (2, -1), (2, 1), (-2, 1))
]
colour = [int(MARKS[state][i : i + 2], 16) for i in (1, 3, 5)]
layers = [
    pdk.Layer("GeoJsonLayer", features(which), id="base", get_fill_color=[220, 220, 235],
              get_line_color=[120, 120, 120], line_width_min_pixels=1, pickable=True),
    pdk.Layer("LineLayer", rows, id="edges", get_source_position="a", get_target_position="b",
              get_width="w", get_color=[31, 119, 180, 128], pickable=True),
    pdk.Layer("PolygonLayer", [{"p": corners}], id="mark", get_polygon="p",
              get_fill_color=colour, opacity=1),
]  # fmt: skip
view = pdk.ViewState(latitude=middle[0], longitude=middle[1], zoom=zoom)
chart = pdk.Deck(
    map_provider=None,
    map_style=None,
    initial_view_state=view,
    layers=layers,
    tooltip={"text": "{t}"},
)
st.pydeck_chart(chart, height=600, key="map")

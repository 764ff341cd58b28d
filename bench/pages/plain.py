"""Peer (a): a page that rebuilds its folium map at each run, as the manuals show it."""

import folium
import streamlit as st
from streamlit_folium import st_folium

from bench.browser import MARKS
from bench.pages.made import STATES, centres, features, lines, size
from ui.assets import address

which = size()
st.set_page_config(layout="wide")
state = STATES.index(st.pills("Tilstand", STATES, default="S0") or "S0")
middle, zoom = ((62.8, 7.3), 7) if which == "county" else ((65.0, 15.0), 4)
chart = folium.Map(location=middle, zoom_start=zoom, tiles=None)
chart.default_js = [("leaflet", address("leaflet.js"))]
chart.default_css = [("leaflet", address("leaflet.css"))]
folium.GeoJson(
    features(which),
    style_function=lambda _feature: {"color": "#888", "weight": 1, "fillColor": "#dde"},
    tooltip=folium.GeoJsonTooltip(["code", "name"]),
).add_to(chart)
place = centres(which)
for a, b, step in lines(which, state):
    ends = [(place[a].lat, place[a].lon), (place[b].lat, place[b].lon)]
    tip = f"{a} – {b}: {step}"
    folium.PolyLine(ends, weight=1 + step, color="#1f77b4", opacity=0.5, tooltip=tip).add_to(chart)
square = [(middle[0] + y, middle[1] + x) for y, x in ((-0.1, -0.2), (-0.1, 0.2), (0.1, 0.2))]
folium.PolyLine(square, color=MARKS[state], weight=4).add_to(chart)
st_folium(chart, key="map", height=600, use_container_width=True, returned_objects=[])

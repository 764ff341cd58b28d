"""Our own screen pen, handed a made Picture of the whole country."""

import streamlit as st
from streamlit_folium import st_folium

from bench.pages.made import STATES, centres, ground, picture, size
from geo.message import encode, to_base64
from geo.web import Drawing, base_data, new_map
from ui.assets import address, publish, words

which = size()
st.set_page_config(layout="wide")
state = STATES.index(st.pills("Tilstand", STATES, default="S0") or "S0")
base = ground(which)


@st.cache_resource
def ground_address(which: str) -> str:
    """Publish the ground once."""
    places = {code: (base.names[code], point, True) for code, point in centres(which).items()}
    return publish(base_data(base, places, words()), f"bench-{which}")


order = {code: index for index, code in enumerate(base.codes)}
message = {**encode(picture(which, state), order, 0), "n": [], "wi": [], "bare": 1}
chart = new_map(
    (address("leaflet.js"), address("pen.js")),
    (address("leaflet.css"), address("pen.css")),
    ground_address(which),
)
st_folium(
    chart,
    key="map",
    height=600,
    use_container_width=True,
    render=False,
    returned_objects=[],
    feature_group_to_add=Drawing(to_base64(message)),
)

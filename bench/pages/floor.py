"""The floor: an empty page with the same widget and one line of text."""

import streamlit as st

state = st.pills("Tilstand", ["S0", "S1", "S2", "S3"], default="S0")
st.text(state or "S0")

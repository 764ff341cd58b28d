"""An empty page, for the first paint: one line of text."""

import streamlit as st

st.text("S0")

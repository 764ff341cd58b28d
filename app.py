"""The front door: page settings, style and navigation."""

from pathlib import Path

import streamlit as st

from ui import navigation, theme

# A picture of our own: Streamlit would fetch one of its icons from the net.
ICON = Path(__file__).parent / "geo" / "assets" / "icon.png"
st.set_page_config(page_title="Samarbeidskart", page_icon=str(ICON), layout="wide")
theme.apply()
navigation.run()

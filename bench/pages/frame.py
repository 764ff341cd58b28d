"""The list of /avtaler as the manuals show a table: the same frame in `st.dataframe`, no more."""

import streamlit as st

from data import store
from views import avtaler
from views.query import DEFAULT

st.set_page_config(layout="wide")
st.dataframe(avtaler.build(store.load(), DEFAULT).frame)

"""One table of 27 × 45 in four states: ours or `st.dataframe`, as BENCH_SIZE says."""

import os

import pandas as pd
import streamlit as st

from bench.pages.made import STATES
from data import store
from ui import matrix
from views.matrix import LETTERS, covered
from views.matrix import matrix as made
from views.query import DEFAULT

COLUMNS = 45
SWITCHES = {"S0": {}, "S1": {"nettverk": True}, "S2": {"utvikling": True}, "S3": {"usikre": False}}

state = st.pills("Tilstand", STATES, default="S0") or "S0"
register = store.load()
services = tuple(register.service_by_code)[:COLUMNS]
query = DEFAULT.but(tjeneste=services, **SWITCHES[state])
found = made(covered(register, query), register, query)
if os.environ.get("BENCH_SIZE") == "ours":
    matrix.show(found, query, "", state, lambda _picked: None)
else:
    rows = [[LETTERS[s.state] + s.standing[0] for s in line] for line in found.signs]
    heads = [head.name for head in found.columns]
    st.dataframe(pd.DataFrame(rows, [h.name for h in found.rows], heads), height=1000)
st.text(state)

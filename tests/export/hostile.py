"""A register whose texts try to run (reliability.md §3), everywhere a pen takes text from."""

import dataclasses
from typing import Any

from data import store
from data.register import Register
from geo import boundaries
from geo.boundaries import Boundaries

KEY = "legevakt-kristiansund"
SERVICE = "legevakt"
MEMBER = "1554"
TEXTS = (
    "</script><script>window.PWN=1</script>",
    "</style><style>*{display:none}</style>",
    "<img src=x onerror=window.PWN=1>",
    "<svg/onload=window.PWN=1>",
    "<a href=javascript:window.PWN=1>x</a>",
    "--><!-- <!--",
    "`${window.PWN=1}`",
    "${globalThis.PWN=1}",
    '\'" onmouseover="window.PWN=1" x=\'',
    "{{lipsum.__globals__.os.mkdir('PWN')}} {% x {#",
    "{0} {title} %s",
    r"\u003cscript\u003e",
    "&lt;b&gt; &amp;",
    "=HYPERLINK(1) æøå ­",
)
TEXT = " ".join(TEXTS)
ADDRESS = "https://example.org/?a='onclick=window.PWN=1&b=${1}"


def _changed(frame: Any, row: str, **cells: object) -> Any:
    made = frame.copy()
    for name, value in cells.items():
        made.at[row, name] = value
    return made


def hostile() -> Register:
    """Return the shipped register with hostile text in an agreement, a service and a member."""
    register = store.load()
    texts = dict.fromkeys(("navn", "formål", "merknad"), TEXT)
    return dataclasses.replace(
        register,
        agreements=_changed(
            register.agreements,
            KEY,
            **texts,
            andre=(TEXT,),
            kilde=(TEXT, TEXT, "c"),
            kilde_url=(ADDRESS, "javascript:window.PWN=1", "data:text/html,<script>PWN=1</script>"),
        ),
        services=_changed(register.services, SERVICE, navn=TEXT, familie=TEXT, merke=TEXT),
        municipalities=_changed(register.municipalities, MEMBER, navn=TEXT, region=TEXT),
        revision=TEXT,
        as_of=TEXT,
    )


def hostile_ground() -> Boundaries:
    """Return the shipped areas, one of them with a hostile name."""
    ground = boundaries.load()
    return dataclasses.replace(ground, names={**ground.names, MEMBER: TEXT})

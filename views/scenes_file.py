"""A presentation as a JSON file: written whole, read strictly, all or nothing.

Where a file has faults, each is a sentence that says where it stands and what is accepted.
"""

import json
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from data.language import _
from data.limits import limit
from data.sent_json import (
    JsonObject,
    RefusedFile,
    load,
    missing_keys,
    newer,
    odd_keys,
    odd_version,
    text_faults,
    wrong,
)
from views.scenes import PAGES, Scene, SceneSet

FORMAT: Final = "samarbeidskart-presentasjon"
VERSION: Final = 1
SHIPPED: Final = Path(__file__).with_name("shipped_scenes.json")

_TOP: Final = ("format", "versjon", "tittel", "scener")
_NEEDED: Final = ("tittel", "side")
_SCENE: Final = (*_NEEDED, "lenke", "notat", "linjer", "bygg_opp")
# The soft hyphen and the separators; in notes, line breaks too.
_KEPT: Final = "\u00ad\u2028\u2029"
_BROKEN: Final = _KEPT + "\n\r\t"


class ScenesError(RefusedFile):
    """Raised when a file is refused; `lines` say what is wrong, where, and what is accepted."""


@lru_cache(maxsize=1)
def shipped() -> SceneSet:
    """Return the set that comes with the app."""
    return from_json(SHIPPED.read_bytes())


def largest() -> int:
    """Return the size of the largest file that is read, in bytes."""
    return limit("scenes_kb") * 1024


def to_json(scenes: SceneSet) -> str:
    """Return the text of a set's file."""
    document = {
        "format": FORMAT,
        "versjon": VERSION,
        "tittel": scenes.title,
        "scener": [_object(scene) for scene in scenes.scenes],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _object(scene: Scene) -> dict[str, Any]:
    found: dict[str, Any] = {"tittel": scene.title, "side": scene.page}
    if scene.link:
        found["lenke"] = scene.link
    if scene.build_up:
        found["bygg_opp"] = True
    if scene.lines:
        found["linjer"] = list(scene.lines)
    if scene.notes:
        found["notat"] = scene.notes
    return found


def from_json(data: bytes) -> SceneSet:
    """Read the bytes of a set's file.

    Raises
    ------
    ScenesError
        The file has a fault; nothing of it is used.
    """
    document = _load(data)
    if faults := list(_faults(document)):
        raise ScenesError(faults)
    scenes = tuple(
        Scene(
            title=item["tittel"].strip(),
            page=item["side"],
            link=item.get("lenke", "").removeprefix("?"),
            notes=item.get("notat", "").strip(),
            lines=tuple(line.strip() for line in item.get("linjer", [])),
            build_up=item.get("bygg_opp", False),
        )
        for item in document["scener"]
    )
    return SceneSet(document["tittel"].strip(), scenes)


def _load(data: bytes) -> Any:  # noqa: ANN401 — whatever a stranger's file holds
    if len(data) > largest():
        line = _("Fila er større enn {n} kB, som er grensen for en presentasjon.")
        raise ScenesError([line.format(n=limit("scenes_kb"))])
    return load(data, _expected(), ScenesError)


def _expected() -> str:
    return _("Her kan du bare bruke en fil som er lagret fra presentasjonssiden.")


def _faults(document: object) -> Iterator[str]:
    """Give a sentence for each fault of the file; of a file of another kind, only that it is."""
    top = _("Øverst i fila")
    if not isinstance(document, JsonObject):
        yield wrong(top, document, _("et objekt med {keys}").format(keys=", ".join(_TOP)))
        return
    if document.get("format") != FORMAT:
        yield _("Fila er ikke en presentasjon fra Samarbeidskart. {accepted}").format(
            accepted=_expected()
        )
        return
    if sentence := newer(document, VERSION):
        yield sentence
        return
    yield from _key_faults(top, document, _TOP, _TOP)
    yield from odd_version(document, VERSION)
    if "tittel" in document:
        yield from text_faults(
            "«tittel»", document["tittel"], limit("scene_title"), needed=True, kept=_KEPT
        )
    scenes, most = document.get("scener", []), limit("scenes")
    if not isinstance(scenes, list):
        yield wrong("«scener»", scenes, _("en liste med scener"))
        return
    if len(scenes) > most:
        yield _("«scener»: fila har {n} scener; grensen er {limit}.").format(
            n=len(scenes), limit=most
        )
    for number, item in enumerate(scenes[:most], 1):
        yield from _scene_faults(_("Scene {number}").format(number=number), item)


def _scene_faults(place: str, item: object) -> Iterator[str]:
    if not isinstance(item, JsonObject):
        yield wrong(place, item, _("et objekt med {keys}").format(keys=", ".join(_NEEDED)))
        return
    yield from _key_faults(place, item, _SCENE, _NEEDED)
    if "tittel" in item:
        yield from text_faults(
            f"{place}, «tittel»", item["tittel"], limit("scene_title"), needed=True, kept=_KEPT
        )
    if "side" in item and not (isinstance(item["side"], str) and item["side"] in PAGES):
        yield wrong(f"{place}, «side»", item["side"], ", ".join(PAGES))
    if "lenke" in item:
        yield from text_faults(f"{place}, «lenke»", item["lenke"], limit("scene_link"), kept=_KEPT)
    if "notat" in item:
        yield from text_faults(
            f"{place}, «notat»", item["notat"], limit("scene_notes"), kept=_BROKEN
        )
    if type(item.get("bygg_opp", False)) is not bool:
        yield wrong(f"{place}, «bygg_opp»", item["bygg_opp"], "true, false")
    lines = item.get("linjer", [])
    if not isinstance(lines, list) or len(lines) > limit("scene_lines"):
        accepted = _("en liste med høyst {n} tekster").format(n=limit("scene_lines"))
        yield wrong(f"{place}, «linjer»", lines, accepted)
        return
    for line in lines:
        yield from text_faults(
            f"{place}, «linjer»", line, limit("scene_line"), needed=True, kept=_KEPT
        )


def _key_faults(
    place: str, item: JsonObject, keys: Sequence[str], needed: Sequence[str]
) -> Iterator[str]:
    yield from odd_keys(place, item, keys)
    yield from missing_keys(place, item, needed)

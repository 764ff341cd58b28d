"""Files: the shipped set as slides, one picture against a bare plot, and the memory of both.

Slides and memory are measured in processes of their own, as whoever asks for a file once has it;
pictures in turns with the peer, also with nothing of the ground kept from the picture before.
"""

import gc
import io
import subprocess
import sys
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path

import geopandas as gpd
import matplotlib as mpl

from bench.table import Line, median
from data import store
from export import map_pen, pictures
from export.slides import slides
from geo import boundaries, ground
from geo.drawing import compose
from views import kart, scenes_file
from views.query import Query
from views.scene_views import views_of
from views.screen import places
from views.view import View

MOST_SECONDS, MOST_TIMES, MOST_MB = 10.0, 1.5, 300.0
REPEATS, WARM_UPS, CHILDREN = 9, 1, 3
QUERY = Query(tjeneste=("legevakt",))
_DPI = 96
_ROOT = Path(__file__).resolve().parent.parent
_CHILD = "from bench.export import child; child({what!r})"
_STATUS = Path("/proc/self/status")


@cache
def view() -> View:
    """Return the view that is drawn."""
    return kart.build(store.load(), QUERY, boundaries.load())


def our_png() -> bytes:
    """Draw the whole page: title, map, list and key."""
    return pictures.png(view(), store.load(), boundaries.load())


def forget() -> None:
    """Throw away what an earlier picture of the same frame has made."""
    for kept in (ground._parts, ground._border, ground._projected, map_pen._rings):
        kept.cache_clear()


def bare_plot() -> Callable[[], bytes]:
    """Return the peer: it plots the areas that our picture shows, at its size, and saves them."""
    mpl.use("agg")
    from matplotlib import pyplot as plt  # noqa: PLC0415 — after the choice of how it draws

    whole, picture = boundaries.load(), view().picture
    if picture is None:
        msg = "the view has no picture"
        raise ValueError(msg)
    fills = {a.code: a.fill for a in compose(picture, whole, places(store.load())).areas}
    shapes = {c: s for c, s in zip(whole.codes, whole.shapes, strict=True) if c in fills}
    frame = gpd.GeoDataFrame(geometry=list(shapes.values()), crs="EPSG:4326")
    colours = [fills[code] for code in shapes]
    inches = (pictures.SCREEN[0] / _DPI, pictures.SCREEN[1] / _DPI)

    def plot() -> bytes:
        axes = frame.plot(figsize=inches, color=colours, edgecolor="#B9B4A7")
        target = io.BytesIO()
        axes.figure.savefig(target, dpi=_DPI)
        plt.close(axes.figure)
        return target.getvalue()

    return plot


def in_turn(sums: list[Callable[[], object]], repeats: int = REPEATS) -> list[float]:
    """Return the median ms of each; they take turns, so that noise falls on all."""
    times: list[list[float]] = [[] for _sum in sums]
    for turn in range(WARM_UPS + repeats):
        for kept, one in zip(times, sums, strict=True):
            gc.collect()
            start = time.perf_counter()
            one()
            if turn >= WARM_UPS:
                kept.append((time.perf_counter() - start) * 1000)
    return [median(kept) for kept in times]


def first_png() -> bytes:
    """Draw as the first picture of its frame."""
    forget()
    return our_png()


def run() -> list[Line]:
    """Measure everything and return the table's lines."""
    deck = [run_child("pptx") for _turn in range(CHILDREN)]
    ours, first, plain = in_turn([our_png, first_png, bare_plot()])
    lines = [
        Line("shipped set to pptx", median([seconds for seconds, _mb in deck]), "s", MOST_SECONDS),
        Line("one PNG ÷ bare geopandas.plot", ours / plain, "ratio", MOST_TIMES),
        Line("first PNG of a frame ÷ bare geopandas.plot", first / plain, "ratio", MOST_TIMES),
    ]
    if _STATUS.exists():
        held = median([run_child("")[1] for _turn in range(CHILDREN)])
        most = {"pptx": max(mb for _seconds, mb in deck), "png": run_child("png")[1]}
        lines += [
            Line(f"memory for {kind} above the app's", mb - held, "MB", MOST_MB)
            for kind, mb in most.items()
        ]
        lines.append(Line("memory with register, areas and a view", held, "MB"))
    names = ("one PNG", "first PNG of a frame", "bare geopandas.plot")
    return lines + [Line(n, ms, "ms") for n, ms in zip(names, (ours, first, plain), strict=True)]


def run_child(what: str) -> tuple[float, float]:
    """Return seconds and the most memory in MB of a process that makes `what`, or nothing."""
    command = [sys.executable, "-c", _CHILD.format(what=what)]
    done = subprocess.run(command, cwd=_ROOT, capture_output=True, text=True, check=True)
    seconds, megabytes = map(float, done.stdout.split())
    return seconds, megabytes


def child(what: str) -> None:
    """Load what the app has, make a file, and tell how long it took and the most memory held."""
    register, areas = store.load(), boundaries.load()
    view()
    start = time.perf_counter()
    if what == "pptx":
        near = boundaries.neighbour_codes()
        slides(views_of(scenes_file.shipped(), register, areas, near), register, areas)
    elif what == "png":
        our_png()
    print(time.perf_counter() - start, peak_mb())


def peak_mb() -> float:
    """Return the most resident memory that this process has had, in MB; 0 where nobody tells."""
    # Not getrusage: what a process is started from counts there.
    if not _STATUS.exists():
        return 0.0
    lines = _STATUS.read_text("ascii", errors="replace").splitlines()
    return next(int(line.split()[1]) * 1024 / 1e6 for line in lines if line.startswith("VmHWM"))

"""`bench export` draws what it says, its peer draws the same areas, and memory is told apart."""

import io

import pytest
from PIL import Image

from bench import __main__ as command
from bench import export
from bench.table import Line


def test_it_is_among_the_benchmarks() -> None:
    assert command.BENCHMARKS["export"] is export.run


def test_both_pictures_are_as_large_and_show_the_same_colours() -> None:
    pictures = [Image.open(io.BytesIO(data)) for data in (export.our_png(), export.bare_plot()())]
    assert {picture.size for picture in pictures} == {(1920, 1080)}
    ours, plain = (
        {colour[:3] for _many, colour in p.convert("RGB").getcolors(1 << 20) or ()}
        for p in pictures
    )
    wanted = {area.colour for area in export.view().picture.areas}  # type: ignore[union-attr]
    assert len(wanted) > 3
    many = [c for c in plain & ours if c != (255, 255, 255)]
    assert len(many) >= len(wanted)


def test_a_first_picture_is_the_same_picture() -> None:
    assert export.first_png() == export.our_png()


def test_memory_only_grows() -> None:
    before = export.peak_mb()
    kept = bytearray(60_000_000)
    kept[::4096] = b"x" * len(kept[::4096])
    assert export.peak_mb() >= before
    assert export.peak_mb() > 0


def test_the_lines_hold_the_medians_against_their_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    told = {"": (0.0, 200.0), "pptx": (8.0, 520.0), "png": (0.5, 250.0)}
    monkeypatch.setattr(export, "run_child", told.__getitem__)
    monkeypatch.setattr(export, "in_turn", lambda _sums: [140.0, 160.0, 100.0])
    lines: dict[str, Line] = {line.name: line for line in export.run()}
    assert lines["shipped set to pptx"].verdict == "ok"
    assert lines["one PNG ÷ bare geopandas.plot"].value == 1.4
    assert lines["memory for png above the app's"].value == 50
    short = {name for name, line in lines.items() if line.verdict == "short"}
    wanted = {"first PNG of a frame ÷ bare geopandas.plot", "memory for pptx above the app's"}
    assert short == wanted

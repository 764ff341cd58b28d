"""The register's speeds: import, save, opening of the list, and reading while others import."""

from bench import intake, opening, reading
from bench.table import Line


def run() -> list[Line]:
    """Measure all four, each beside its peer, and return the table's lines."""
    return [*intake.imports(), *intake.saves(), *opening.run(), *reading.run()]

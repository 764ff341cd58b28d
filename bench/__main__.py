"""Run benchmarks by name, all of them without one: `python3 run.py bench [name]`."""

import signal
import sys
from collections.abc import Callable

from bench import analysis, answers, export, matrix, register, repaint
from bench.table import Line, show

BENCHMARKS: dict[str, Callable[[], list[Line]]] = {
    "repaint": repaint.run,
    "analysis": analysis.run,
    "matrix": matrix.run,
    "answers": answers.run,
    "register": register.run,
    "export": export.run,
}


def main(argv: list[str]) -> int:
    """Print the table of each benchmark asked for; 1 if a name is unknown."""
    # Whoever ends us ends our servers too: an ordinary end, so that all is closed on the way out.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    names = argv or list(BENCHMARKS)
    unknown = [name for name in names if name not in BENCHMARKS]
    if unknown:
        print(f"Kjenner ikke «{unknown[0]}»; målingene heter: {', '.join(BENCHMARKS)}.")
        return 1
    for name in names:
        print(f"{name}")
        try:
            print(show(BENCHMARKS[name]()))
        except KeyboardInterrupt:
            print("Avbrutt.")
            return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

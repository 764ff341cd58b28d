"""Do a job on an unknown file in a process of its own, with a time limit and a memory limit.

The child is told what to do on its standard input (a line of JSON, then the bytes of the file) and
answers on its standard output with lines of JSON: how far it has come, and at last its result.
Nothing is unpickled, and the result is checked, as the file may have had its way with the child.

A job is a function `job(data, arguments, progress)` of this program that returns what JSON can
hold; it is named by `module:function`, and only modules of `data` are run.
"""

import contextlib
import gc
import importlib
import json
import os
import queue
import re
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any, Final

from data.errors import Fault
from data.intake.files import read_upload
from data.intake.upload import Progress, Upload, upload_from_json, upload_to_json
from data.language import _, get_language, set_language
from data.limits import limit
from data.reading import fatal_fault

READ: Final = "data.intake.apart:read_job"

_ROOT: Final = Path(__file__).resolve().parent.parent.parent
_JOB: Final = re.compile(r"(data(?:\.[a-z_]+)+):([a-z_]+)")
_MEGABYTE: Final = 1024 * 1024
_MOST_ANSWER: Final = limit("read_answer_mb") * _MEGABYTE
_PASSED_ON: Final = (
    *("PATH", "PYTHONPATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "HOME", "LANG", "LC_ALL"),
    "SAMARBEIDSKART_DATA",
)
"""What a child may know of the surroundings: no secret, no address of a database."""


class Interrupted(Exception):  # noqa: N818 — the work was cut short; the fault says why
    """Raised when a job gave no result: too slow, too large, or stopped unexpectedly."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        super().__init__(fault.code)


def read_apart(data: bytes, name: str, sheet: str = "", progress: Progress | None = None) -> Upload:
    """Read a file as `read_upload` does, in a process of its own; never raises for its bytes."""
    if len(data) > limit("upload_mb") * _MEGABYTE:
        return read_upload(data, name)
    try:
        answer = work_apart(READ, data, {"name": name, "sheet": sheet}, progress)
        return upload_from_json(answer)
    except Interrupted as stop:
        return Upload(stop.fault.file, faults=(stop.fault,))
    except ValueError:
        return Upload(name, faults=(_stopped(name),))


def read_job(data: bytes, arguments: Mapping[str, str], progress: Progress) -> list[Any]:
    """Read a file in the child: the job behind `read_apart`."""
    upload = read_upload(data, arguments["name"], sheet=arguments["sheet"], progress=progress)
    return upload_to_json(upload)


def work_apart(
    job: str,
    data: bytes,
    arguments: Mapping[str, str],
    progress: Progress | None = None,
    seconds: float | None = None,
) -> Any:  # noqa: ANN401 — what the job returns, through JSON
    """Return the result of a job on `data`; `progress` is called in the caller's own thread.

    `arguments["name"]` is the file's name, for faults. The limit is `read_seconds` unless given.
    The child never outlives the call, whatever `progress` raises. Raises Interrupted.
    """
    name = arguments.get("name", "")
    deadline = time.monotonic() + (limit("read_seconds") if seconds is None else seconds)
    order = {"job": job, "arguments": dict(arguments), "language": get_language()}
    child = subprocess.Popen(
        [sys.executable, "-m", "data.intake.apart"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=_ROOT,
        env=_surroundings(),
    )
    lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    pipes = [
        threading.Thread(target=_send, args=(child.stdin, order, data), daemon=True),
        threading.Thread(target=_receive, args=(child.stdout, lines), daemon=True),
    ]
    try:
        for pipe in pipes:
            pipe.start()
        return _result(lines, deadline, name, progress)
    finally:
        child.kill()
        child.wait()
        for pipe in pipes:
            pipe.join()
        for end in (child.stdin, child.stdout):
            with contextlib.suppress(OSError):
                end.close()  # type: ignore[union-attr]


def _surroundings() -> dict[str, str]:
    known = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    # Numerical libraries that a job may import would reserve memory for each processor.
    return {**known, "PYTHONIOENCODING": "utf-8", "OPENBLAS_NUM_THREADS": "1"}


def _send(pipe: IO[bytes], order: Mapping[str, Any], data: bytes) -> None:
    # A child that has died takes no more: what it said, or did not, tells the rest.
    with contextlib.suppress(OSError, ValueError):
        pipe.write(json.dumps(order).encode() + b"\n")
        pipe.write(data)
        pipe.close()


def _receive(pipe: IO[bytes], lines: "queue.SimpleQueue[bytes]") -> None:
    """Pass the child's lines on, up to what an answer may hold; an empty one is the end."""
    size = 0
    with contextlib.suppress(OSError, ValueError):
        while size < _MOST_ANSWER and (line := pipe.readline(_MOST_ANSWER - size)):
            size += len(line)
            lines.put(line)
    lines.put(b"")


def _result(
    lines: "queue.SimpleQueue[bytes]", deadline: float, name: str, progress: Progress | None
) -> Any:  # noqa: ANN401
    while True:
        try:
            line = lines.get(timeout=max(0.0, deadline - time.monotonic()))
            said = json.loads(line)
            if "result" in said:
                return said["result"]
            fraction, what = said["progress"]
            fraction = min(1.0, max(0.0, float(fraction)))
        except queue.Empty:
            raise Interrupted(_too_slow(name)) from None
        except (ValueError, TypeError, KeyError, RecursionError):
            raise Interrupted(_stopped(name)) from None
        if progress:
            progress(fraction, str(what))


def _too_slow(name: str) -> Fault:
    message = _(
        "Det tok mer enn {n} sekunder å lese filen, og lesingen ble stoppet. "
        "Del filen, eller lagre bare arket med avtaler."
    ).format(n=limit("read_seconds"))
    return fatal_fault(name, None, "LESING_TIDSAVBRUDD", message)


def _stopped(name: str) -> Fault:
    message = _("Lesingen av filen stoppet uventet. Lagre filen på nytt og prøv igjen.")
    return fatal_fault(name, None, "LESING_AVBRUTT", message)


def _limit_memory() -> None:
    """Let the child use no more than `read_memory_mb` above what it uses now, where that works."""
    try:
        import resource  # noqa: PLC0415 — there is none on Windows

        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
        most = pages * resource.getpagesize() + limit("read_memory_mb") * _MEGABYTE
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
    except (ImportError, OSError, ValueError):
        return


def _step_back() -> None:
    """Let readers of the pages go before whoever imports, where the system knows of that."""
    with contextlib.suppress(AttributeError, OSError):
        os.nice(5)


def main() -> int:
    """Be the child: do the one job that stands on standard input."""
    answer = sys.stdout.buffer
    # What a library prints is no part of the answer.
    sys.stdout = sys.stderr

    def say(**said: object) -> None:
        answer.write(json.dumps(said).encode() + b"\n")
        answer.flush()

    order = json.loads(sys.stdin.buffer.readline())
    data = sys.stdin.buffer.read()
    found = _JOB.fullmatch(order["job"])
    if found is None:
        return 2
    set_language(order["language"])
    job = getattr(importlib.import_module(found[1]), found[2])
    _limit_memory()
    _step_back()
    # What is read is kept until the end: looking through it for garbage again and again only costs.
    gc.set_threshold(100_000, 50, 50)
    result = job(data, order["arguments"], lambda part, what: say(progress=[part, what]))
    say(result=result)
    return 0


if __name__ == "__main__":
    sys.exit(main())

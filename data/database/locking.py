"""Let one process at a time make or migrate a store's file."""

import contextlib
import errno
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final

from data.database.errors import StoreBusy
from data.limits import limit

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_PATIENCE: Final = 12
"""Times the lock timeout: making a store takes longer than a save."""
_PAUSE: Final = 0.02


@contextlib.contextmanager
def alone(file: Path) -> Iterator[None]:
    """Hold the lock beside `file`; the system frees it when its holder dies.

    Raises
    ------
    StoreBusy
        If another process holds it for too long.
    OSError
        If there is no leave to write beside the file.
    """
    end = time.monotonic() + _PATIENCE * limit("lock_timeout_s")
    with file.with_name(f"{file.name}.lock").open("a") as held:
        while not _taken(held):
            if time.monotonic() > end:
                raise StoreBusy
            time.sleep(_PAUSE)
        yield


def _taken(held: IO[str]) -> bool:
    """Take the lock if it is free. A file system without locks counts as free."""
    try:
        if sys.platform == "win32":
            msvcrt.locking(held.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return error.errno not in (errno.EACCES, errno.EAGAIN, errno.EDEADLK)
    return True

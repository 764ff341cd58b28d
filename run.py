#!/usr/bin/env python3
"""Set up and start Samarbeidskart, test it, check a register, build boundaries, measure.

Standard library only. Parses under old Pythons too, so that they can be told what is missing.
"""

import argparse
import contextlib
import errno
import functools
import hashlib
import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import webbrowser
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

if os.name == "nt":
    import msvcrt
else:
    import fcntl

SELF = "python run.py" if os.name == "nt" else "python3 run.py"


def version_fault(version: tuple) -> str:
    """Say in one sentence that this Python is too old, or nothing."""
    if tuple(version[:2]) >= (3, 11):
        return ""
    found = ".".join(str(part) for part in version[:3])
    return f"Fant Python {found}: installer Python 3.11 eller nyere (python.org) og start med den."


if version_fault(sys.version_info):  # before anything that an old Python cannot run
    print(version_fault(sys.version_info), file=sys.stderr)
    sys.exit(1)

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = VENV / "samarbeidskart.json"  # written last: without it the environment is half-made
LOG = VENV / "pip.log"
RUN, DEV = "requirements.txt", "requirements-dev.txt"
FAST = "--fast"
DEFAULT_PORT = 8501
BROWSER_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "msedge")
NO_WINDOW = "chromium-headless-shell"  # the same engine and no window: a sixth less work
BROWSER_PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "%ProgramFiles%/Google/Chrome/Application/chrome.exe",
    "%ProgramFiles(x86)%/Google/Chrome/Application/chrome.exe",
    "%LocalAppData%/Google/Chrome/Application/chrome.exe",
    "%ProgramFiles(x86)%/Microsoft/Edge/Application/msedge.exe",
)
NO_DISK = "no space left|errno 28]|not enough space|disk quota|errno 122]|winerror 112"
NO_NETWORK = "connection broken|failed to establish|name resolution|getaddrinfo|max retries"
NO_NETWORK += "|timed out|timeouterror|proxyerror|sslerror|network is unreachable"
PIP_SETTINGS = {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_ROOT_USER_ACTION": "ignore"}
PIP_SETTINGS |= {"PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1"}
DISK_FAULT = "Disken er full: frigjør om lag 1 GB og start på nytt."
VENV_FAULT = "Python mangler venv-modulen: kjør «sudo apt install python3-venv» og start på nytt."
USAGE = f"""Bruk: {SELF} [--port N] [--no-browser] [--data MAPPE]
      {SELF} test [--fast | valg til pytest]
      {SELF} check [FIL eller MAPPE]
      {SELF} backup [FIL] [--overwrite]
      {SELF} restore FIL
      {SELF} history [ID]
      {SELF} boundaries [--source FIL]
      {SELF} bench [navn]"""
HELP = f"""Samarbeidskart: kart over interkommunalt samarbeid i Møre og Romsdal.

{USAGE}

Uten kommando: setter opp .venv (første gang), starter appen og åpner den i nettleseren.
  --port N        porten appen svarer på (ellers {DEFAULT_PORT})
  --no-browser    ikke åpne nettleseren
  --data MAPPE    mappa med registeret (ellers det som følger med)
Kommandoer:
  test            kjører alle prøver; med --fast ikke de lange feil- og tilfeldighetsprøvene;
                  med andre valg bare pytest, med disse valgene
  check           kontrollerer et register: én linje per feil
  backup          skriver en sikkerhetskopi av registeret (ellers til var/)
  restore         gjenoppretter registeret fra en sikkerhetskopi, etter kontroll
  history         viser hva som er endret, i alt eller på avtalen ID
  boundaries      bygger kommunegrensene på nytt
  export          skriver en visning til fil: --view, --query, --format og --out
  bench           måler hvor raskt det går"""


class FaultError(Exception):
    """What stops us, as one Norwegian sentence that says what to do."""

    def __init__(self, sentence: str, code: int = 1) -> None:
        super().__init__(sentence)
        self.code = code


say = functools.partial(print, flush=True)  # at once, also to a file or a pipe


# ---- the environment ----


def wanted(files: tuple[str, ...]) -> dict[str, str]:
    """Return what the stamp must hold: the Python, and a hash of each list of packages."""
    hashes = {name: hashlib.sha256((ROOT / name).read_bytes()).hexdigest() for name in files}
    return {"python": "{}.{}".format(*sys.version_info), **hashes}


def standing() -> dict[str, str]:
    """Return the stamp of a whole environment whose Python works; empty when there is none."""
    probe = [str(PYTHON), "-I", "-c", "import sys; print('{}.{}'.format(*sys.version_info))"]
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
        answer = subprocess.run(probe, capture_output=True, text=True, timeout=60, check=True)
        right = stamp["python"] == answer.stdout.strip() == wanted(())["python"]
        return stamp if right else {}
    except (OSError, ValueError, TypeError, KeyError, subprocess.SubprocessError):
        return {}


def ensure(*files: str) -> None:
    """Make the environment hold what these files list; does nothing when it already does."""
    if wanted(files).items() <= standing().items():
        return
    with setup_lock():
        stamp = standing()  # another start may have done it while we waited
        if wanted(files).items() <= stamp.items():
            return
        if not stamp:
            make_venv()
        install(files[-1], stamp)
        draft = STAMP.with_suffix(".new")  # the stamp is written whole or not at all
        draft.write_text(json.dumps({**stamp, **wanted(files)}, indent=1), encoding="utf-8")
        draft.replace(STAMP)


@contextlib.contextmanager
def setup_lock() -> Iterator[None]:
    """Let one start at a time set up; the system frees the lock of a dead holder."""
    path = ROOT / "var" / "oppsett.lock"
    path.parent.mkdir(exist_ok=True)
    with path.open("a") as file:
        told = False
        while not try_lock(file.fileno()):
            if not told:
                say("En annen start setter opp Samarbeidskart; venter på den …")
            told = True
            time.sleep(0.3)
        yield


def try_lock(handle: int) -> bool:
    """Take the lock if it is free. A file system without locks counts as free."""
    try:
        if os.name == "nt":
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return error.errno not in (errno.EACCES, errno.EAGAIN, errno.EDEADLK)
    return True


def make_venv() -> None:
    """Remove what is left of an environment and make an empty one."""
    if VENV.is_symlink() or VENV.is_file():
        VENV.unlink()
    elif VENV.exists():
        say("Miljøet i .venv er ikke helt eller passer ikke; lager det på nytt …")
        shutil.rmtree(VENV)
    else:
        say("Lager et eget Python-miljø i .venv …")
    base = getattr(sys, "_base_executable", None) or sys.executable  # not .venv's own
    command = [base, "-m", "venv", str(VENV)]
    made = subprocess.run(command, capture_output=True, text=True, check=False)
    if made.returncode == 0:
        return
    output = (made.stdout + made.stderr).lower()
    if disk_full(output):
        raise FaultError(DISK_FAULT)
    if "ensurepip" in output or "no module named" in output:
        raise FaultError(VENV_FAULT)
    last = (output.strip().splitlines() or ["ukjent feil"])[-1]
    raise FaultError(f"Fikk ikke laget .venv ({last}): sjekk at {ROOT} kan skrives til.")


def disk_full(output: str) -> bool:
    """Tell whether this output, or the disk itself, says that there is no room."""
    return (
        any(sign in output for sign in NO_DISK.split("|"))
        or shutil.disk_usage(ROOT).free < 20_000_000
    )


def install(file: str, stamp: dict[str, str]) -> None:
    """Install a list of packages with pip; its output goes to pip.log."""
    lists = [(ROOT / name).read_text(encoding="utf-8") for name in {RUN, file}]
    total = sum(text.count("==") for text in lists)
    say(f"Henter og installerer pakker ({'nye krav' if stamp else 'første gang'}, 1–3 minutter) …")
    command = [str(PYTHON), "-m", "pip", "install", "--no-input", "--retries", "2"]
    pip = subprocess.Popen(
        [*command, "--progress-bar", "off", "-r", str(ROOT / file)],
        env={**os.environ, **PIP_SETTINGS},
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    )
    seen = 0
    try:
        with LOG.open("w", encoding="utf-8") as log:
            for line in pip.stdout or ():
                log.write(line)
                seen += line.startswith(("Collecting ", "Requirement already"))
                if line.startswith("Installing collected"):  # from here on the old stamp is untrue
                    STAMP.unlink(missing_ok=True)
                if sys.stdout.isatty():
                    say(f"\r  {min(seen, total)} av {total} pakker", end="")
        code = pip.wait()
    finally:
        pip.kill()
    if sys.stdout.isatty():
        say("")
    if code:
        raise FaultError(pip_fault(LOG.read_text(encoding="utf-8").lower()))
    say("Pakkene er på plass.")


def pip_fault(output: str) -> str:
    """Say in one sentence what pip fell on."""
    if disk_full(output):
        return DISK_FAULT
    if any(sign in output for sign in NO_NETWORK.split("|")):
        return f"Fikk ikke hentet pakkene: sjekk nettforbindelsen og start på nytt (se {LOG})."
    if "no matching distribution" in output:
        version = wanted(())["python"]
        return f"Pakkene finnes ikke for Python {version}: bruk Python 3.11–3.13 (se {LOG})."
    return f"Fikk ikke installert pakkene: se hvorfor i {LOG}, rett det og start på nytt."


# ---- the app ----


def start(arguments: list[str]) -> int:
    """Start the app, tell its address, open it, and wait until it is stopped."""
    options = app_options(arguments)
    env = {**os.environ, "STREAMLIT_BROWSER_GATHER_USAGE_STATS": "false"}
    if options.data:
        folder = Path(options.data).expanduser().resolve()
        if not folder.is_dir():
            raise FaultError(f"Fant ikke mappa {folder}: sjekk stien etter --data.")
        env["SAMARBEIDSKART_DATA"] = str(folder)
    check_port(options.port)
    ensure(RUN)
    check_port(options.port)  # the first time takes minutes
    command = [str(PYTHON), "-m", "streamlit", "run", "app.py", "--server.headless", "true"]
    command += ["--server.address", "127.0.0.1", "--server.port", str(options.port)]
    # Its chatter (on stdout) is hidden; its errors must then go to stderr, with rich they do not.
    command += ["--logger.level", "warning", "--logger.enableRich", "false"]
    nothing = subprocess.DEVNULL
    app = subprocess.Popen(command, cwd=ROOT, env=env, stdin=nothing, stdout=nothing)
    try:
        while not answers(options.port):
            if app.poll() is not None:
                raise FaultError(f"Appen stoppet under oppstart (kode {app.returncode}): se over.")
            time.sleep(0.2)
        address = f"http://localhost:{options.port}"
        say(f"Samarbeidskart er klart: {address} — stopp med Ctrl+C")
        if not options.no_browser and has_screen():
            webbrowser.open(address)
        return 1 if app.wait() else 0
    except KeyboardInterrupt:
        say("\nSamarbeidskart er stoppet.")
        return 0
    finally:
        stop(app)


def app_options(arguments: list[str]) -> argparse.Namespace:
    """Read the options of the start; what is not understood is one Norwegian sentence."""
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False, exit_on_error=False)
    parser.add_argument("--port", type=int, default=DEFAULT_PORT)
    parser.add_argument("--no-browser", action="store_true")
    parser.add_argument("--data")
    try:
        options, unknown = parser.parse_known_args(arguments)
    except (argparse.ArgumentError, SystemExit):
        raise FaultError(f"Forstår ikke «{' '.join(arguments)}».\n{USAGE}", 2) from None
    if unknown:
        raise FaultError(f"Kjenner ikke «{unknown[0]}».\n{USAGE}", 2)
    if not 1 <= options.port <= 65535:
        raise FaultError("Porten må være et tall fra 1 til 65535.", 2)
    return options


def port_error(port: int) -> int:
    """Try to take the port; return 0 when it is free, else the system's error number."""
    with socket.socket() as probe:
        if os.name != "nt":  # on Windows this option would let us share a taken port
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            return error.errno or 1
    return 0


def check_port(port: int) -> None:
    """Stop with advice when the port cannot be had."""
    error = port_error(port)
    if not error:
        return
    free = next((n for n in range(max(port + 1, 1024), 65536) if not port_error(n)), DEFAULT_PORT)
    why = "krever flere rettigheter" if error == errno.EACCES else "er opptatt av et annet program"
    raise FaultError(f"Port {port} {why}: start med «{SELF} --port {free}».")


def answers(port: int) -> bool:
    """Ask the app whether it is up."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", "/_stcore/health")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def has_screen() -> bool:
    """Tell whether there is a screen to open a browser on."""
    unix = os.name != "nt" and sys.platform != "darwin"
    return not unix or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def stop(process: subprocess.Popen[bytes]) -> None:
    """End a process of ours, kindly first."""
    if process.poll() is None:
        process.terminate()
    try:
        process.wait(timeout=5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


# ---- tests and tools ----


def chromium(fast: bool = False) -> str:
    """Find a Chromium, or install one; return its path. The fast set takes one without a window."""
    named = os.environ.get("SAMARBEIDSKART_CHROMIUM")
    if named:
        if works(named):
            return named
        raise FaultError(f"SAMARBEIDSKART_CHROMIUM, «{named}», virker ikke: rett eller fjern den.")
    package = NO_WINDOW if fast else BROWSER_NAMES[0]
    found = on_path([package]) if fast else installed_browser()
    if not found and shutil.which("apt-get") and getattr(os, "geteuid", lambda: 1)() == 0:
        say("Installerer Chromium (Debian-pakke) …")
        env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for step in (["update"], ["install", "-y", package]):
            quiet_run(["apt-get", *step], env)
        found = on_path([package])
    found = found or installed_browser() or playwright_browser()
    if not found:
        say("Henter Chromium (med Playwright) …")
        quiet_run([str(PYTHON), "-m", "playwright", "install", "chromium"])
        found = playwright_browser()
    if not found:
        raise FaultError(
            "Fant ingen Chromium og fikk ikke installert den: installer Chromium eller Chrome "
            "(«sudo apt install chromium»), eller sett SAMARBEIDSKART_CHROMIUM til stien."
        )
    return found


def on_path(names: Iterable[str]) -> str:
    """Return the first of these browsers on the path that works."""
    paths = (shutil.which(name) or "" for name in names)
    return next((path for path in paths if path and works(path)), "")


def installed_browser() -> str:
    """Return the first browser that works, on the path or in the common places."""
    places = map(os.path.expandvars, BROWSER_PLACES)
    return on_path(BROWSER_NAMES) or next((place for place in places if works(place)), "")


def playwright_browser() -> str:
    """Return the browser that Playwright has fetched, if any."""
    code = "from playwright.sync_api import sync_playwright as s\n"
    code += "with s() as p: print(p.chromium.executable_path)"
    path = quiet_run([str(PYTHON), "-c", code])
    return path if path and works(path) else ""


def quiet_run(command: list[str], env: dict[str, str] | None = None) -> str:
    """Run a program, show nothing, and return what it printed."""
    nothing = subprocess.DEVNULL
    run = subprocess.run(command, env=env, stdin=nothing, capture_output=True, check=False)
    return run.stdout.decode(errors="replace").strip()


def works(browser: str) -> bool:
    """Tell whether this is a browser that starts (Ubuntu's stub for a snap does not)."""
    if not Path(browser).is_file() or os.name == "nt":  # on Windows it would open a window
        return Path(browser).is_file()
    try:
        command = [browser, "--version"]
        return not subprocess.run(command, capture_output=True, timeout=30, check=False).returncode
    except (OSError, subprocess.TimeoutExpired):
        return False


def in_venv(arguments: list[str], cwd: Path | None = None) -> int:
    """Run the environment's Python with these arguments and see our rooms from any folder."""
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    env = {**os.environ, "PYTHONPATH": path}
    return subprocess.call([str(PYTHON), "-P", *arguments], cwd=cwd, env=env)


def prepare_tests(fast: bool = False) -> None:
    """Set up what tests and benchmarks need."""
    ensure(RUN, DEV)
    os.environ["SAMARBEIDSKART_CHROMIUM"] = chromium(fast)


def test(arguments: list[str]) -> int:
    """Run every check, the later ones too when one fails.

    With `--fast` the long fuzz and fault runs are left out; with other arguments only pytest runs.
    """
    fast = arguments == [FAST]
    prepare_tests(fast)
    failed = []
    for name, command in CHECKS.items() if fast or not arguments else ():
        say(f"== {name}")
        if in_venv(command, ROOT):
            failed.append(name)
    if failed:
        say(f"Feilet: {', '.join(failed)}")
    say("== pytest")
    chosen = ["-m", "not long"] if fast else arguments
    return 1 if in_venv(["-m", "pytest", *chosen], ROOT) or failed else 0


def tool(module: str, *first: str) -> Callable[[list[str]], int]:
    """Return a command that runs one of our modules; paths are read from the user's folder."""

    def run(arguments: list[str]) -> int:
        ensure(RUN)
        return in_venv(["-m", module, *first, *arguments])

    return run


def bench(arguments: list[str]) -> int:
    """Measure."""
    prepare_tests()
    return in_venv(["-m", "bench", *arguments], ROOT)


CHECKS = {
    "ruff check": ["-m", "ruff", "check"],
    "ruff format": ["-m", "ruff", "format", "--check"],
    "mypy": ["-m", "mypy"],
    "lint-imports": ["-c", "import importlinter.cli as c; c.lint_imports_command()"],
}
COMMANDS = {"test": test, "check": tool("data.check"), "boundaries": tool("geo.build")}
COMMANDS |= {"bench": bench, "export": tool("export.command")}
COMMANDS |= {name: tool("data.database.command", name) for name in ("backup", "restore", "history")}


def main(arguments: list[str]) -> int:
    """Do what the command line asks; what stops us is one sentence, never a traceback."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    first = arguments[0] if arguments else ""
    try:
        if first in COMMANDS:
            return COMMANDS[first](arguments[1:])
        if {"-h", "--help"} & set(arguments):
            say(HELP)
            return 0
        if first and not first.startswith("-"):
            raise FaultError(f"Kjenner ikke kommandoen «{first}».\n{USAGE}", 2)
        return start(arguments)
    except FaultError as fault:
        print(fault, file=sys.stderr)
        return fault.code
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        where = f"{error.filename or ROOT} ({error.strerror})"
        print(DISK_FAULT if full else f"Får ikke brukt {where}: rett det.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nAvbrutt.", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

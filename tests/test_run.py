"""run.py, run as a person would, in a copy of its own with stand-ins for what it starts."""

import ast
import errno
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import run

ROOT = Path(run.__file__).parent
BASE = getattr(sys, "_base_executable", sys.executable)

STREAMLIT = """
import http.server, json, os, pathlib, sys
pathlib.Path("seen.json").write_text(json.dumps([sys.argv[1:], dict(os.environ)]))
print("chatter")
if os.environ.get("APP_DIES"):
    sys.exit("boom")
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200); self.end_headers()
    def log_message(self, *_): pass
port = int(sys.argv[sys.argv.index("--server.port") + 1])
try:
    http.server.HTTPServer(("127.0.0.1", port), Handler).serve_forever()
except KeyboardInterrupt:
    pass
"""
PIP = """
import os, pathlib, time
with open("pip-calls", "a") as calls:
    calls.write("x")
time.sleep(float(os.environ.get("PIP_SLOW", "0")))
print(os.environ.get("PIP_SAYS", "fine"))
raise SystemExit(int(os.environ.get("PIP_CODE", "0")))
"""
CHECK = """
import os, sys
print("checked", sys.argv[1:], os.getcwd())
sys.exit(int(os.environ.get("CHECK_CODE", "0")))
"""
STEP = """
import os, sys
print("{name}", sys.argv[1:], os.environ.get("SAMARBEIDSKART_CHROMIUM"))
sys.exit("{name}" in os.environ.get("STEPS_FAIL", "").split())
"""
PATIENCE_S = 90  # with an app, on machines that have much else to do
NO_NETWORK = "WARNING: Retrying after connection broken by 'NewConnectionError'"


def write(path: Path, text: str, mode: int = 0o644) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    path.chmod(mode)
    return path


def plant(folder: Path) -> Path:
    """Make a copy of run.py with empty lists of packages and stand-ins."""
    folder.mkdir(exist_ok=True)
    shutil.copy(ROOT / "run.py", folder)
    write(folder / "requirements.txt", "# nothing\n")
    write(folder / "requirements-dev.txt", "-r requirements.txt\n")
    write(folder / "app.py", "")
    write(folder / "streamlit" / "__main__.py", STREAMLIT)
    write(folder / "data" / "__init__.py", "")
    write(folder / "data" / "check.py", CHECK)
    return folder


def fake_pip(tree: Path) -> None:
    write(tree / "pip" / "__init__.py", "")
    write(tree / "pip" / "__main__.py", PIP)


def calls(tree: Path) -> int:
    record = tree / "pip-calls"
    return len(record.read_text()) if record.exists() else 0


def command(
    tree: Path, *arguments: str, cwd: Path | None = None, **extra: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [BASE, str(tree / "run.py"), *arguments],
        cwd=cwd or tree,
        env=environment(extra),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=240,
        check=False,
    )


def environment(extra: dict[str, str]) -> dict[str, str]:
    own = ("PYTHONPATH", "VIRTUAL_ENV", "SAMARBEIDSKART_CHROMIUM", "SAMARBEIDSKART_DATA")
    env = {name: value for name, value in os.environ.items() if name not in own}
    return {**env, "PYTHONUTF8": "1", **extra}


def assert_sentence(
    done: subprocess.CompletedProcess[str], *words: str, code: int = 1, lines: int = 1
) -> None:
    """One Norwegian sentence on stderr that says these words, and no traceback."""
    assert done.returncode == code, done.stderr + done.stdout
    assert "Traceback" not in done.stderr + done.stdout
    told = done.stderr.strip().splitlines()
    assert len(told) == lines, done.stderr
    assert told[0].endswith((".", "»."))
    for word in words:
        assert word in told[0]


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    return plant(tmp_path / "tre med rom")


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a copy whose environment stands, by run.py itself and the real pip."""
    folder = plant(tmp_path_factory.mktemp("run") / "mal")
    done = command(folder, "check")
    assert done.returncode == 0, done.stderr
    assert "Henter og installerer pakker (første gang" in done.stdout
    assert "Pakkene er på plass" in done.stdout
    return folder


@pytest.fixture
def ready(template: Path, tmp_path: Path) -> Path:
    """Copy the template; its environment stands, and pip is a stand-in from here on.

    So the real one, which is most of what there is, is not copied.
    """
    folder = tmp_path / "ferdig"
    packages = shutil.ignore_patterns("pip", "pip-*", "setuptools*", "pkg_resources")
    shutil.copytree(template, folder, symlinks=True, ignore=packages)
    fake_pip(folder)
    return folder


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number: int = probe.getsockname()[1]
        return number


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


class TestTooOldPython:
    def test_the_file_parses_under_python_3_6(self) -> None:
        ast.parse((ROOT / "run.py").read_text(encoding="utf-8"), feature_version=(3, 6))

    @pytest.mark.parametrize("version", [(3, 6, 15), (3, 10, 13, "final", 0)])
    def test_names_what_it_found_and_what_it_needs(self, version: tuple[object, ...]) -> None:
        sentence = run.version_fault(version)
        assert f"Python 3.{version[1]}.{version[2]}" in sentence
        assert "3.11 eller nyere" in sentence

    @pytest.mark.parametrize("version", [(3, 11, 0), (3, 13, 2), (4, 0, 0)])
    def test_is_silent_when_it_is_new_enough(self, version: tuple[int, ...]) -> None:
        assert run.version_fault(version) == ""

    def test_stops_before_anything_else(self, tree: Path) -> None:
        code = "import runpy, sys; sys.version_info = (3, 8, 1)\n"
        code += f"runpy.run_path({str(tree / 'run.py')!r}, run_name='__main__')"
        done = subprocess.run(
            [BASE, "-c", code], capture_output=True, encoding="utf-8", check=False
        )
        assert_sentence(done, "Python 3.8.1", "3.11")
        assert not (tree / ".venv").exists()


class TestCommandLine:
    @pytest.mark.parametrize(
        ("arguments", "word"),
        [
            (["tset"], "«tset»"),
            (["--prot", "8502"], "«--prot»"),
            (["--port"], "--port"),
            (["--port", "abc"], "abc"),
            (["--no-browser", "x"], "«x»"),
        ],
    )
    def test_what_it_does_not_know(self, tree: Path, arguments: list[str], word: str) -> None:
        usage = run.USAGE.count("\n") + 1
        done = command(tree, *arguments)
        assert_sentence(done, word, code=2, lines=1 + usage)
        assert not (tree / ".venv").exists()

    @pytest.mark.parametrize("number", ["0", "65536", "-1"])
    def test_a_port_that_is_none(self, tree: Path, number: str) -> None:
        assert_sentence(command(tree, f"--port={number}"), "65535", code=2)

    def test_help_is_norwegian_and_names_every_command(self, tree: Path) -> None:
        done = command(tree, "--help")
        assert done.returncode == 0
        assert "Bruk:" in done.stdout
        for name in (*run.COMMANDS, "--port", "--no-browser", "--data"):
            assert name in done.stdout


class TestWhatStopsAStart:
    def test_a_data_folder_that_is_not_there(self, tree: Path) -> None:
        done = command(tree, "--data", "finnes-ikke")
        assert_sentence(done, str(tree / "finnes-ikke"), "--data")
        assert not (tree / ".venv").exists()

    def test_a_taken_port(self, tree: Path, taken: int) -> None:
        done = command(tree, "--port", str(taken))
        assert_sentence(done, f"Port {taken} er opptatt", "run.py --port ")
        assert int(re.findall(r"--port (\d+)", done.stderr)[0]) > taken

    def test_the_default_port_taken(self, tree: Path) -> None:
        with socket.socket() as listener:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if not run.port_error(8501):
                listener.bind(("127.0.0.1", 8501))
                listener.listen()
            assert_sentence(command(tree), "Port 8501 er opptatt", "--port 85")

    def test_no_venv_module(self, tree: Path, tmp_path: Path) -> None:
        text = "print('... because ensurepip is not available.'); raise SystemExit(1)"
        write(tmp_path / "fake" / "venv.py", text)
        done = command(tree, "check", PYTHONPATH=str(tmp_path / "fake"))
        assert_sentence(done, "sudo apt install python3-venv")

    @pytest.mark.long  # a whole environment is made anew
    def test_no_network(self, tree: Path) -> None:
        write(tree / "requirements.txt", "samarbeidskart-finnes-ikke==1.0\n")
        done = command(
            tree,
            "check",
            PIP_INDEX_URL="http://127.0.0.1:9/",
            PIP_FIND_LINKS="",
            PIP_NO_INDEX="0",
            PIP_CONFIG_FILE=os.devnull,
        )
        assert_sentence(done, "nettforbindelsen", str(tree / ".venv" / "pip.log"))
        assert "samarbeidskart-finnes-ikke" in (tree / ".venv" / "pip.log").read_text()

    @pytest.mark.parametrize(
        ("says", "word"),
        [
            ("ERROR: OSError: [Errno 28] No space left on device", "Disken er full"),
            ("ERROR: No matching distribution found for numpy==9", "bruk Python 3.11–3.13"),
            ("ERROR: something else", "pip.log"),
            (NO_NETWORK, "nettforbindelsen"),
        ],
    )
    def test_what_pip_falls_on(self, ready: Path, says: str, word: str) -> None:
        write(ready / "requirements.txt", "# changed\n")
        assert_sentence(command(ready, "check", PIP_SAYS=says, PIP_CODE="1"), word)

    def test_no_list_of_packages(self, tree: Path) -> None:
        (tree / "requirements.txt").unlink()
        assert_sentence(command(tree, "check"), "requirements.txt")

    @pytest.mark.parametrize(
        ("number", "word"), [(errno.ENOSPC, "Disken er full"), (errno.EACCES, "Får ikke brukt")]
    )
    def test_the_system_says_no(
        self,
        number: int,
        word: str,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        def refuse(_arguments: list[str]) -> int:
            raise OSError(number, os.strerror(number), "x")

        monkeypatch.setattr(run, "start", refuse)
        monkeypatch.setattr(signal, "signal", lambda *_: None)
        for stream in (sys.stdout, sys.stderr):
            monkeypatch.setattr(stream, "reconfigure", lambda **_: None, raising=False)
        assert run.main([]) == 1
        assert word in capsys.readouterr().err


class TestEnvironment:
    def test_a_second_start_installs_nothing(self, ready: Path) -> None:
        done = command(ready, "check")
        assert done.returncode == 0
        assert calls(ready) == 0
        assert done.stdout.startswith("checked")

    def test_a_changed_list_is_installed_into_the_same_environment(self, ready: Path) -> None:
        write(ready / ".venv" / "kept", "")
        write(ready / "requirements.txt", "# changed\n")
        assert command(ready, "check").returncode == 0
        assert command(ready, "check").returncode == 0
        assert calls(ready) == 1
        assert (ready / ".venv" / "kept").exists()

    def test_a_failed_download_leaves_what_stood(self, ready: Path) -> None:
        before = (ready / "requirements.txt").read_text()
        write(ready / "requirements.txt", "# changed\n")
        assert command(ready, "check", PIP_SAYS=NO_NETWORK, PIP_CODE="1").returncode == 1
        write(ready / "requirements.txt", before)
        assert command(ready, "check").returncode == 0
        assert calls(ready) == 1

    @pytest.mark.long  # a whole environment is made anew
    def test_an_install_broken_off_is_made_anew(self, ready: Path) -> None:
        write(ready / ".venv" / "rest", "")
        write(ready / "requirements.txt", "# changed\n")
        broken = command(ready, "check", PIP_SAYS="Installing collected packages: x", PIP_CODE="1")
        assert broken.returncode == 1
        done = command(ready, "check")
        assert done.returncode == 0
        assert "på nytt" in done.stdout
        assert not (ready / ".venv" / "rest").exists()

    @pytest.mark.long  # a whole environment is made anew
    @pytest.mark.parametrize("harm", ["no stamp", "no python", "other python", "spoilt stamp"])
    def test_a_half_made_environment_is_mended(self, ready: Path, harm: str) -> None:
        stamp, python = ready / ".venv" / run.STAMP.name, ready / run.PYTHON.relative_to(run.ROOT)
        if harm == "no stamp":
            stamp.unlink()
        elif harm == "no python":
            python.unlink()
            python.symlink_to("/finnes/ikke/python3")
        elif harm == "other python":
            write(stamp, json.dumps({**json.loads(stamp.read_text()), "python": "3.10"}))
        else:
            write(stamp, "{")
        done = command(ready, "check")
        assert done.returncode == 0, done.stderr
        assert "på nytt" in done.stdout
        assert calls(ready) == 1
        assert command(ready, "check").stdout.startswith("checked")

    @pytest.mark.long  # a whole environment is made anew
    def test_a_file_in_the_place_of_the_environment(self, tree: Path) -> None:
        fake_pip(tree)
        write(tree / ".venv", "")
        assert command(tree, "check").returncode == 0

    def test_two_starts_at_once_set_up_once(self, ready: Path) -> None:
        write(ready / "requirements.txt", "# changed\n")
        starts = [
            subprocess.Popen(
                [BASE, "run.py", "check"],
                cwd=ready,
                env=environment({"PIP_SLOW": "2"}),
                stdout=subprocess.PIPE,
                encoding="utf-8",
            )
            for _ in range(2)
        ]
        told = [start.communicate(timeout=120)[0] for start in starts]
        assert [start.returncode for start in starts] == [0, 0]
        assert calls(ready) == 1
        assert sum("venter på den" in text for text in told) == 1

    def test_a_lock_left_by_a_dead_start_holds_nobody(self, ready: Path) -> None:
        write(ready / "var" / "oppsett.lock", "left")
        write(ready / "requirements.txt", "# changed\n")
        assert command(ready, "check").returncode == 0


class TestApp:
    def launch(self, tree: Path, *arguments: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [BASE, "run.py", "--no-browser", *arguments],
            cwd=tree,
            env=environment({}),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            start_new_session=True,
        )

    @pytest.mark.parametrize("way", [signal.SIGINT, signal.SIGTERM])
    def test_starts_tells_its_address_and_stops_cleanly(
        self, ready: Path, port: int, way: signal.Signals
    ) -> None:
        (ready / "register").mkdir()
        app = self.launch(ready, "--port", str(port), "--data", "register")
        line = app.stdout.readline() if app.stdout else ""
        assert f"http://localhost:{port} — stopp med Ctrl+C" in line
        if way == signal.SIGINT:
            os.killpg(app.pid, way)  # as a terminal does: to all in the group
        else:
            app.send_signal(way)
        out, err = app.communicate(timeout=PATIENCE_S)
        assert app.returncode == 0
        assert "stoppet" in out
        assert "chatter" not in line + out
        assert "Traceback" not in err
        assert run.port_error(port) == 0
        told, env = json.loads((ready / "seen.json").read_text())
        assert told[:2] == ["run", "app.py"]
        assert " ".join(told).count("--server.address 127.0.0.1") == 1
        assert "--server.headless true" in " ".join(told)
        assert "--logger.enableRich false" in " ".join(told)  # or rich writes errors to stdout
        assert env["SAMARBEIDSKART_DATA"] == str((ready / "register").resolve())
        assert env["STREAMLIT_BROWSER_GATHER_USAGE_STATS"] == "false"

    def test_an_app_that_dies_at_once(self, ready: Path, port: int) -> None:
        done = command(ready, "--no-browser", "--port", str(port), APP_DIES="1")
        assert done.returncode == 1
        assert "boom" in done.stderr  # its own words are not hidden
        assert "Appen stoppet under oppstart" in done.stderr.splitlines()[-1]
        assert "Traceback" not in done.stderr


class TestTools:
    def test_check_reads_paths_from_the_users_folder(self, ready: Path, tmp_path: Path) -> None:
        here = tmp_path / "her"
        here.mkdir()
        done = command(ready, "check", "fil.csv", cwd=here, CHECK_CODE="1")
        assert done.returncode == 1
        assert done.stdout.strip() == f"checked ['fil.csv'] {here.resolve()}"

    @pytest.fixture
    def steps(self, ready: Path, tmp_path: Path) -> dict[str, str]:
        for name in ("ruff", "mypy", "pytest"):
            write(ready / name / "__main__.py", STEP.format(name=name))
        text = STEP.format(name="imports").replace("\n", "\n    ")
        write(ready / "importlinter" / "cli.py", f"def lint_imports_command():{text}")
        browser = write(tmp_path / "bin" / "browser", "#!/bin/sh\n", 0o755)
        return {"SAMARBEIDSKART_CHROMIUM": str(browser)}

    def test_runs_everything_and_ends_with_pytest(self, ready: Path, steps: dict[str, str]) -> None:
        done = command(ready, "test", **steps)
        assert done.returncode == 0, done.stderr
        words = [line.split()[0] for line in done.stdout.splitlines() if "== " not in line]
        assert words[-5:] == ["ruff", "ruff", "mypy", "imports", "pytest"]
        assert done.stdout.splitlines()[-1].endswith(steps["SAMARBEIDSKART_CHROMIUM"])
        assert "Feilet" not in done.stdout

    def test_a_failing_step_is_named_and_the_rest_still_run(
        self, ready: Path, steps: dict[str, str]
    ) -> None:
        done = command(ready, "test", STEPS_FAIL="mypy imports", **steps)
        assert done.returncode == 1
        assert "Feilet: mypy, lint-imports" in done.stdout
        assert done.stdout.splitlines()[-1].startswith("pytest")

    def test_failing_tests_fail(self, ready: Path, steps: dict[str, str]) -> None:
        assert command(ready, "test", STEPS_FAIL="pytest", **steps).returncode == 1

    def test_the_fast_set_runs_every_check_and_no_long_test(
        self, ready: Path, steps: dict[str, str]
    ) -> None:
        done = command(ready, "test", "--fast", **steps)
        assert done.returncode == 0
        words = [line.split()[0] for line in done.stdout.splitlines() if "== " not in line]
        assert words[-5:] == ["ruff", "ruff", "mypy", "imports", "pytest"]
        assert "pytest ['-m', 'not long']" in done.stdout.splitlines()[-1]

    def test_with_arguments_only_pytest(self, ready: Path, steps: dict[str, str]) -> None:
        done = command(ready, "test", "-k", "kart", **steps)
        assert done.returncode == 0
        assert "pytest ['-k', 'kart']" in done.stdout.splitlines()[-1]
        assert "mypy" not in done.stdout


class TestChromium:
    @pytest.fixture
    def shelf(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        """Leave a machine with no browser: its path is this one folder."""
        folder = tmp_path / "bin"
        folder.mkdir()
        monkeypatch.setenv("PATH", str(folder))
        monkeypatch.delenv("SAMARBEIDSKART_CHROMIUM", raising=False)
        monkeypatch.setattr(run, "BROWSER_PLACES", ())
        monkeypatch.setattr(run, "PYTHON", write(tmp_path / "python", "#!/bin/sh\nexit 1\n", 0o755))
        monkeypatch.setattr(os, "geteuid", lambda: 1000)
        return folder

    def browser(self, folder: Path, name: str, code: int = 0) -> str:
        return str(write(folder / name, f"#!/bin/sh\nexit {code}\n", 0o755))

    def test_the_environment_variable_comes_first(
        self, shelf: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.browser(shelf, "chromium")
        named = self.browser(tmp_path, "own")
        monkeypatch.setenv("SAMARBEIDSKART_CHROMIUM", named)
        assert run.chromium() == named

    def test_an_environment_variable_that_is_wrong(
        self, shelf: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.browser(shelf, "chromium")
        monkeypatch.setenv("SAMARBEIDSKART_CHROMIUM", "/finnes/ikke")
        with pytest.raises(run.FaultError, match="SAMARBEIDSKART_CHROMIUM, «/finnes/ikke»"):
            run.chromium()

    def test_the_path_without_stubs_that_do_not_start(self, shelf: Path) -> None:
        self.browser(shelf, "chromium", code=1)
        chrome = self.browser(shelf, "google-chrome")
        assert run.chromium() == chrome

    def test_the_common_places(
        self, shelf: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert shelf.exists()
        self.browser(tmp_path, "chrome")
        monkeypatch.setenv("PLACE", str(tmp_path))
        monkeypatch.setattr(run, "BROWSER_PLACES", ("$PLACE/nothing", "$PLACE/chrome"))
        assert run.chromium() == str(tmp_path / "chrome")

    @pytest.mark.parametrize(
        ("fast", "package"), [(False, "chromium"), (True, "chromium-headless-shell")]
    )
    def test_debian_as_root_installs_the_package(
        self, shelf: Path, monkeypatch: pytest.MonkeyPatch, fast: bool, package: str
    ) -> None:
        text = f'#!/bin/sh\necho "$DEBIAN_FRONTEND $@" >> {shelf}/log\n'
        text += f'[ "$1" = install ] && /bin/cp /bin/true {shelf}/$3\nexit 0\n'
        write(shelf / "apt-get", text, 0o755)
        monkeypatch.setattr(os, "geteuid", lambda: 0)
        assert run.chromium(fast) == str(shelf / package)
        log = (shelf / "log").read_text().splitlines()
        assert log == ["noninteractive update", f"noninteractive install -y {package}"]
        assert run.chromium(fast) == str(shelf / package)
        assert (shelf / "log").read_text().splitlines() == log

    def test_the_fast_set_has_the_browser_without_a_window_if_it_can(self, shelf: Path) -> None:
        whole = self.browser(shelf, "chromium")
        assert run.chromium(fast=True) == whole
        bare = self.browser(shelf, "chromium-headless-shell")
        assert run.chromium(fast=True) == bare
        assert run.chromium() == whole

    def test_others_fetch_playwrights_own(
        self, shelf: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        own = tmp_path / "own"
        text = f'#!/bin/sh\n[ "$1" = -c ] && echo {own}\n'
        text += f'[ "$2" = playwright ] && /bin/cp /bin/true {own}\nexit 0\n'
        monkeypatch.setattr(run, "PYTHON", write(shelf / "python", text, 0o755))
        assert run.chromium() == str(own)

    def test_none_to_be_had(self, shelf: Path) -> None:
        assert shelf.exists()
        with pytest.raises(run.FaultError, match=r"sudo apt install chromium.*CHROMIUM til stien"):
            run.chromium()


class TestFiles:
    @pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
    def test_every_package_is_pinned_once(self, name: str) -> None:
        lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
        pins = [line for line in lines if line and not line.startswith(("#", "-r "))]
        assert pins
        for line in pins:
            assert re.fullmatch(r"[A-Za-z0-9_.-]+==[0-9][0-9a-z.]*( ; .+)?", line), line
        names = [line.split("==")[0].lower().replace("_", "-") for line in pins]
        assert len(set(names)) == len(names)

    def test_ci_runs_what_a_person_runs(self) -> None:
        lines = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
        assert [line for line in lines if "python" in line] == ["exec python3 run.py test"]
        assert os.access(ROOT / ".ci" / "run", os.X_OK)


def test_waiting_for_an_app_that_does_not_answer_takes_no_time(port: int) -> None:
    begin = time.monotonic()
    assert not run.answers(port)
    assert time.monotonic() - begin < 2

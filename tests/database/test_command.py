"""Backup, restore and history on the command line: Norwegian, exit codes, never a traceback."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from data import store
from data.database import command
from data.database.changes import Change
from data.permission import local_permit

ROOT = Path(__file__).resolve().parents[2]


def run(
    capsys: pytest.CaptureFixture[str], *arguments: str | Path, code: int = 0
) -> tuple[str, str]:
    assert command.main([str(argument) for argument in arguments]) == code
    out, err = capsys.readouterr()
    assert "Traceback" not in out + err
    return out, err


def rename(name: str) -> None:
    kept = store.kept()
    row = kept.row("avtaler", ("norbr",))
    assert row is not None
    cells = {**row.cells, "navn": name}
    change = Change("avtaler", row.key, cells, row.version)
    kept.write([change], local_permit(), vocabulary=store.vocabulary(), kind="edit", note="Møte")


def name_now() -> str:
    row = store.kept().row("avtaler", ("norbr",))
    assert row is not None
    return row.cells["navn"]


def test_back_and_forth(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "kopi.db"
    out, _err = run(capsys, "backup", file)
    assert f"Sikkerhetskopien er skrevet: {file}" in out
    assert re.search(r"^\d+ avtaler, \d+ svar, 1 lagringer, sist \d{4}-", out, re.MULTILINE)
    digest = re.search("Kontrollsum: ([0-9a-f]{64})", out)
    assert digest
    before = name_now()
    rename("Et annet navn")
    out, _err = run(capsys, "restore", file)
    assert f"gjenopprettet fra {file}" in out
    assert digest.group(1) in out
    assert "ville ikke blitt godtatt" not in out  # the shipped register has no faults
    assert name_now() == before
    put = re.search("Det som var der før, ligger i (.*)", out)
    assert put
    assert Path(put.group(1)).name.startswith("backup-before-restore-")
    run(capsys, "restore", put.group(1))
    assert name_now() == "Et annet navn"


def test_a_backup_without_a_name_goes_to_the_folder_of_local_data(
    capsys: pytest.CaptureFixture[str],
) -> None:
    run(capsys, "backup")
    run(capsys, "backup")
    assert len(list(Path(os.environ["SAMARBEIDSKART_VAR"]).glob("backup-*Z*.db"))) == 2


def test_history_of_everything_of_an_agreement_and_of_an_answer(
    capsys: pytest.CaptureFixture[str],
) -> None:
    before = name_now()
    rename("Et annet navn")
    out, _err = run(capsys, "history")
    first, last = out.splitlines()
    assert re.search(r"skjema +1 rad +lokal redaktør +Møte$", first)
    assert "fra filene" in last
    out, _err = run(capsys, "history", "norbr")
    assert f"    navn: «{before}» → «Et annet navn»" in out
    row = store.kept().rows("alene")[0]
    out, _err = run(capsys, "history", *row.key)
    assert f"kommune: «» → «{row.key[0]}»" in out
    _out, err = run(capsys, "history", "finnes-ikke", code=1)
    assert "LAGER_UKJENT_RAD" in err


def test_what_cannot_be_done_is_one_sentence(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "tull.db").write_bytes(b"tull" * 999)
    for arguments, code in (
        (("backup", tmp_path / "tull.db"), "LAGER_KOPI_FINNES"),
        (("restore", tmp_path / "tull.db"), "LAGER_KOPI_SKADET"),
        (("restore", tmp_path / "finnes-ikke.db"), "LAGER_KOPI_MANGLER"),
        (("restore", tmp_path), "LAGER_KOPI_MANGLER"),
    ):
        out, err = run(capsys, *arguments, code=1)
        assert err.startswith(f"{code}: ")
        assert (err.count("\n"), out) == (1, "")


def test_a_damaged_store_is_told_of_and_restored(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file, live = tmp_path / "kopi.db", Path(os.environ["SAMARBEIDSKART_VAR"]) / "register.db"
    run(capsys, "backup", file)
    store.kept().close()
    live.write_bytes(b"")
    for words in (("backup",), ("history",)):
        _out, err = run(capsys, *words, code=1)
        assert err.startswith("LAGER_TOM: ")
    out, _err = run(capsys, "restore", file)
    assert "Den skadde fila er tatt vare på som" in out
    assert store.kept().row("avtaler", ("norbr",)) is not None


def test_run_py_knows_the_three(tmp_path: Path) -> None:
    env = {**os.environ, "SAMARBEIDSKART_VAR": str(tmp_path / "v"), "PYTHONPATH": str(ROOT)}
    words = [sys.executable, "-m", "data.database.command"]
    done = subprocess.run(
        [*words, "backup", "kopi.db"], cwd=tmp_path, env=env, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "kopi.db").is_file()  # in the user's own folder
    run_py = (ROOT / "run.py").read_text("utf-8")
    for name in ("backup", "restore", "history"):
        assert f'"{name}"' in run_py

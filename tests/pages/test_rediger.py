"""Rediger: each part of the page changes the store, or says why not, and loses nothing written."""

import csv
import io
import logging
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from data import files, store
from data.database.changes import Change
from data.files import SHIPPED
from data.permission import Circumstances, Permit, Refusal, decide
from data.schema import AGREEMENTS
from tests.pages.tabs import opened
from tests.pages.test_pages import html
from ui import access

ONE = "act-team-molde"
LOCAL = Circumstances("127.0.0.1", "localhost:8501", "http://localhost:8501")
TITLES = ("Endre en avtale", "Svar «alene»", "Importer", "Historikk")


@pytest.fixture(scope="module")
def new_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a store of the files that are shipped, to be copied."""
    folder = tmp_path_factory.mktemp("store")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SAMARBEIDSKART_VAR", str(folder))
        store.kept().close()
    return folder


@pytest.fixture(autouse=True)
def own_store(new_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test has a store of its own, and somebody who may write in it."""
    shutil.copytree(new_store, tmp_path, dirs_exist_ok=True)
    monkeypatch.setenv("SAMARBEIDSKART_VAR", str(tmp_path))
    monkeypatch.setattr(access, "permit", permit)


def permit() -> Permit:
    found = decide(LOCAL)
    assert isinstance(found, Permit)
    return found


def rediger(part: str = TITLES[0], **link: str) -> AppTest:
    at = opened("rediger", **link)
    assert not at.exception
    return at if at.button_group(key="sk_editing").value == part else go(at, part)


def go(at: AppTest, part: str) -> AppTest:
    at.button_group(key="sk_editing").set_value(part).run()
    assert not at.exception
    return at


def elsewhere_and_back(at: AppTest) -> AppTest:
    at.switch_page("pages/kart.py")
    at.run()
    at.switch_page("pages/rediger.py")
    return at.run()


def press(at: AppTest, key: str) -> AppTest:
    at.button(key=key).click().run()
    assert not at.exception
    return at


def cells(key: str = ONE) -> dict[str, str]:
    row = store.stored("avtaler", (key,))
    assert row is not None
    return dict(row.cells)


def write(key: str = ONE, **changes: str) -> None:
    """Save as another editor would."""
    row = store.stored("avtaler", (key,))
    assert row is not None
    change = Change("avtaler", (key,), {**row.cells, **changes}, row.version)
    store.kept().write([change], permit(), vocabulary=store.vocabulary(), kind="edit")


def remove(key: str = ONE) -> None:
    row = store.stored("avtaler", (key,))
    assert row is not None
    gone = Change("avtaler", (key,), None, row.version)
    store.kept().write([gone], permit(), vocabulary=store.vocabulary(), kind="delete")


def upload(at: AppTest, name: str, data: bytes) -> AppTest:
    at.file_uploader[0].set_value((name, data, "text/csv")).run()
    assert not at.exception
    return at


Rows = list[dict[str, str]]


def changed_file(change: Callable[[Rows], object]) -> bytes:
    text = (SHIPPED / "avtaler.csv").read_text("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    change(rows)
    out = io.StringIO()
    writer = csv.DictWriter(out, AGREEMENTS.headers, delimiter=";", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def state_of_store() -> list[Any]:
    return [store.kept().revision(), *store.kept().rows("avtaler"), *store.kept().rows("alene")]


# --- who may ---------------------------------------------------------------------------------


def test_a_reader_sees_why_not_and_no_form(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "permit", lambda: Refusal("TILGANG_NEI", "Fordi."))
    at = opened("rediger", avtale=ONE)
    assert not at.exception
    assert "Fordi." in html(at)
    assert not at.text_input
    assert not at.button


def test_leave_is_asked_for_anew_when_saving(monkeypatch: pytest.MonkeyPatch) -> None:
    at = rediger(avtale=ONE)
    at.text_input(key=f"edit_{ONE}_navn").set_value("Nytt navn").run()
    before = state_of_store()
    answers = iter([permit()])
    # The gate still lets in, the moment of saving does not.
    monkeypatch.setattr(
        access, "permit", lambda: next(answers, Refusal("TILGANG_NEI", "Ikke lenger."))
    )
    press(at, f"save_{ONE}")
    assert "Ikke lenger." in html(at)
    assert state_of_store() == before
    assert at.text_input(key=f"edit_{ONE}_navn").value == "Nytt navn"


@pytest.mark.parametrize("part", TITLES)
def test_every_part_opens_and_is_open_still_after_another_page(part: str) -> None:
    at = rediger(part, kommune="1576")
    assert elsewhere_and_back(at).button_group(key="sk_editing").value == part


# --- an agreement ----------------------------------------------------------------------------


def test_an_edit_is_saved_named_and_taken_back() -> None:
    at = rediger(avtale=ONE)
    old = cells()
    at.text_input(key=f"edit_{ONE}_navn").set_value("Nytt navn").run()
    assert "Dette endres" in html(at)
    press(at, f"save_{ONE}")
    assert cells() == {**old, "navn": "Nytt navn"}
    assert "«Nytt navn» er lagret." in html(at)
    (back,) = [b for b in at.button if b.label == "Angre"]
    back.click().run()
    assert cells() == old
    assert at.text_input(key=f"edit_{ONE}_navn").value == old["navn"]


def test_saved_nothing_is_said_and_not_written() -> None:
    at = rediger(avtale=ONE)
    before = state_of_store()
    press(at, f"save_{ONE}")
    assert "Ingen endringer å lagre." in html(at)
    assert state_of_store() == before


@pytest.mark.parametrize("key", [row.key[0] for row in store.kept().rows("avtaler")][::12])
def test_opening_a_form_changes_nothing_in_any_row(key: str) -> None:
    at = rediger(avtale=key)
    assert "Ingen endringer ennå." in html(at)
    assert "Ingen endringer ennå." in html(at.run())


def test_a_fault_is_said_by_the_name_of_the_field_and_keeps_the_save_away() -> None:
    at = rediger(avtale=ONE)
    before = state_of_store()
    at.text_input(key=f"edit_{ONE}_kilde_år").set_value("20l9").run()
    assert "«Kilden er fra» er «20l9»" in html(at)
    press(at, f"save_{ONE}")
    assert "Ikke lagret. Rett dette først:" in html(at)
    assert state_of_store() == before


def test_a_host_that_is_no_longer_a_member_is_said_and_kept() -> None:
    key = next(r.key[0] for r in store.kept().rows("avtaler") if r.cells["vert"])
    at = rediger(avtale=key)
    host = cells(key)["vert"]
    members = at.multiselect(key=f"edit_{key}_deltakere")
    members.set_value([code for code in members.value if code != host]).run()
    assert at.selectbox(key=f"edit_{key}_vert").value == host
    assert "står ikke blant deltakerne" in html(at)


def test_sources_are_added_and_removed_without_losing_the_last() -> None:
    at = rediger(avtale=ONE)
    texts = cells()["kilde"].split("|")
    for place in range(len(texts)):
        at.text_input(key=f"edit_{ONE}_kilde_{place}").set_value("")
        at.text_input(key=f"edit_{ONE}_kilde_url_{place}").set_value("")
    at.text_input(key=f"edit_{ONE}_kilde_{len(texts)}").set_value("Den siste").run()
    at.run()
    assert at.text_input(key=f"edit_{ONE}_kilde_{len(texts)}").value == "Den siste"
    press(at, f"save_{ONE}")
    assert (cells()["kilde"], cells()["kilde_url"]) == ("Den siste", "")


def test_a_draft_is_kept_and_named_until_it_is_saved() -> None:
    at = rediger(avtale=ONE)
    at.text_input(key=f"edit_{ONE}_navn").set_value("Skrevet, ikke lagret").run()
    at = elsewhere_and_back(at)
    assert at.text_input(key=f"edit_{ONE}_navn").value == "Skrevet, ikke lagret"
    at.selectbox(key="edit_chosen").set_value("ikt-orkide").run()
    assert f"Ikke lagret ennå: «{cells()['navn']}»" in html(at)
    at.selectbox(key="edit_chosen").set_value(ONE).run()
    assert at.text_input(key=f"edit_{ONE}_navn").value == "Skrevet, ikke lagret"


def test_a_draft_that_was_given_up_can_be_had_back() -> None:
    at = rediger(avtale=ONE)
    at.text_input(key=f"edit_{ONE}_navn").set_value("Angrer på dette").run()
    press(at, f"drop_{ONE}")
    assert at.text_input(key=f"edit_{ONE}_navn").value == cells()["navn"]
    press(at, f"back_{ONE}")
    assert at.text_input(key=f"edit_{ONE}_navn").value == "Angrer på dette"


def test_a_form_nobody_wrote_in_follows_the_store() -> None:
    at = rediger(avtale=ONE)
    write(navn="Fra en annen")
    at.run()
    assert at.text_input(key=f"edit_{ONE}_navn").value == "Fra en annen"


def test_what_is_being_written_when_another_saves_is_not_lost() -> None:
    at = rediger(avtale=ONE)
    write(navn="Fra en annen")
    # The first that this reader writes reaches the page together with the other's change.
    at.text_area(key=f"edit_{ONE}_merknad").set_value("Min merknad").run()
    assert at.text_area(key=f"edit_{ONE}_merknad").value == "Min merknad"
    assert "En annen har lagret denne avtalen mens du skriver." in html(at)
    press(at, f"save_{ONE}")
    assert {radio.label for radio in at.radio} == {"Navn", "Hva er usikkert"}
    assert at.radio(key=f"edit_{ONE}_conflict_navn").value == "theirs"


def new(at: AppTest, name: str) -> AppTest:
    at.selectbox(key="edit_chosen").set_value("").run()
    at.text_input(key="edit__navn").set_value(name)
    at.selectbox(key="edit__tjeneste").set_value("ikt")
    at.multiselect(key="edit__deltakere").set_value(["1576", "1573"])
    at.text_input(key="edit__kilde_0").set_value("Aure kommune").run()
    assert not at.exception
    return at


def test_a_new_agreement_gets_its_id_of_the_name() -> None:
    at = new(rediger(), "Blåbær & øl")
    assert "Id i lenker: blabaer-ol" in html(at)
    press(at, "save_")
    assert cells("blabaer-ol")["deltakere"] == "1576|1573"
    assert at.selectbox(key="edit_chosen").value == "blabaer-ol"
    assert at.query_params["avtale"] in ("blabaer-ol", ["blabaer-ol"])


def test_a_new_agreement_with_a_name_in_use_says_so_and_gets_another_id() -> None:
    press(new(rediger(), "Blåbær"), "save_")
    at = new(rediger(), "Blåbær")
    assert "«blabaer» er i bruk" in html(at)
    press(at, "save_")
    assert cells("blabaer-2")["navn"] == "Blåbær"


@pytest.mark.parametrize(
    "secret", ["13097248022", "Ring 912 34 567", "kari.nordmann@eksempel.no"], ids=str
)
@pytest.mark.parametrize("column", ["navn", "formål", "merknad", "kilde_0"])
def test_personal_data_is_refused_masked_and_reaches_neither_store_nor_log(
    column: str, secret: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    at = rediger(avtale=ONE)
    key = f"edit_{ONE}_{column}"
    box = at.text_area if column in ("formål", "merknad") else at.text_input
    with caplog.at_level(logging.DEBUG):
        box(key=key).set_value(f"Spør {secret} om dette").run()
        press(at, f"save_{ONE}")
    bodies = [el.proto.body for el in at._tree if el.type == "html"]
    said = " ".join(body for body in bodies if "sk-note" in body)
    assert "Ikke lagret" in said
    assert "[skjult]" in said
    digits = secret.rsplit(maxsplit=1)[-1] if "@" in secret else secret.removeprefix("Ring ")
    assert digits not in said
    assert digits not in caplog.text
    for file in tmp_path.rglob("*"):
        assert not file.is_file() or digits.encode() not in file.read_bytes()


# --- two at the same time --------------------------------------------------------------------


def conflicting() -> AppTest:
    at = rediger(avtale=ONE)
    at.text_input(key=f"edit_{ONE}_navn").set_value("Mitt navn")
    at.text_area(key=f"edit_{ONE}_merknad").set_value("Min merknad").run()
    write(navn="Deres navn", formål="Deres formål")
    return press(at, f"save_{ONE}")


def choose(at: AppTest, label: str) -> AppTest:
    (button,) = [b for b in at.button if b.label == label]
    button.click().run()
    assert not at.exception
    return at


def test_a_conflict_shows_both_values_and_joins_what_was_chosen() -> None:
    at = conflicting()
    assert cells()["navn"] == "Deres navn"
    assert {radio.label for radio in at.radio} == {"Navn", "Formål", "Hva er usikkert"}
    assert [radio.value for radio in at.radio] == ["mine", "theirs", "mine"]
    at.radio(key=f"edit_{ONE}_conflict_navn").set_value("theirs").run()
    choose(at, "Fortsett med det jeg har valgt")
    assert at.text_input(key=f"edit_{ONE}_navn").value == "Deres navn"
    assert "Mitt navn" in at.code[0].value
    press(at, f"save_{ONE}")
    assert {k: cells()[k] for k in ("navn", "formål", "merknad")} == {
        "navn": "Deres navn",
        "formål": "Deres formål",
        "merknad": "Min merknad",
    }


def test_a_conflict_stands_after_a_look_at_another_page() -> None:
    at = elsewhere_and_back(conflicting())
    assert len(at.radio) == 3
    assert "Mitt navn" in at.code[0].value


def test_a_conflict_may_be_given_up() -> None:
    at = choose(conflicting(), "Gi opp mitt, bruk det som er lagret")
    assert at.text_input(key=f"edit_{ONE}_navn").value == "Deres navn"
    press(at, f"back_{ONE}")
    assert at.text_input(key=f"edit_{ONE}_navn").value == "Mitt navn"


def test_another_conflict_on_top_of_the_first_is_seen_too() -> None:
    at = choose(conflicting(), "Fortsett med det jeg har valgt")
    write(navn="Enda et navn")
    press(at, f"save_{ONE}")
    assert cells()["navn"] == "Enda et navn"
    assert at.radio[0].label == "Navn"


def test_one_that_was_deleted_meanwhile_can_be_made_anew_of_the_draft() -> None:
    at = rediger(avtale=ONE)
    at.text_input(key=f"edit_{ONE}_navn").set_value("Mitt navn").run()
    remove()
    press(at, f"save_{ONE}")
    assert "slettet av en annen" in html(at)
    choose(at, "Lag avtalen på nytt av utkastet")
    press(at, f"save_{ONE}")
    assert cells()["navn"] == "Mitt navn"


@pytest.mark.parametrize("own", [True, False])
def test_the_same_id_made_twice_at_once(own: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    at = new(rediger(), "Blåbær")
    row = {**cells(), "id": "blabaer", "navn": "Blåbær fra en annen"}
    made = Change("avtaler", ("blabaer",), row, None)
    seen = store.load()
    store.kept().write([made], permit(), vocabulary=store.vocabulary(), kind="edit")
    # The other was a moment faster: this run has not seen it.
    with monkeypatch.context() as patch:
        patch.setattr("ui.load.store.load", lambda: seen)
        press(at, "save_")
    assert "laget en avtale med samme id" in html(at)
    if own:
        choose(at, "Lagre min som en egen avtale, med en annen id")
        press(at, "save_")
        assert cells("blabaer-2")["tjeneste"] == "ikt"
        assert cells("blabaer") == row
    else:
        choose(at, "Fortsett med det jeg har valgt")
        press(at, "save_blabaer")
        assert cells("blabaer")["tjeneste"] == "ikt"


def test_names_that_look_like_markup_stand_as_they_are() -> None:
    at = rediger(avtale=ONE)
    at.text_input(key=f"edit_{ONE}_navn").set_value("![x](http://x.no) **fet**").run()
    write(navn="Annet")
    press(at, f"save_{ONE}")
    mine = at.radio(key=f"edit_{ONE}_conflict_navn").options[1]
    assert "\\!\\[x\\]\\(http" in mine
    assert "\\*\\*fet\\*\\*" in mine


# --- «alene» ---------------------------------------------------------------------------------


def answered(code: str = "1576") -> set[str]:
    return {r.key[1] for r in store.kept().rows("alene") if r.key[0] == code}


def open_services(at: AppTest, code: str = "1576") -> list[Any]:
    return [g for g in at.button_group if str(g.key).startswith(f"alone_{code}_")]


def test_a_municipality_answers_for_several_services_at_once() -> None:
    at = rediger(TITLES[1], kommune="1576")
    before = answered()
    groups = open_services(at)[:3]
    chosen = {g.key: g.proto.options[0] for g in groups}
    picked = []
    for group in groups:
        group.set_value([group.options[0]])
    at.run()
    picked = [code for key in chosen for code in at.session_state[key]]
    at.text_input(key="alone_1576_kilde").set_value("Brev fra kommunen").run()
    press(at, "alone_save_1576")
    assert "«Kilden er fra» mangler." in html(at)
    assert answered() == before
    at = elsewhere_and_back(at)
    assert at.text_input(key="alone_1576_kilde").value == "Brev fra kommunen"
    at.text_input(key="alone_1576_kilde_år").set_value("2026").run()
    press(at, "alone_save_1576")
    assert answered() - before == set(picked)
    assert len(picked) == 3
    assert "3 svar er lagret for Aure." in html(at)
    assert len(store.kept().batches(9)) == 2


def test_answers_are_taken_back() -> None:
    at = rediger(TITLES[1], kommune="1576")
    (gone,) = answered()
    at.multiselect(key="alone_1576_gone").set_value([gone]).run()
    press(at, "alone_remove_1576")
    assert answered() == set()
    assert "1 svar er tatt tilbake for Aure." in html(at)


def test_answers_for_one_municipality_wait_while_another_is_looked_at() -> None:
    at = rediger(TITLES[1], kommune="1576")
    group = open_services(at)[0]
    group.set_value([group.options[0]]).run()
    key, value = group.key, at.session_state[group.key]
    at.selectbox(key="alone_chosen").set_value("1573").run()
    assert "Ikke lagret ennå: svar for Aure." in html(at)
    assert at.text_input(key="alone_1573_kilde").value == ""
    at.selectbox(key="alone_chosen").set_value("1576").run()
    assert at.session_state[key] == value


# --- import ----------------------------------------------------------------------------------


def test_the_shipped_file_changes_nothing() -> None:
    at = upload(rediger(TITLES[2]), "avtaler.csv", (SHIPPED / "avtaler.csv").read_bytes())
    assert "Fila sier det samme som registeret" in html(at)
    assert at.button(key="import_all").disabled


def rename(rows: Rows) -> None:
    rows[0]["navn"] = "Nytt navn"


def test_a_changed_file_is_saved_and_the_whole_import_taken_back() -> None:
    def change(rows: Rows) -> None:
        rename(rows)
        rows[1]["status"] = "avsluttet"

    at = upload(rediger(TITLES[2]), "min.csv", changed_file(change))
    before = store.kept().rows("avtaler")
    press(at, "import_all")
    assert "2 rader fra «min.csv» er lagret." in html(at)
    assert cells(before[0].key[0])["navn"] == "Nytt navn"
    choose(at, "Angre")
    assert [r.cells for r in store.kept().rows("avtaler")] == [r.cells for r in before]


def test_what_was_read_stays_while_another_page_is_looked_at_and_its_bytes_do_not() -> None:
    at = upload(rediger(TITLES[2]), "min.csv", changed_file(rename))
    assert at.session_state["sk_import"].data == b""
    assert at.file_uploader[0].value is None
    at = elsewhere_and_back(at)
    assert "Fila «min.csv»" in html(at)
    press(at, "import_all")
    assert cells()["navn"] == "Nytt navn"


def break_some(rows: Rows) -> None:
    rename(rows)
    for row in rows[1:31]:
        row["status"] = "aktivt"


def test_a_file_with_faults_is_told_of_and_leaves_the_store_as_it_was() -> None:
    at = rediger(TITLES[2])
    before = state_of_store()
    at = upload(at, "feil.csv", changed_file(break_some))
    assert "30 feil" in html(at)
    assert html(at).count("VERDI_UKJENT") == 30
    assert at.button(key="import_all").disabled
    press(at, "import_none")
    assert state_of_store() == before


def test_only_the_valid_rows_are_saved() -> None:
    at = upload(rediger(TITLES[2]), "feil.csv", changed_file(break_some))
    press(at, "import_valid")
    assert cells()["navn"] == "Nytt navn"
    assert len(store.kept().batches(9)) == 2
    assert "1 rad fra «feil.csv» er lagret." in html(at)


def test_old_municipalities_ask_and_one_that_was_split_must_be_chosen() -> None:
    def change(rows: Rows) -> None:
        rows[0]["deltakere"] = "1543|1507|1576"

    at = upload(rediger(TITLES[2]), "gamle.csv", changed_file(change))
    assert at.button(key="import_all").disabled
    asks = {str(g.key).rpartition("_")[2]: g for g in at.button_group if "ask_" in str(g.key)}
    assert set(asks) == {"1543", "1507"}
    asks["1543"].set_value("1506").run()
    assert at.button(key="import_all").disabled
    again = next(g for g in at.button_group if str(g.key).endswith("_1507"))
    again.set_value("1580").run()
    press(at, "import_all")
    assert cells()["deltakere"] == "1506|1580|1576"


def test_a_row_changed_since_the_file_was_made_waits_for_an_answer() -> None:
    at = rediger(TITLES[2])
    first = dict(store.kept().rows("avtaler")[0].cells)
    text = io.StringIO()
    writer = csv.DictWriter(text, (*AGREEMENTS.headers, "versjon"), delimiter=";")
    writer.writeheader()
    writer.writerow({**first, "navn": "Fra fila", "versjon": "1"})
    write(first["id"], navn="Fra en annen")
    at = upload(at, "gammel.csv", text.getvalue().encode())
    assert "Endret av andre siden fila ble laget" in html(at)
    assert at.button(key="import_all").disabled
    answer = next(g for g in at.button_group if str(g.key).startswith("resolve_"))
    answer.set_value("fil").run()
    press(at, "import_all")
    assert cells(first["id"])["navn"] == "Fra fila"


def test_rows_that_the_file_lacks_stay_unless_they_are_asked_away() -> None:
    data = changed_file(lambda rows: rows.remove(next(r for r in rows if r["id"] == ONE)))
    at = upload(rediger(TITLES[2]), "kort.csv", data)
    assert at.button(key="import_all").disabled
    at.checkbox[0].check().run()
    press(at, "import_all")
    assert store.stored("avtaler", (ONE,)) is None


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("bilde.xlsx", b"\x89PNG\r\n\x1a\n" + b"x" * 99, "IKKE_XLSX"),
        ("annet.csv", b"navn;alder\r\nA;3\r\n", "KOLONNER_UKJENT"),
        ("tom.csv", b"", "FIL_TOM"),
        ("brev.pdf", b"%PDF-1.4", "IKKE_CSV"),
    ],
)
def test_a_file_that_cannot_be_used_is_told_of_and_put_away(
    name: str, data: bytes, code: str
) -> None:
    at = upload(rediger(TITLES[2]), name, data)
    assert "Fila kan ikke brukes" in html(at)
    assert code in html(at)
    assert "Fila «" not in html(press(at, "import_close"))


# --- history ---------------------------------------------------------------------------------


def test_history_lists_what_was_done_and_takes_it_back() -> None:
    write(navn="Nytt navn")
    at = rediger(TITLES[3])
    assert "Endret i skjemaet · 1 rad" in html(at)
    batch = store.kept().batches(1)[0]
    press(at, f"history_undo_{batch.id}")
    assert cells() == next(
        dict(r.cells)
        for r in files.read_file(SHIPPED / "avtaler.csv", AGREEMENTS).rows
        if r.cells["id"] == ONE
    )
    assert "1 rad er satt tilbake" in html(at)


def test_what_others_have_built_on_is_not_taken_back_and_the_page_says_which() -> None:
    write(navn="Først")
    first = store.kept().batches(1)[0]
    write(navn="Så")
    at = rediger(TITLES[3])
    press(at, f"history_undo_{first.id}")
    assert "Ikke angret" in html(at)
    assert "Så" in html(at)
    assert cells()["navn"] == "Så"


def test_where_nothing_is_chosen_to_edit_the_least_certain_are_offered() -> None:
    text = html(rediger())
    offered = re.findall(r"href='rediger\?avtale=([a-z0-9-]+)'", text)
    rows = [store.load().agreement_by_id[key] for key in offered]
    assert len(rows) == len(set(offered)) == 8
    assert {(row.confidence, row.status) for row in rows} == {("C", "ukjent")}
    years = [row.source_year or 0 for row in rows]
    assert years == sorted(years)
    assert "eldste og mest usikre" not in html(rediger(avtale=offered[0]))


def test_an_old_name_that_the_browser_tells_is_no_other_agreement() -> None:
    at = rediger(avtale=ONE)
    old = cells()["navn"]
    write(navn="Et helt nytt navn")
    store.load()
    at.run()
    # A click is under way when the list gets the new name: the browser still tells the old one.
    states = at._tree.get_widget_states()
    (chosen,) = [one for one in states.widgets if one.id == at.selectbox(key="edit_chosen").id]
    chosen.string_value = old
    at._run(states)
    assert "er slettet" not in html(at)
    assert at.selectbox(key="edit_chosen").value == ONE
    assert at.text_input(key=f"edit_{ONE}_navn").value == "Et helt nytt navn"

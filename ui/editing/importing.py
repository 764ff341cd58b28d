"""Import a file step by step: read, mend, answer what is asked, see what changes, save."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import streamlit as st

from data import store
from data.database.changes import Key
from data.database.errors import StoreConflict
from data.files import KEPT
from data.intake.apart import read_apart
from data.intake.cleaning import clean
from data.intake.names import names_of
from data.intake.plan import Plan, make_plan
from data.intake.upload import Upload
from data.language import _, ngettext
from data.limits import limit
from data.reading import Table as FileTable
from data.register import Register
from ui import tables, text
from ui.editing import downloads, plan_view, saving
from views import importing

_KEPT: Final = "sk_import"
_ROUND: Final = "sk_import_round"


@dataclass
class Import:
    """A file that is being imported, and what its sender has answered so far."""

    upload: Upload
    mark: str
    data: bytes = b""
    consent: dict[str, str] = field(default_factory=dict)
    resolve: dict[tuple[str, Key], str] = field(default_factory=dict)
    token: str = field(default_factory=saving.new_token)
    planned: tuple[object, Plan] | None = None


def show(register: Register) -> None:
    """Draw the steps, as far as the file has come."""
    text.hint(
        _("Fyll ut en av disse, lagre, og send den inn nedenfor. Ingenting lagres før du sier ja.")
    )
    downloads.show(register)
    newer = store.offered()
    if newer is not None:
        _offer(newer)
    begun = _begun()
    if begun is None:
        return
    _choose_sheet(begun)
    for said in begun.upload.notes:
        text.hint(said.message)
    if begun.upload.fatal:
        text.note("error", _("Fila kan ikke brukes. Ingenting er endret."))
        tables.table(importing.faults_table(begun.upload.faults, limit("faults_shown")))
        return
    plan = _plan(begun, register)
    plan_view.show(plan, begun.consent, begun.resolve, register)
    _save(begun, plan)


def _begun() -> Import | None:
    """Return the import that is under way: of a file that is sent in, or of newer shipped ones."""
    file = st.file_uploader(
        _("CSV eller Excel (.xlsx), høyst {n} MB").format(n=limit("upload_mb")),
        type=["csv", "txt", "xlsx", "xlsm", "xls"],
        key=f"import_file_{st.session_state.get(_ROUND, 0)}",
        max_upload_size=limit("upload_mb"),
    )
    begun: Import | None = st.session_state.get(_KEPT)
    if file is not None and (begun is None or begun.mark != file.file_id):
        data = file.getvalue()
        begun = Import(_read(data, file.name), file.file_id, data)
        st.session_state[_KEPT] = begun
    if file is None and begun is not None and begun.data:
        st.session_state.pop(_KEPT)
        return None
    return begun


def _read(data: bytes, name: str, sheet: str = "") -> Upload:
    bar = st.progress(0.0, _("Leser fila …"))
    found = read_apart(data, name, sheet, lambda part, what: bar.progress(part, what) and None)
    bar.empty()
    return found


def _offer(newer: Mapping[str, FileTable]) -> None:
    """Offer the files that came with a newer version, as an import like any other."""
    text.note(
        "info",
        _("Et nyere register følger med programmet enn det som ligger her."),
        [
            _(
                "Det er ikke lagt over det som er lagret her. Se forskjellen, og velg "
                "hva du vil ta inn."
            )
        ],
    )
    if st.button(_("Se hva som er nytt"), key="offer"):
        name = _("registeret som følger med")
        st.session_state[_KEPT] = Import(Upload(name, dict(newer)), "shipped")


def _choose_sheet(begun: Import) -> None:
    if len(begun.upload.sheets) < 2:
        return
    sheet = st.selectbox(
        _("Ark"),
        ["", *begun.upload.sheets],
        format_func=lambda name: name or _("det første med overskriftene"),
        key=f"sheet_{begun.mark}",
    )
    if st.session_state.get("import_sheet", "") != sheet:
        st.session_state["import_sheet"] = sheet
        begun.upload = _read(begun.data, begun.upload.name, sheet)
        begun.planned = None


def _plan(begun: Import, register: Register) -> Plan:
    """Return the plan for the file as things stand; made anew only when something has changed."""
    mark = (register.revision, tuple(sorted(begun.consent.items())), id(begun.upload))
    if begun.planned is None or begun.planned[0] != mark:
        with st.spinner(_("Sammenligner med registeret …")):
            vocabulary, kept = store.vocabulary(), store.kept()
            cleaned = clean(begun.upload, vocabulary, names_of(register), begun.consent)
            plan = make_plan(cleaned, {name: kept.rows(name) for name in KEPT}, vocabulary)
        begun.planned = (mark, plan)
    return begun.planned[1]


def _save(begun: Import, plan: Plan) -> None:
    text.subheading(_("Lagre"))
    remove = False
    if plan.gone and begun.mark != "shipped":
        words = ngettext(
            "Slett {n} rad som står i registeret, men ikke i fila",
            "Slett {n} rader som står i registeret, men ikke i fila",
            len(plan.gone),
        )
        remove = st.checkbox(words.format(n=len(plan.gone)), key=f"remove_{begun.mark}")
    whole = plan.select("alt", remove, begun.resolve)
    valid = plan.select("gyldige", remove, begun.resolve)
    first, second, third = st.columns(3)
    blocked = plan.blocked or bool(remove and plan.loose) or bool(whole.left_out)
    if first.button(
        _("Lagre alt ({n} rader)").format(n=len(whole.changes)),
        type="primary",
        disabled=blocked or not whole.changes,
        width="stretch",
    ):
        _write(begun, whole.changes)
    if second.button(
        _("Lagre bare de gyldige ({n} rader)").format(n=len(valid.changes)),
        disabled=not blocked or not valid.changes,
        width="stretch",
    ):
        _write(begun, valid.changes)
    if third.button(_("Avbryt, lagre ingenting"), width="stretch"):
        _end()
        st.rerun()
    if blocked and valid.left_out:
        words = ngettext("{n} rad blir ikke med.", "{n} rader blir ikke med.", len(valid.left_out))
        text.hint(words.format(n=len(valid.left_out)))


def _write(begun: Import, changes: "tuple[object, ...]") -> None:
    try:
        with st.spinner(_("Lagrer …")):
            batch = saving.save(changes, "import", begun.upload.name, begun.token)
    except StoreConflict as error:
        begun.planned = None
        text.note("warn", _("Ikke lagret. Planen er laget på nytt nedenfor."), [error.sentence])
        return
    if batch is not None:
        _end()
        st.rerun()


def _end() -> None:
    """Let the file go, and give the next one an empty field."""
    st.session_state.pop(_KEPT, None)
    st.session_state.pop("import_sheet", None)
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1

"""Import a file step by step: read, mend, answer what is asked, see what changes, save."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from data import store
from data.database.changes import Change, Key
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
from ui.editing.markup import plain
from views import importing

_KEPT: Final = "sk_import"
_ROUND: Final = "sk_import_round"


@dataclass
class Import:
    """A file that is being imported, and what its sender has answered so far.

    `data` is its bytes, kept only where another sheet may be asked for. `mark` names it in the
    keys of widgets.
    """

    upload: Upload
    mark: str
    data: bytes = b""
    sheet: str = ""
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
    _take_in()
    begun: Import | None = st.session_state.get(_KEPT)
    if begun is None:
        return
    text.subheading(_("Fila «{name}»").format(name=begun.upload.name))
    _choose_sheet(begun)
    for said in begun.upload.notes:
        text.hint(said.message)
    if begun.upload.fatal:
        text.note("error", _("Fila kan ikke brukes. Ingenting er endret."))
        tables.table(importing.faults_table(begun.upload.faults, limit("faults_shown")))
        st.button(_("Lukk"), key="import_close", on_click=_end)
        return
    plan = _plan(begun, register)
    plan_view.show(plan, begun.mark, begun.consent, begun.resolve, register)
    _save(begun, plan)


def _take_in() -> None:
    """Draw the field for a file; read what comes, let its bytes go, and empty the field.

    What was read stays when the reader looks at another page; what lies in the field does not.
    """
    file = st.file_uploader(
        _("CSV eller Excel (.xlsx), høyst {n} MB").format(n=limit("upload_mb")),
        key=f"import_file_{st.session_state.get(_ROUND, 0)}",
        max_upload_size=limit("upload_mb"),
    )
    if file is None:
        return
    saving.close()
    data = file.getvalue()
    upload = _read(data, file.name)
    kept = data if len(upload.sheets) > 1 else b""
    st.session_state[_KEPT] = Import(upload, file.file_id, kept)
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1
    _let_go(file)
    st.rerun()


def _let_go(file: Any) -> None:  # noqa: ANN401 (Streamlit's own class)
    """Remove the bytes from the server's memory; without this they stay as long as the session."""
    context = get_script_run_ctx()
    remove = getattr(context and context.uploaded_file_mgr, "remove_file", None)
    if context and remove:
        remove(session_id=context.session_id, file_id=file.file_id)


def _read(data: bytes, name: str, sheet: str = "") -> Upload:
    bar = st.progress(0.0, _("Leser fila …"))

    def tell(part: float, what: str) -> None:
        bar.progress(part, plain(what))

    found = read_apart(data, name, sheet, tell)
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
    if not begun.data:
        return
    sheet = st.selectbox(
        _("Ark"),
        ["", *begun.upload.sheets],
        format_func=lambda name: name or _("Velges av navn og overskrifter"),
        index=[*("", *begun.upload.sheets)].index(begun.sheet),
        key=f"sheet_{begun.mark}",
    )
    if begun.sheet != sheet:
        upload = _read(begun.data, begun.upload.name, sheet)
        begun.upload, begun.sheet, begun.planned = upload, sheet, None


def _plan(begun: Import, register: Register) -> Plan:
    """Return the plan for the file as things stand; made anew only when something has changed."""
    mark = (register.revision, tuple(sorted(begun.consent.items())), id(begun.upload))
    if begun.planned is None or begun.planned[0] != mark:
        with st.spinner(_("Sammenligner med registeret …"), show_time=True):
            vocabulary, kept = store.vocabulary(), store.kept()
            cleaned = clean(begun.upload, vocabulary, names_of(register), begun.consent)
            plan = make_plan(cleaned, {name: kept.rows(name) for name in KEPT}, vocabulary)
        begun.planned = (mark, plan)
    return begun.planned[1]


def _save(begun: Import, plan: Plan) -> None:
    """Draw what will be saved, and the choice between all, the valid rows, and nothing."""
    text.subheading(_("Lagre"))
    remove = _ask_remove(begun, plan)
    choice = importing.choice(plan, remove=remove, resolve=begun.resolve)
    for line in choice.lines:
        text.hint(line)
    first, second, third = st.columns(3)
    words = _("Lagre alt")
    if choice.whole:
        words = ngettext("Lagre alt ({n} rad)", "Lagre alt ({n} rader)", len(choice.whole))
    if first.button(
        words.format(n=len(choice.whole)),
        type="primary",
        disabled=choice.blocked or not choice.whole,
        key="import_all",
        width="stretch",
    ):
        _write(begun, choice.whole)
    words = ngettext(
        "Lagre bare de gyldige ({n} rad)", "Lagre bare de gyldige ({n} rader)", len(choice.valid)
    )
    if choice.blocked and second.button(
        words.format(n=len(choice.valid)),
        disabled=not choice.valid,
        key="import_valid",
        width="stretch",
    ):
        _write(begun, choice.valid)
    third.button(_("Avbryt, lagre ingenting"), key="import_none", on_click=_end, width="stretch")


def _ask_remove(begun: Import, plan: Plan) -> bool:
    """Ask whether rows that the file does not have should go; never so of the shipped files."""
    able = [row for row in plan.gone if row.table not in plan.unsure]
    if len(able) < len(plan.gone):
        text.hint(
            _(
                "Rader som mangler i fila, kan ikke slettes så lenge fila har rader som ikke "
                "kan leses eller kjennes igjen."
            )
        )
    if not able or begun.mark == "shipped":
        return False
    words = ngettext(
        "Slett {n} rad som står i registeret, men ikke i fila",
        "Slett {n} rader som står i registeret, men ikke i fila",
        len(able),
    )
    return st.checkbox(words.format(n=len(able)), key=f"remove_{begun.mark}")


def _write(begun: Import, changes: Sequence[Change]) -> None:
    try:
        with st.spinner(_("Lagrer …"), show_time=True):
            batch = saving.save(changes, "import", begun.upload.name, begun.token)
    except StoreConflict as error:
        saving.say(
            "warn",
            _("Ikke lagret: registeret ble endret i mellomtiden."),
            [error.sentence, _("Sammenligningen er gjort på nytt. Se over, og lagre igjen.")],
        )
        st.rerun()
    if batch is not None:
        _end()
        st.rerun()


def _end() -> None:
    """Let the file go."""
    st.session_state.pop(_KEPT, None)

"""«Eierskapsmelding»: a municipality's interests as a Word file, and the same rows to send back."""

from collections.abc import Sequence

import streamlit as st

from data import files, store
from data.database.errors import StoreError
from data.language import _, get_language
from data.register import Register
from data.schema import AGREEMENTS
from export.formats import WORD
from export.kept import Kept, rows_of
from views import ownership
from views.words import region_slug


def offer(register: Register, code: str) -> None:
    """Draw the two buttons; each file is made when it is asked for."""

    def word() -> bytes:
        # The library of Word files is read only by who makes one.
        from export.ownership import ownership_word  # noqa: PLC0415

        return ownership_word(ownership.build(register, code), register)

    def rows() -> bytes:
        from export.ownership import ownership_csv  # noqa: PLC0415

        return ownership_csv(ownership.build(register, code), _kept())

    stem = "eierskapsmelding-" + region_slug(register.municipality_by_code[code].name)
    kinds = (
        (
            _("Eierskapsmelding (Word)"),
            word,
            "docx",
            WORD,
            _("Vedlegg til eierskapsmeldingen: det registeret vet, med gule felt å fylle ut."),
        ),
        (
            _("Radene som CSV"),
            rows,
            "csv",
            "text/csv",
            _("De samme radene, til å rette i og sende tilbake som import."),
        ),
    )
    for label, make, ending, media, told in kinds:
        st.download_button(
            label,
            make,
            f"{stem}.{ending}",
            media,
            help=told,
            key=f"ownership_{ending}",
            on_click="ignore",
            width="stretch",
        )


def _kept() -> Sequence[Kept]:
    """Return the rows as the store keeps them; without a store, as they stand in the files."""
    try:
        return store.kept().rows(AGREEMENTS.name)
    except StoreError:
        home = files.folder()
        contents = files.read_folder(home, files.state(home), get_language())
        return rows_of(row.cells for row in contents.tables[AGREEMENTS.name].rows)

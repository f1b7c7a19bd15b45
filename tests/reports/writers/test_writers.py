"""The list of writers, each over each report."""

import io

import pytest
from python_calamine import CalamineWorkbook

from ledgerflow.core.errors import InputError
from ledgerflow.reports.inputs import AccountBalance, ReportHeader
from ledgerflow.reports.trial_balance import build_trial_balance
from ledgerflow.reports.writers import WRITERS, Writer, writer_get


def unpacked(data: bytes) -> list[str]:
    """The texts of a workbook."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    return [str(cell) for row in book.get_sheet_by_index(0).to_python() for cell in row]


@pytest.mark.parametrize("writer", WRITERS, ids=lambda w: w.id)
def test_every_writer_names_the_business_and_what_is_not_yet_booked(
    writer: Writer, header: ReportHeader, balances: list[AccountBalance]
) -> None:
    data = writer.data(build_trial_balance(header, balances))
    text = " ".join(unpacked(data)) if writer.suffix == "xlsx" else data.decode()
    assert "Northgate Shelves" in text
    assert "Not yet in the books: 3 bank transactions" in text


def test_an_unknown_writer_is_refused_with_the_known_ones() -> None:
    with pytest.raises(InputError, match='cannot be written as "papyrus"') as caught:
        writer_get("papyrus")
    assert caught.value.hint == "Choose one of: table, csv, xlsx, html, json."


def test_a_workbook_is_not_for_the_screen(
    header: ReportHeader, balances: list[AccountBalance]
) -> None:
    with pytest.raises(InputError, match="no text") as caught:
        writer_get("xlsx").text(build_trial_balance(header, balances))
    assert caught.value.code == "writer_needs_file"

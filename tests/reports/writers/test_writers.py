"""The list of writers, each over each report."""

import io

import pytest

from ledgerflow.core.errors import InputError
from ledgerflow.reports.inputs import AccountBalance, ReportHeader
from ledgerflow.reports.trial_balance import build_trial_balance
from ledgerflow.reports.writers import WRITERS, Writer, writer_get


@pytest.mark.parametrize("writer", WRITERS, ids=lambda w: w.id)
def test_every_writer_names_the_business_and_what_is_not_yet_booked(
    writer: Writer, header: ReportHeader, balances: list[AccountBalance]
) -> None:
    stream = io.StringIO()
    writer.write(build_trial_balance(header, balances), stream)
    assert "Northgate Shelves" in stream.getvalue()
    assert "Not yet in the books: 3 bank transactions" in stream.getvalue()


def test_an_unknown_writer_is_refused_with_the_known_ones() -> None:
    with pytest.raises(InputError, match='cannot be written as "papyrus"') as caught:
        writer_get("papyrus")
    assert caught.value.hint == "Choose one of: table, csv, json."

"""Pages that are not in the file."""

from decimal import Decimal

import pytest

from ledgerflow.statements.pdf.missingpages import emptied_page, missing_pages
from ledgerflow.statements.pdf.reading import read_pages
from ledgerflow.statements.pdf.rows import rows_of
from tests.statements.pdf.drawn import pages


def missing(*texts, is_closed=False):
    return missing_pages([rows_of(p) for p in pages(*texts)], is_closed=is_closed)


@pytest.mark.parametrize("text", ["Page 1 of 3", "Seite 1 von 3", "Bank   Hoja 1 de 3", "1 / 3"])
def test_a_page_that_is_missing_is_told(text):
    faults = missing(text, text.replace("1", "2", 1))
    assert [f.code for f in faults] == ["pdf_pages_missing"]
    assert faults[0].message.endswith("file: 3.")


def test_with_a_closing_balance_it_only_informs():
    assert missing("Page 1 of 3", is_closed=True)[0].severity == "note"


@pytest.mark.parametrize("texts", [("Page 1 of 2", "Page 2 of 2"), ("Page 1 of 2", "no number")])
def test_nothing_is_missing(texts):
    assert missing(*texts) == []


CARRIED = """
Statement of account   1 January 2025 to 31 January 2025
Date        Description            Amount     Balance
            Opening balance                    100.00
02 Jan      TEA ROOM                -4.00       96.00
03 Jan      HARBOR CLIENT           50.00      146.00
            Carried forward                    146.00
"""


def test_a_balance_carried_forward_to_an_empty_page_is_an_error():
    whole, torn = pages(CARRIED), pages(CARRIED, "")
    assert [f.code for f in read_pages(whole).faults] == []
    (fault,) = read_pages(torn).faults
    assert (fault.code, fault.severity) == ("pdf_pages_missing", "error")
    assert "page 2 has no words" in fault.message


def test_an_empty_page_behind_a_closed_statement_is_none():
    assert read_pages(pages(CARRIED.replace("Carried forward", "Closing balance"), "")).faults == ()
    assert emptied_page([], is_carried=True) == []


def test_carried_forward_never_stands_in_for_a_printed_closing_balance():
    text = CARRIED.replace(
        "Opening balance  ", "Closing balance 999.00\n            Opening balance  "
    )
    (statement,) = read_pages(pages(text)).statements
    assert statement.closing.amount == Decimal("999.00")

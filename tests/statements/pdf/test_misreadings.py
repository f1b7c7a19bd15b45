"""Letters that recognition took for digits."""

from decimal import Decimal

from ledgerflow.statements.pdf.misreadings import read_recognised
from ledgerflow.statements.proof import prove
from tests.statements.pdf.drawn import page

TEXT = """
Account number 12345678      Statement 1 May 2024 to 31 May 2024
Date          Details                    Out        In      Balance
              Opening balance                                100.00
02 May 2024   Green grocer             10.00                  90.00
03 May 2024   Salary                              50.00      140.00
04 May 2024   SOS Boil 1O.OO           15.00                 125.00
05 May 2024   Bakery                    5.00                 120.00
06 May 2024   Baker                     5.00                 115.00
              Closing balance                                115.00
"""


def read(text, source="ocr"):
    found = read_recognised([page(text, source=source)])
    return found, [prove(s, found.faults).verdict for s in found.statements]


def test_a_letter_in_a_column_of_figures_is_read_as_its_digit_where_the_proof_holds():
    found, verdicts = read(TEXT.replace(" 10.00  ", " 1O.OO  ").replace("15.00 ", "lS.00 "))
    assert verdicts == ["proved"]
    assert [x.amount for x in found.statements[0].lines][:3] == [
        Decimal("-10.00"),
        Decimal("50.00"),
        Decimal("-15.00"),
    ]
    notes = [f for f in found.faults if f.code == "ocr_letter_as_digit"]
    assert [f.excerpt for f in notes] == ["1O.OO", "lS.00"]
    assert {f.severity for f in notes} == {"note"}


def test_texts_outside_of_columns_keep_their_letters():
    found, _ = read(TEXT.replace(" 10.00  ", " 1O.00  "))
    assert "SOS Boil 1O.OO" in [x.description for x in found.statements[0].lines]


def test_where_the_figures_do_not_prove_it_nothing_is_changed():
    found, verdicts = read(TEXT.replace(" 10.00  ", " 1B.00  "))
    assert verdicts == ["not_proved"]
    assert "ocr_letter_as_digit" not in [f.code for f in found.faults]


def test_text_that_was_not_recognised_is_never_changed():
    found, verdicts = read(TEXT.replace(" 10.00  ", " 1O.00  "), "text")
    assert verdicts == ["not_proved"]
    assert "ocr_letter_as_digit" not in [f.code for f in found.faults]


def test_a_page_read_well_is_read_once():
    found, verdicts = read(TEXT)
    assert verdicts == ["proved"]
    assert found.faults == ()

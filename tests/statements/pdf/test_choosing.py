"""One account: candidates judged, the best made into a statement."""

from decimal import Decimal

from ledgerflow.statements.pdf.reading import read_pages
from ledgerflow.statements.proof import prove
from tests.statements.pdf.drawn import page


def statement(text):
    read = read_pages([page(text)])
    return read.statements[0], read.faults


def test_two_readings_that_both_agree_are_asked():
    text = """
    Account number 12345678     1 May 2024 to 31 May 2024
    Date          Details              Amount     Amount
    02 May 2024   One                    5.00       7.00
    03 May 2024   Other                  7.00       5.00
    Opening balance 0.00
    Closing balance 12.00
    """
    assert "pdf_two_readings" in [f.code for f in statement(text)[1]]


def test_arithmetic_chooses_the_columns_where_no_header_does():
    text = """
    Account number 12345678     1 May 2024 to 31 May 2024
    02 May 2024   Balance forward                             100.00
    03 May 2024   Salary                 50.00                150.00
    04 May 2024   Rent                              80.00      70.00
    """
    found, faults = statement(text)
    assert [line.amount for line in found.lines] == [Decimal("50.00"), Decimal("-80.00")]
    assert prove(found, faults).verdict == "proved"


def test_the_balance_beside_the_last_row_closes_where_no_other_does():
    text = """
    Account number 12345678     1 May 2024 to 31 May 2024
    Date          Details              Amount    Balance
    02 May 2024   Opening balance                 100.00
    03 May 2024   Salary                50.00     150.00
    """
    found, _ = statement(text)
    assert (found.closing.amount, str(found.closing.date)) == (Decimal("150.00"), "2024-05-03")


def test_printed_balances_have_the_period_s_days():
    text = """
    Account number 12345678     1 May 2024 to 31 May 2024
    Opening balance 100.00
    Closing balance 150.00
    Date          Details              Amount
    03 May 2024   Salary                50.00
    """
    found, _ = statement(text)
    assert (str(found.opening.date), str(found.closing.date)) == ("2024-05-01", "2024-05-31")


def test_a_reading_that_does_not_prove_is_still_shown():
    text = """
    Account number 12345678     1 May 2024 to 31 May 2024
    Opening balance 100.00
    Closing balance 151.00
    Date          Details              Amount
    03 May 2024   Salary                50.00
    """
    found, faults = statement(text)
    assert len(found.lines) == 1
    assert prove(found, faults).verdict == "not_proved"

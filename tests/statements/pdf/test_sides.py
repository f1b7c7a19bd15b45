"""Two tables side by side."""

from ledgerflow.statements.pdf.rows import rows_of
from ledgerflow.statements.pdf.sides import split_sides
from tests.statements.pdf.drawn import page

TWO = """
Summary of the month

Deposits                                     Withdrawals
Date    Details             Amount           Date    Details             Amount
05/05   Salary              200.00           06/05   Rent                 50.00
"""


def test_the_left_table_comes_first():
    texts = [r.text for r in split_sides(rows_of(page(TWO)))]
    assert texts == [
        "Summary of the month",
        "Deposits",
        "Date Details Amount",
        "05/05 Salary 200.00",
        "Withdrawals",
        "Date Details Amount",
        "06/05 Rent 50.00",
    ]


def test_one_table_stays_as_it_is():
    rows = rows_of(page("Date   Details   Amount\n05/05  Shop  5.00"))
    assert split_sides(rows) == rows

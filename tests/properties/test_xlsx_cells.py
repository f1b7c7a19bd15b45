"""Amounts of cents survive a spreadsheet's binary fractions, in sums too."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from ledgerflow.statements.formats.xlsx_cells import number_text
from ledgerflow.statements.tables.amounts import read_amount

CENTS = st.integers(-(10**11), 10**11)


@given(CENTS, st.sampled_from(".,"), st.booleans())
def test_a_number_is_read_back_to_the_cent(cents, mark, with_decimals):
    text = number_text(cents / 100, mark, with_decimals=with_decimals)
    assert read_amount(text, mark).value == Decimal(cents) / 100


@given(st.lists(st.integers(-(10**7), 10**7), min_size=2, max_size=40))
def test_a_running_balance_that_a_program_added_up_is_read_to_the_cent(cents):
    total = 0.0
    for amount in cents:
        total += amount / 100
    found = read_amount(number_text(total, "."), ".").value
    assert found == Decimal(sum(cents)) / 100


@given(st.integers(1, 10**6).filter(lambda n: n % 10))
def test_three_decimals_are_never_taken_for_a_thousand(thousandths):
    text = number_text(thousandths / 1000, ".")
    assert read_amount(text, ",") is None or "." not in text

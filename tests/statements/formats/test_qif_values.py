"""One order of dates and one decimal mark for a whole QIF file."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledgerflow.statements.formats.qif_values import Values, decide_dates, decide_mark, plain_date
from ledgerflow.statements.tables.amounts import read_amount
from tests.writers.amounts import printed


@pytest.mark.parametrize(
    ("printed", "plain"),
    [
        ("1/ 5' 1", "1/5/01"),
        ("1/ 5'2025", "1/5/2025"),
        ("12.31.96", "12.31.96"),
        ("1 / 5 / 96", "1/5/96"),
        ("2025-01-05", "2025-01-05"),
        ("5 Jan 2025", "5 Jan 2025"),
    ],
)
def test_a_date_is_brought_to_one_kind_of_separator(printed, plain):
    assert plain_date(printed) == plain


def test_accounts_that_run_through_time_on_their_own_tell_the_order():
    account = ["03/01/2025", "03/05/2025", "04/02/2025", "05/07/2025", "06/01/2025"]
    decision = decide_dates([account, account[:2]], ".", "", {})
    assert (decision.order, decision.other) == ("mdy", "")


def test_a_stated_order_answers_and_one_of_another_kind_of_file_only_where_asked():
    two_ways, one_way = ["03/04/2025"], ["03/14/2025"]
    assert decide_dates([two_ways], ".", "", {}).other
    assert decide_dates([two_ways], ".", "", {"date_order": "dmy"}).order == "dmy"
    assert decide_dates([one_way], ".", "", {"date_order": "dmy", "roles": ["date"]}).order == "mdy"


def test_the_decimal_mark_is_told_by_amounts_that_have_one_reading():
    assert decide_mark(["1.234", "5,00"], {}).mark == ","
    assert decide_mark(["1,234", "5.00"], {}).mark == "."
    assert decide_mark(["1,234", "1.234"], {}).is_open
    assert decide_mark(["1,234", "1.234"], {"decimal": ","}).mark == ","
    assert not decide_mark(["12", "7"], {}).is_open


@given(
    st.decimals(-(10**11), 10**11, places=2).filter(lambda value: abs(value) < 10**11),
    st.sampled_from([(".", ","), (",", ".")]),
)
def test_grouped_amounts_are_read_in_one_step_as_they_are_by_all_others(value, marks):
    mark, group = marks
    text = printed(value, "EUR", mark, group)
    found = Values("dmy", mark).amount(text)
    assert found.value == value
    assert abs(found.value) == abs(read_amount(text, mark).value)


@pytest.mark.parametrize("text", ["1,23.45", "12,3456.00", ",123.00", "1,234,56.00"])
def test_grouping_that_is_none_is_not_read_in_one_step(text):
    found = Values("dmy", ".").amount(text)
    other = read_amount(text, ".")
    assert (found and found.value) == (other and other.value)


def test_no_money_has_no_sign():
    assert str(Values("dmy", ".").amount("-0.00").value) == str(Decimal("0.00"))

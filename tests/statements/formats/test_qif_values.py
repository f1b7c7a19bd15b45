"""One order of dates and one decimal mark for a whole QIF file."""

import pytest

from ledgerflow.statements.formats.qif_values import decide_dates, decide_mark, plain_date


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

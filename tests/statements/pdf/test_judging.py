"""The judge of candidate readings."""

from decimal import Decimal

from ledgerflow.statements.parsed import Balance
from ledgerflow.statements.pdf.balances import PrintedBalances
from ledgerflow.statements.pdf.judging import judge


def verdict(amounts, balances=None, opening=(), closing=(), outs=()):
    numbers = [None if a is None else Decimal(a) for a in amounts]
    running = [None if b is None else Decimal(b) for b in balances or [None] * len(numbers)]
    printed = PrintedBalances(
        tuple(Balance(Decimal(o)) for o in opening),
        tuple(Balance(Decimal(c)) for c in closing),
        (),
        tuple((Decimal(o), None, "total_out") for o in outs),
    )
    return judge(numbers, running, printed)


def test_opening_and_lines_lead_to_the_closing_balance():
    found = verdict(["-5", "7"], opening=["10"], closing=["12"])
    assert found.pair_holds
    assert found.proves


def test_the_pair_that_fits_is_taken_from_several():
    found = verdict(["-5"], opening=["99", "10"], closing=["1", "5"])
    assert (found.opening.amount, found.closing.amount) == (10, 5)


def test_running_balances_in_either_direction():
    assert verdict(["1", "2", "3"], ["11", "13", "16"]).held == 2
    found = verdict(["3", "2", "1"], ["16", "13", "11"])
    assert (found.held, found.newest_first) == (2, True)


def test_a_reading_with_an_unread_amount_proves_nothing():
    assert not verdict(["-5", None], opening=["10"], closing=["5"]).proves


def test_printed_totals_prove_too():
    assert verdict(["-5", "-6"], outs=["11"]).proves
    assert not verdict(["-5", "-6"], outs=["12"]).proves


def test_the_better_reading_is_worth_more():
    good = verdict(["-5"], opening=["10"], closing=["5"])
    bad = verdict(["5"], opening=["10"], closing=["5"])
    assert good.worth > bad.worth

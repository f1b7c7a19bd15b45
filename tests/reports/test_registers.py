"""The ledger reports read from the books, and how long they may be."""

import datetime as dt
from decimal import Decimal

import pytest

from ledgerflow.core.errors import InputError
from ledgerflow.ledger.selectors import account_by_key
from ledgerflow.reports import registers
from ledgerflow.reports.registers import all_accounts, chosen_accounts
from tests.currencies import account, exchange, move, report

FEBRUARY, MARCH = dt.date(2025, 2, 1), dt.date(2025, 3, 31)


@pytest.fixture
def moved(books):
    with books.scope():
        capital, supplies = (
            account_by_key(books.business, k) for k in ("owner_contribution", "supplies")
        )
        bank = account(books, "Checking")
        move(books, "2025-01-10", bank, capital, "1000")
        move(books, "2025-02-03", supplies, bank, "30")
        exchange(books, "2025-03-05", bank, account(books, "Euros", "EUR"), "110", "100")
    return books


def test_every_account_that_stands_or_moved_has_its_part(moved):
    with moved.scope():
        found = {a.name: a for a in all_accounts(moved.business, FEBRUARY, MARCH)}
    bank = found["Checking"]
    assert (bank.opening, bank.closing) == (1000, 860)
    assert [(x.date.month, x.amount, x.balance) for x in bank.lines] == [
        (2, Decimal(-30), Decimal(970)),
        (3, Decimal(-110), Decimal(860)),
    ]
    assert bank.lines[0].others == "6160 Supplies"
    assert bank.lines[1].others == "1020, 3951, 3952"
    assert (found["Owner's contribution"].opening, found["Owner's contribution"].lines) == (
        -1000,
        (),
    )
    assert (found["Euros"].currency, found["Euros"].closing) == ("EUR", 100)


def test_one_account_is_named_or_all_banks_are_shown(moved):
    with moved.scope():
        business = moved.business
        assert [a.name for a in chosen_accounts(business, "supplies", FEBRUARY, MARCH)] == [
            "Supplies"
        ]
        assert [a.name for a in chosen_accounts(business, "", FEBRUARY, MARCH)] == [
            "Checking",
            "Euros",
        ]
        (still,) = chosen_accounts(business, "travel", FEBRUARY, MARCH)
        assert (still.name, still.opening, still.lines) == ("Travel", 0, ())
        with pytest.raises(InputError, match="no account 'moon'"):
            chosen_accounts(business, "moon", FEBRUARY, MARCH)


def test_a_ledger_too_long_to_read_says_how_long_and_what_to_do(moved, monkeypatch):
    monkeypatch.setattr(registers, "LINES_MAX", 7)
    with moved.scope():
        with pytest.raises(InputError, match="A report of 8 lines") as caught:
            report(moved, "general_ledger")
        assert caught.value.code == "report_too_long"
        assert "fewer days" in caught.value.hint
        assert report(moved, "account_register").rows


def test_both_reports_show_lines_with_their_balance(moved):
    with moved.scope():
        ledger, register = (report(moved, i) for i in ("general_ledger", "account_register"))
    assert [s.title for s in register.sections][:2] == ["1010 Checking", "1020 Euros (in EUR)"]
    whole = [s.title for s in ledger.sections]
    assert {s.title for s in register.sections} <= set(whole)
    assert ledger.in_order

"""The general ledger: every account's lines over a period, in chunks nobody sees."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ledgerflow.ledger import generalledger
from ledgerflow.ledger.generalledger import general_ledger
from ledgerflow.ledger.recomputed import balances_recomputed
from tests.ledger.posted import meal, post

FEBRUARY = {"start": dt.date(2025, 2, 1), "end": dt.date(2025, 2, 28)}


@pytest.fixture
def studio(books):
    with books.scope():
        post(books, "2025-01-10", ("supplies", 20), ("owner_draw", -20))
        meal(books, "2025-01-31", 4)
        meal(books, "2025-02-01", 7)
        meal(books, "2025-02-28", 2)
        post(books, "2025-03-01", ("suspense", 1), ("owner_draw", -1))
    return books


def read(books, **days):
    return [(one, list(one.lines)) for one in general_ledger(books.business, **days)]


def test_accounts_with_a_balance_or_lines_open_move_and_close(studio):
    with studio.scope():
        found = read(studio, **FEBRUARY)
        names = [one.name for one, _ in found]
        moved = {
            one.name: (int(one.opening), [int(row.balance) for row in rows], int(one.closing))
            for one, rows in found
        }
    assert moved == {
        "Owner's draw": (-24, [-31, -33], -33),
        "Meals": (4, [11, 13], 13),
        "Supplies": (20, [], 20),
    }
    assert [one.code for one, _ in found] == sorted(one.code for one, _ in found)
    assert len(names) == 3


def test_a_whole_ledger_closes_with_the_balances_from_all_lines(studio):
    with studio.scope():
        found = read(studio)
        recomputed = balances_recomputed(studio.business)
    assert [(one.code, one.closing, len(rows)) for one, rows in found] == [
        (b.code, b.amount, b.lines) for b in recomputed
    ]
    assert all(one.opening == 0 and rows[-1].balance == one.closing for one, rows in found)
    assert sum(one.closing for one, _ in found) == 0


@pytest.mark.parametrize("chunk", [1, 2, 3])
def test_chunks_lose_and_double_nothing(studio, monkeypatch, chunk):
    with studio.scope():
        whole = [rows for _, rows in read(studio)]
        monkeypatch.setattr(generalledger, "CHUNK", chunk)
        assert [rows for _, rows in read(studio)] == whole


def test_lines_are_read_only_as_they_are_walked(studio):
    with studio.scope():
        business = studio.business
        with CaptureQueriesContext(connection) as caught:
            accounts = list(general_ledger(business, **FEBRUARY))
        assert len(caught) == 2
        with CaptureQueriesContext(connection) as caught:
            rows = list(accounts[0].lines)
    assert (len(caught), len(rows)) == (1, accounts[0].line_count)


def test_an_account_that_never_moved_and_one_that_moves_later_are_not_in_it(studio):
    with studio.scope():
        assert "Suspense" not in [one.name for one, _ in read(studio, end=dt.date(2025, 1, 31))]

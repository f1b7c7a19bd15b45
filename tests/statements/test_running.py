"""Lines walked once, both ways at the same time."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from ledgerflow.statements.packed import pack
from ledgerflow.statements.parsed import Balance, ParsedLine, ParsedStatement
from ledgerflow.statements.running import OldestFirst, walk

DAY = dt.date(2025, 3, 1)


def line(row, amount, balance=None, currency=""):
    printed = None if balance is None else Decimal(balance)
    return ParsedLine(row, DAY, Decimal(amount), "x", balance=printed, currency=currency)


def statement(*lines, newest_first=False, opening=None, closing=None):
    def said(value):
        return None if value is None else Balance(Decimal(value))

    return ParsedStatement(
        "1", "USD", lines, newest_first=newest_first, opening=said(opening), closing=said(closing)
    )


GOOD = (line(1, "5", "15"), line(2, "-3", "12"), line(3, "1"), line(4, "1", "14"), line(5, "2"))


@pytest.mark.parametrize("declared", [False, True])
@pytest.mark.parametrize("turned", [False, True])
def test_the_order_that_holds_is_found_whatever_is_declared(declared, turned):
    lines = GOOD[::-1] if turned else GOOD
    walked = walk(statement(*lines, newest_first=declared))
    chain = walked.chain
    assert (chain.newest_first, chain.break_count, chain.compared) == (turned, 0, 2)
    assert (chain.head, chain.tail, chain.first) == (1, 1, 15)
    assert (chain.opening, chain.closing, walked.total, walked.count) == (10, 16, 6, 5)


@pytest.mark.parametrize("turned", [False, True])
def test_breaks_are_told_in_the_order_in_which_things_happened(turned):
    lines = (line(1, "5", "15"), line(2, "-3", "13"), line(3, "1"), line(4, "1", "10"),
             line(5, "1", "11"), line(6, "1", "13"))  # fmt: skip
    said = lines[::-1] if turned else lines
    chain = walk(statement(*said, newest_first=turned)).chain
    assert chain.break_count == 3
    assert [(b.start, b.end, b.gap) for b in chain.breaks] == [(1, 1, 1), (2, 3, -5)]


def test_where_one_fault_lets_the_other_order_hold_the_edges_decide():
    """With two rows a swapped sign may chain backwards; then opening and closing do not meet."""
    lines = (line(1, "10", "110"), line(2, "-10", "120"))  # 110 + 10 = 120, read as -10
    chain = walk(statement(*lines, opening="100", closing="120")).chain
    assert (chain.newest_first, chain.break_count) == (False, 1)


def test_without_balances_there_is_no_chain():
    chain = walk(statement(line(1, "5"), line(2, "1"))).chain
    assert (chain.head, chain.tail, chain.compared) == (0, 0, 0)
    assert walk(statement()).count == 0


def test_currencies_are_collected_on_the_way():
    walked = walk(
        statement(line(1, "5", currency="USD"), line(2, "1", currency="CAD"), line(3, "1"))
    )
    assert walked.currencies == {"USD", "CAD"}


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("harm", [None, 2])
@pytest.mark.parametrize("sparse", [False, True])
def test_packed_lines_give_the_same_as_plain_ones(turned, harm, sparse):
    plain, balance = [], Decimal(10)
    for row in range(1, 9):
        amount = Decimal(row) / 4 - 1
        balance += amount
        printed = None if sparse and row % 3 == 0 else str(balance)
        plain.append(line(row, str(amount), printed, "USD"))
    if harm is not None:
        plain[harm] = line(3, "7.00", None if sparse else "99.00", "USD")
    plain = plain[::-1] if turned else plain
    ends = (str(Decimal(10)), str(balance))
    for opening in (None, ends[0], "11"):
        said = statement(*plain, newest_first=turned, opening=opening, closing=ends[1])
        assert walk(replace(said, lines=pack(plain))) == walk(said)


def test_oldest_first_is_a_view_and_no_copy():
    turned = OldestFirst(GOOD, newest_first=True)
    assert [i.row for i in turned] == [5, 4, 3, 2, 1]
    assert (turned[0].row, turned[-1].row, len(turned)) == (5, 1, 5)
    assert [i.row for i in turned[1:3]] == [4, 3]
    assert [i.row for i in OldestFirst(GOOD, newest_first=False)] == [1, 2, 3, 4, 5]

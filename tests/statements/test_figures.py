"""Figures over all lines are the same from columns and from the lines themselves."""

import datetime as dt
from decimal import Decimal
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledgerflow.statements import figures
from ledgerflow.statements.figures import (
    amounts_of,
    balances_of,
    currencies_of,
    days_of,
    facts_of,
    follows,
    links_held,
    sides_of,
    texts_of,
    whole_figures,
)
from ledgerflow.statements.packed import pack
from ledgerflow.statements.parsed import ParsedLine

AMOUNTS = st.sampled_from(list(map(Decimal, ["1", "-2.50", "0.125", "0", "-0.00", "1E+30"])))
LINES = st.builds(
    ParsedLine,
    row=st.integers(1, 9),
    date=st.dates(dt.date(2025, 1, 1), dt.date(2025, 1, 9)),
    amount=AMOUNTS,
    description=st.sampled_from(["", "A", "B"]),
    currency=st.sampled_from(["", "EUR"]),
    balance=st.none() | AMOUNTS,
)
MANY = st.lists(LINES, max_size=7).map(tuple)


def chained(amounts: list[str], *, newest_first: bool = False) -> tuple[ParsedLine, ...]:
    moves = list(map(Decimal, amounts))
    balances = accumulate(moves)
    rows = [
        ParsedLine(n, dt.date(2025, 1, n), a, "x", balance=b)
        for n, (a, b) in enumerate(zip(moves, balances, strict=True), 1)
    ]
    return tuple(rows[::-1] if newest_first else rows)


@given(MANY, st.booleans())
def test_columns_give_what_the_lines_give(lines, turned):
    one, other = (lines[::-1], pack(lines)[::-1]) if turned else (lines, pack(lines))
    for read in (amounts_of, balances_of, days_of, lambda x: texts_of(x, "description")):
        assert list(read(one)) == list(read(other))
    for judge in (currencies_of, sides_of, links_held, follows):
        assert judge(one) == judge(other)
    assert links_held(one, newest_first=True) == links_held(other, newest_first=True)
    kinds = [(f.date, f.amount, f.description, f.bank_id, f.currency) for f in facts_of(one)]
    assert list(facts_of(other)) == kinds
    assert facts_of(other)[1:3] == kinds[1:3]


@pytest.mark.parametrize("newest_first", [False, True])
@pytest.mark.parametrize("step", [1, 2, 8192])
def test_balances_that_follow_are_counted_across_the_steps(monkeypatch, newest_first, step):
    monkeypatch.setattr(figures, "_STEP", step)
    lines = chained(["5", "-3.25", "7", "1.5", "-2"], newest_first=newest_first)
    for kind in (lines, pack(lines)):
        assert follows(kind, newest_first=newest_first)
        assert not follows(kind, newest_first=not newest_first)
        assert links_held(kind, newest_first=newest_first) == 4


def test_a_missing_balance_leaves_nothing_to_say():
    lines = (*chained(["5"]), ParsedLine(2, dt.date(2025, 1, 2), Decimal(1), "x"))
    assert links_held(lines) is None
    assert not follows(pack(lines))


def test_whole_figures_keep_blanks_apart_from_zero():
    lines = (*chained(["5.5"]), ParsedLine(2, dt.date(2025, 1, 2), Decimal(1), "x"))
    found = whole_figures(pack(lines).columns)
    assert found is not None
    assert (list(found[0]), found[1]) == ([55, 10], [55, None])

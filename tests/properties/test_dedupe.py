"""Overlapping exports of one account, in any order and any number of times: the same facts."""

import datetime as dt
from collections import Counter
from decimal import Decimal
from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from ledgerflow.statements.dedupe import KnownTransaction, description_key, match
from ledgerflow.statements.parsed import ParsedLine

FIRST = dt.date(2025, 3, 1)

rows = st.lists(
    st.tuples(
        st.integers(0, 3),  # day
        st.sampled_from(["4.00", "-4.00", "12.50"]),
        st.sampled_from(["COFFEE", "coffee ", "TEA", "CARD 12"]),
        st.sampled_from(["", "A", "B", "C"]),  # ids that the bank uses again
    ),
    max_size=9,
)


def line(row, *, with_ids):
    day, amount, text, bank_id = row
    return ParsedLine(
        row=1,
        date=FIRST + dt.timedelta(day),
        amount=Decimal(amount),
        description=text,
        bank_id=bank_id if with_ids else "",
    )


class Account:
    """The pure side of an account: what publishing keeps of each line."""

    def __init__(self):
        self.facts = []

    def take(self, lines):
        known = [
            KnownTransaction(i, date, amount, frozenset(texts), frozenset(ids))
            for i, (date, amount, texts, ids) in enumerate(self.facts, 1)
        ]
        for one, found in zip(lines, match(known, lines), strict=True):
            if found.transaction_id is None:
                self.facts.append((one.date, one.amount, set(), set()))
            at = (found.transaction_id or len(self.facts)) - 1
            self.facts[at][2].add(description_key(one.description))
            self.facts[at][3].update({one.bank_id} - {""})

    def counts(self):
        return Counter((date, amount) for date, amount, _, _ in self.facts)

    def texts(self):
        return Counter((date, amount, *sorted(texts)) for date, amount, texts, _ in self.facts)


@st.composite
def whole_day_exports(draw):
    """A history and files that each show some of its days completely, in the bank's order."""
    history = sorted(draw(rows), key=lambda row: row[0])
    files = []
    for _ in range(draw(st.integers(1, 4))):
        first, last = sorted((draw(st.integers(0, 3)), draw(st.integers(0, 3))))
        shown = [row for row in history if first <= row[0] <= last]
        if draw(st.booleans()):
            shown.reverse()
        with_ids = draw(st.booleans())
        files.append([line(row, with_ids=with_ids) for row in shown])
    return history, files


@settings(max_examples=300, deadline=None)
@given(whole_day_exports(), st.data())
def test_whole_days_in_any_order_and_twice_are_exactly_what_happened(case, data):
    _, files = case
    account = Account()
    for lines in data.draw(st.permutations([*files, *files])):
        account.take(lines)
    shown = {}
    for lines in files:
        for one in lines:
            shown[one.date] = [x for x in lines if x.date == one.date]
    truth = Counter(
        (x.date, x.amount, description_key(x.description)) for day in shown.values() for x in day
    )
    assert account.texts() == truth


@settings(max_examples=200, deadline=None)
@given(rows, st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.booleans()), max_size=4))
def test_exports_cut_within_a_day_give_the_same_counts_in_every_order(history, cuts):
    history = sorted(history, key=lambda row: row[0])
    files = [
        [line(row, with_ids=ids) for row in history[min(a, b) : max(a, b)]] for a, b, ids in cuts
    ]
    results = set()
    for order in permutations(files):
        account = Account()
        for lines in (*order, *order):
            account.take(lines)
        results.add(frozenset(account.counts().items()))
    assert len(results) == 1


@settings(max_examples=200, deadline=None)
@given(whole_day_exports())
def test_a_file_read_again_is_nothing_new(case):
    _, files = case
    account = Account()
    for lines in files:
        account.take(lines)
    before = account.texts()
    for lines in files:
        account.take(lines)
    assert account.texts() == before


@settings(max_examples=200, deadline=None)
@given(rows)
def test_every_line_gets_one_fact_and_no_fact_two_lines_of_a_file(history):
    lines = [line(row, with_ids=True) for row in history]
    account = Account()
    account.take(lines)
    known = [
        KnownTransaction(i, d, a, frozenset(t), frozenset(x))
        for i, (d, a, t, x) in enumerate(account.facts, 1)
    ]
    found = match(known, lines)
    assert [m.position for m in found] == list(range(len(lines)))
    taken = [m.transaction_id for m in found]
    assert None not in taken
    assert len(set(taken)) == len(lines)

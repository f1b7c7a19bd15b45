"""Overlapping exports of one account, in any order and any number of times: the same facts."""

import datetime as dt
from collections import Counter
from decimal import Decimal
from itertools import count, permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from ledgerflow.statements.dedupe import match
from ledgerflow.statements.knownlines import KnownLine, KnownList
from ledgerflow.statements.likeness import description_key
from ledgerflow.statements.parsed import ParsedLine
from ledgerflow.statements.sources import NOWHERE, Source

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
        self.known, self.sources, self.numbers = [], {}, count(1)

    def take(self, lines, source=NOWHERE):
        """Match a statement and keep it; which transaction each of its lines is."""
        number = len(self.sources) + 1
        taken = []
        found = match(KnownList(self.rows()), lines, source, self.sources)
        for one, same in zip(lines, found, strict=True):
            taken.append(same.transaction_id or next(self.numbers))
            self.known.append(
                KnownLine(
                    taken[-1], one.date, one.amount, one.description, one.bank_id, number,
                    balance=one.balance, check_number=one.check_number,
                )
            )  # fmt: skip
        self.sources[number] = source
        assert len(set(taken)) == len(taken), "no fact has two lines of one statement"
        return taken

    def rows(self):
        days = {}
        for row in self.known:
            days.setdefault(row.transaction_id, set()).add(row.date)
        return [row._replace(wanders=len(days[row.transaction_id]) > 1) for row in self.known]

    def facts(self):
        made = {}
        for row in self.known:
            made.setdefault(row.transaction_id, []).append(row)
        return list(made.values())

    def counts(self):
        return Counter((lines[0].date, lines[0].amount) for lines in self.facts())

    def texts(self):
        return Counter(
            (x[0].date, x[0].amount, *sorted({description_key(row.description) for row in x}))
            for x in self.facts()
        )


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


@settings(max_examples=200, deadline=None)
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


@settings(max_examples=150, deadline=None)
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


@settings(max_examples=150, deadline=None)
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


@settings(max_examples=150, deadline=None)
@given(rows)
def test_every_line_gets_one_fact_and_no_fact_two_lines_of_a_file(history):
    lines = [line(row, with_ids=True) for row in history]
    account = Account()
    account.take(lines)
    again = account.take(lines)
    assert len(set(again)) == len(lines) == len(account.facts())


PAYEES = (
    "Corner Coffee Harbor", "Tea House Lane", "Streaming Films", "Music Monthly",
    "City Transit Fare", "Paper Shop", "Hardware Depot", "Northwind Travel",
)  # fmt: skip
STYLES = {
    "ofx": lambda name, at: name.upper()[:14],
    "csv": lambda name, at: f"Card purchase {name}, Springfield",
    "pdf": lambda name, at: f"{name} #{1000 + at % 7}",
    "codes": lambda name, at: f"POS {PAYEES.index(name) * 1237 + 11}",
}
"""How a format names a payee; codes have no word in common with the others."""


@st.composite
def months(draw, *, amounts, styles, late=0, cut=False, whole=False):
    """A true month as (booking day, days late, amount, payee), and statements that show parts.

    In a "pdf" the day is that of the payment, `late` days before the booking at most. A statement
    either ends in a proved balance or, with `cut`, may end within its last day; with `whole`,
    all show the whole month.
    """
    fact = st.tuples(
        st.integers(4, 24), st.integers(0, late), st.sampled_from(amounts), st.sampled_from(PAYEES)
    )
    history = sorted(draw(st.lists(fact, max_size=12)), key=lambda x: x[0])
    statements = []
    for _ in range(draw(st.integers(1, 3))):
        first, last = sorted(draw(st.tuples(st.integers(0, 27), st.integers(0, 27))))
        first, last = (0, 27) if whole else (first, last)
        style = draw(st.sampled_from(styles))
        shown = [at for at, x in enumerate(history) if first <= x[0] <= last]
        is_cut = cut and draw(st.booleans())
        if is_cut:
            ends = [at for at in shown if history[at][0] == last]
            gone = draw(st.integers(0, len(ends)))
            shown = shown[: len(shown) - gone]
        statements.append((style, first, last, not is_cut, shown))
    return history, statements


def written(history, statement, number):
    """A statement's claim and its lines, each with the index of the fact it shows."""
    style, first, last, proved, shown = statement
    lines = []
    for at in shown:
        booked, late, amount, payee = history[at]
        day = FIRST + dt.timedelta(booked - (late if style == "pdf" else 0))
        text = STYLES[style](payee, at)
        bank_id = f"ID{at}" if style == "ofx" else ""
        lines.append((at, ParsedLine(1, day, Decimal(amount), text, bank_id=bank_id)))
    lines.sort(key=lambda x: x[1].date)
    days = (FIRST + dt.timedelta(first), FIRST + dt.timedelta(last))
    return Source(number, *days, whole_start=proved, whole_end=proved), lines


def facts_in_every_order(case):
    """Truth: the facts shown by any statement; found: how many each order makes of them."""
    history, statements = case
    files = [written(history, s, number) for number, s in enumerate(statements, 1)]
    truth = len({at for _, lines in files for at, _ in lines})
    found = set()
    for order in permutations(files):
        account = Account()
        for source, lines in (*order, *order):
            account.take([one for _, one in lines], source)
        found.add(len(account.facts()))
    return truth, found


COLLIDING = ("-4.00", "-9.99", "12.50")


@settings(max_examples=150, deadline=None)
@given(months(amounts=COLLIDING, styles=("ofx", "csv", "codes")))
def test_proved_statements_of_any_wording_in_any_order_make_what_happened(case):
    truth, found = facts_in_every_order(case)
    assert found == {truth}


@settings(max_examples=150, deadline=None)
@given(months(amounts=COLLIDING, styles=("ofx", "csv"), cut=True))
def test_statements_that_end_within_a_day_make_what_happened_where_words_are_alike(case):
    truth, found = facts_in_every_order(case)
    assert found == {truth}


APART = tuple(f"-{n}.25" for n in range(1, 60))
"""Amounts of which one seldom comes twice within some days."""


def amounts_once(case):
    history, statements = case
    seen = set()
    kept = [at for at, x in enumerate(history) if not (x[2] in seen or seen.add(x[2]))]
    shown = [(*s[:4], [at for at in s[4] if at in kept]) for s in statements]
    return history, shown


@settings(max_examples=150, deadline=None)
@given(months(amounts=APART, styles=("ofx", "csv", "pdf"), late=3).map(amounts_once))
def test_the_day_of_payment_and_the_day_of_booking_are_one_fact(case):
    truth, found = facts_in_every_order(case)
    assert found == {truth}


@settings(max_examples=100, deadline=None)
@given(months(amounts=APART, styles=("codes", "pdf"), late=3, whole=True).map(amounts_once))
def test_so_they_are_without_a_word_in_common_where_both_cover_both_days(case):
    truth, found = facts_in_every_order(case)
    assert found == {truth}


@settings(max_examples=100, deadline=None)
@given(months(amounts=("-2.80",), styles=("ofx", "pdf"), late=1, whole=True))
def test_the_same_fare_every_day_is_no_more_and_no_less_than_was_paid(case):
    """Days of payment and of booking interleave, and words do not tell one day from another."""
    truth, found = facts_in_every_order(case)
    assert found == {truth}

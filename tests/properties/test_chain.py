"""What the chain says of statements depends on which there are, not on how they came."""

import datetime as dt
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from ledgerflow.statements.chain import Anchor, Link, prove_chain

FIRST = dt.date(2025, 1, 1)


def day(number):
    return FIRST + dt.timedelta(number)


@st.composite
def accounts(draw):
    """A month of moves, and statements of some of its days; a balance may be misprinted."""
    moves = draw(st.lists(st.tuples(st.integers(0, 20), st.integers(-5, 5)), max_size=12))
    links = []
    for number in range(draw(st.integers(1, 5))):
        start, end = sorted((draw(st.integers(0, 20)), draw(st.integers(0, 20))))
        closing = 100 + sum(amount for on, amount in moves if on <= end)
        closing += draw(st.sampled_from([0, 0, 0, 1]))
        own = draw(st.sampled_from(["proved", "not_provable", "not_provable"]))
        opening = 100 + sum(amount for on, amount in moves if on < start)
        printed = draw(st.sampled_from([None, Decimal(opening), Decimal(opening), Decimal(1)]))
        days = day(start), day(end)
        links.append(Link(number, own, own, *days, printed, Decimal(closing), day(end)))
    stated = draw(st.none() | st.integers(-1, 20))
    anchor = None
    if stated is not None:
        total = 100 + sum(amount for on, amount in moves if on <= stated)
        anchor = Anchor(day(stated), Decimal(total), "stated by a person")
    return links, [(day(on), Decimal(amount)) for on, amount in moves], anchor


def verdicts(links, moves, anchor):
    """(period, closing) -> verdict: what does not name the order of arrival."""
    found = {v.id: v.verdict for v in prove_chain(links, moves, anchor)}
    return sorted((x.start, x.end, x.closing, x.own_verdict, found[x.id]) for x in links)


@settings(max_examples=300, deadline=None)
@given(accounts(), st.data())
def test_verdicts_do_not_depend_on_the_order_of_arrival(case, data):
    links, moves, anchor = case
    shuffled = data.draw(st.permutations(links))
    again = [
        Link(number, *(getattr(x, f) for f in Link.__slots__[1:]))
        for number, x in enumerate(shuffled)
    ]
    assert verdicts(again, data.draw(st.permutations(moves)), anchor) == verdicts(
        links, moves, anchor
    )


@settings(max_examples=200, deadline=None)
@given(accounts())
def test_what_proves_itself_is_only_judged_by_the_balance_it_opens_with(case):
    links, moves, anchor = case
    links = [Link(*(None if f == "opening" else getattr(x, f) for f in Link.__slots__))
             for x in links]  # fmt: skip
    found = {v.id: v for v in prove_chain(links, moves, anchor)}
    for link in links:
        if link.own_verdict == "proved":
            assert (found[link.id].verdict, found[link.id].reason) == ("proved", link.own_reason)
        if found[link.id].verdict == "proved":
            assert link.own_verdict in {"proved", "not_provable"}


@settings(max_examples=200, deadline=None)
@given(accounts())
def test_a_balance_that_follows_from_all_known_ones_contradicts_nothing(case):
    links, moves, _ = case
    right = [x for x in links if x.opening != 1 and _is_right(x.closing, x.end, moves)]
    for verdict in prove_chain(right, moves, None):
        assert verdict.verdict != "not_proved"


def _is_right(closing, end, moves):
    return closing == 100 + sum(amount for on, amount in moves if on <= end)


@settings(max_examples=200, deadline=None)
@given(accounts())
def test_without_any_known_balance_nothing_is_proved_by_its_neighbours(case):
    links, moves, _ = case
    alone = [
        Link(x.id, "not_provable", "", x.start, x.end, None, x.closing, x.closing_date)
        for x in links
    ]
    assert {v.verdict for v in prove_chain(alone, moves, None)} == {"not_provable"}

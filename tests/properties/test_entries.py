"""Whatever is posted nets to zero, and what is reversed is gone from every balance."""

import datetime as dt
from collections import Counter
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledgerflow.core.errors import LedgerFlowError
from ledgerflow.ledger.drafts import EntryDraft, LineDraft
from ledgerflow.ledger.models import Account, JournalLine
from ledgerflow.ledger.selectors import account_balances
from ledgerflow.ledger.services import entry_post, entry_reverse
from ledgerflow.review.posting import Booking, entry_draft

amounts = st.decimals(-1000, 1000, places=4, allow_nan=False, allow_infinity=False)
quick = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@st.composite
def line_lists(draw):
    """(account number, amount) pairs that mostly add up to zero."""
    pairs = draw(st.lists(st.tuples(st.integers(0, 5), amounts), min_size=1, max_size=6))
    gap = sum((amount for _, amount in pairs), Decimal(0))
    off = draw(st.sampled_from([Decimal(0)] * 4 + [Decimal("0.0001")]))
    return [*pairs, (draw(st.integers(0, 5)), off - gap)]


@quick
@given(lists=st.lists(line_lists(), min_size=1, max_size=4))
def test_what_posts_nets_to_zero_and_reversing_gives_the_old_balances(books, lists):
    with books.scope():
        business = books.business
        accounts = list(Account.objects.filter(business=business, is_heading=False)[:6])
        before = Counter({b.name: b.amount for b in account_balances(business)})
        posted = []
        for number, pairs in enumerate(lists):
            key = f"{JournalLine.objects.count()}:{number}"
            try:
                draft = EntryDraft(
                    date=dt.date(2025, 3, 1),
                    description="Invented",
                    lines=tuple(LineDraft(accounts[a].pk, x, "USD") for a, x in pairs),
                    idempotency_key=key,
                )
            except LedgerFlowError:
                continue
            posted.append(entry_post(business=business, draft=draft))
        lines = JournalLine.objects.filter(entry__in=posted)
        assert sum(lines.values_list("amount", flat=True)) == 0
        for entry in posted:
            entry_reverse(entry=entry, reason="property")
        after = Counter({b.name: b.amount for b in account_balances(business)})
        assert {k: v for k, v in after.items() if v} == {k: v for k, v in before.items() if v}


@settings(max_examples=300, deadline=None)
@given(
    amount=st.decimals("-99999", "99999", places=3).filter(bool),
    percent=st.decimals(0, 100, places=4),
    currency=st.sampled_from(["USD", "JPY", "KWD", "EUR"]),
)
def test_a_mixed_booking_balances_and_loses_nothing_to_rounding(amount, percent, currency):
    draft = entry_draft(
        Booking(
            transaction_id=1,
            version=1,
            date=dt.date(2025, 1, 1),
            amount=amount,
            currency=currency,
            description="Invented",
            bank_ledger_account_id=1,
            account_id=2,
            owner_account_id=3,
            business_percent=percent,
        )
    )
    by_account = {line.account_id: line.amount for line in draft.lines}
    assert by_account[1] == amount
    assert sum(by_account.values()) == 0
    exact = -amount * percent / 100
    step = {"USD": "0.01", "EUR": "0.01", "JPY": "1", "KWD": "0.001"}[currency]
    assert abs(by_account.get(2, Decimal(0)) - exact) <= Decimal(step) / 2

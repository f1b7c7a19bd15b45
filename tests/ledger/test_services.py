"""Opening books, posting, reversing, locking."""

import datetime as dt
from decimal import Decimal

import pytest

from ledgerflow.audit.models import AuditEvent
from ledgerflow.core.errors import (
    AccessError,
    ClosedAccount,
    ConflictError,
    CurrencyMismatch,
    InputError,
    LockedPeriod,
    RuleError,
)
from ledgerflow.ledger.charts import CHARTS
from ledgerflow.ledger.drafts import EntryDraft, LineDraft
from ledgerflow.ledger.models import Account, JournalEntry, JournalLine, Period
from ledgerflow.ledger.selectors import account_balances, account_by_key
from ledgerflow.ledger.services import (
    account_add,
    business_open,
    entry_post,
    entry_reverse,
    period_lock,
    period_unlock,
)

DAY = dt.date(2025, 1, 15)


def paid(books, amount="10.00", *, key="k1", debit="supplies", date=DAY, currency="USD"):
    account, cash = (account_by_key(books.business, k) for k in (debit, "owner_draw"))
    lines = (
        LineDraft(account.pk, Decimal(amount), currency),
        LineDraft(cash.pk, -Decimal(amount), currency),
    )
    draft = EntryDraft(date=date, description="Paint", lines=lines, idempotency_key=key)
    return entry_post(business=books.business, draft=draft)


def balances(books):
    return {b.key: b.amount for b in account_balances(books.business) if b.amount}


@pytest.mark.parametrize("chart", [c.id for c in CHARTS])
def test_every_chart_opens_a_business_with_headings_above_their_accounts(make_books, chart):
    books = make_books(chart=chart)
    with books.scope():
        template = next(c for c in CHARTS if c.id == chart)
        accounts = {a.code: a for a in Account.objects.filter(business=books.business)}
        assert set(accounts) == {a.code for a in template.accounts}
        for item in template.accounts:
            parent = accounts[item.code].parent
            assert (parent.code if parent else "") == item.parent_code
        assert {a.currency for a in accounts.values()} == {"USD"}
        event = AuditEvent.objects.get(action="business_open")
        assert event.detail == {"chart": chart, "accounts": len(accounts)}


def test_a_chart_takes_the_business_currency(make_books):
    books = make_books(base_currency="EUR")
    with books.scope():
        assert set(Account.objects.values_list("currency", flat=True)) == {"EUR"}


def test_an_unknown_chart_is_refused_with_the_known_ones(books):
    with books.scope(), pytest.raises(InputError, match="no chart") as caught:
        business_open(firm_id=books.place.firm_id, name="Other", chart="martian")
    assert "generic" in caught.value.hint


def test_posting_numbers_entries_one_after_the_other(books):
    with books.scope():
        first, second = paid(books), paid(books, key="k2")
        assert second.number == first.number + 1
        assert JournalEntry.objects.get(number=first.number) == first
        assert first.posted_by_id == books.user.pk
        assert balances(books) == {"supplies": 20, "owner_draw": -20}


def test_numbers_of_two_businesses_do_not_meet(books, make_books):
    other = make_books()
    with books.scope():
        first = paid(books)
    with other.scope():
        assert paid(other).number == first.number


def test_the_same_key_and_content_post_once(books):
    with books.scope():
        assert paid(books).pk == paid(books, "10.0").pk
        assert JournalEntry.objects.count() == 1


def test_the_same_key_with_other_content_is_a_conflict(books):
    with books.scope():
        paid(books)
        with pytest.raises(ConflictError) as caught:
            paid(books, "11")
        assert caught.value.code == "idempotency_conflict"
        assert JournalEntry.objects.count() == 1


def test_a_heading_a_closed_account_and_another_currency_are_refused(books):
    with books.scope():
        with pytest.raises(ClosedAccount, match=r"2025-01-15 \('Paint'\)"):
            paid(books, debit="bank_accounts")
        Account.objects.filter(key="supplies").update(is_active=False)
        with pytest.raises(ClosedAccount):
            paid(books)
        with pytest.raises(CurrencyMismatch):
            paid(books, debit="meals", currency="EUR")
        assert JournalEntry.objects.count() == 0
        assert JournalLine.objects.count() == 0


def test_another_business_cannot_be_booked_to(books, make_books):
    other = make_books()
    with other.scope():
        theirs = account_by_key(other.business, "meals").pk
    with books.scope():
        cash = account_by_key(books.business, "owner_draw").pk
        lines = (LineDraft(theirs, Decimal(1), "USD"), LineDraft(cash, Decimal(-1), "USD"))
        draft = EntryDraft(date=DAY, description="x", lines=lines, idempotency_key="x")
        with pytest.raises(AccessError, match="another business"):
            entry_post(business=books.business, draft=draft)


def test_a_reversal_undoes_every_balance_and_leaves_the_original(books):
    with books.scope():
        entry = paid(books)
        reversal = entry_reverse(entry=entry, reason="wrong shop")
        assert balances(books) == {}
        assert (reversal.kind, reversal.reverses_id) == ("reversal", entry.pk)
        assert reversal.date == entry.date
        assert "wrong shop" in reversal.description
        assert [x.amount for x in entry.lines.order_by("position")] == [10, -10]


def test_a_reversal_may_have_a_day_of_its_own(books):
    with books.scope():
        later = dt.date(2025, 2, 1)
        assert entry_reverse(entry=paid(books), reason="late", date=later).date == later


def test_nothing_is_reversed_twice_and_no_reversal_is_reversed(books):
    with books.scope():
        entry = paid(books)
        reversal = entry_reverse(entry=entry, reason="once")
        for again, code in ((entry, "already_reversed"), (reversal, "reversal_of_reversal")):
            with pytest.raises(RuleError) as caught:
                entry_reverse(entry=again, reason="twice")
            assert caught.value.code == code


def test_a_locked_month_takes_nothing_not_even_a_reversal(books):
    with books.scope():
        entry = paid(books)
        period_lock(business=books.business, month=DAY, reason="January is filed")
        with pytest.raises(LockedPeriod, match="2025-01"):
            paid(books, key="late")
        with pytest.raises(LockedPeriod):
            entry_reverse(entry=entry, reason="late")
        assert entry_reverse(entry=entry, reason="next month", date=dt.date(2025, 2, 1)).number


def test_a_locked_month_can_be_opened_again_with_a_reason_that_is_kept(books):
    with books.scope():
        lock = period_lock(business=books.business, month=DAY, reason="filed")
        assert (lock.start, lock.is_locked) == (dt.date(2025, 1, 1), True)
        assert lock.locked_by_id == books.user.pk
        with pytest.raises(InputError, match="needs a reason"):
            period_unlock(business=books.business, month=DAY, reason="  ")
        opened = period_unlock(business=books.business, month=DAY, reason="forgotten invoice")
        assert (opened.is_locked, opened.locked_at, opened.locked_by) == (False, None, None)
        assert paid(books).number
        told = list(AuditEvent.objects.filter(subject="period").order_by("pk"))
        assert [(e.action, e.reason) for e in told] == [
            ("period_lock", "filed"),
            ("period_unlock", "forgotten invoice"),
        ]
        assert Period.objects.count() == 1


def test_a_new_account_takes_the_next_code_under_its_heading(books):
    with books.scope():
        first = account_add(business=books.business, heading_key="bank_accounts", name="One")
        second = account_add(business=books.business, heading_key="bank_accounts", name="Two")
        assert first.parent.key == second.parent.key == "bank_accounts"
        assert int(second.code) == int(first.code) + 10
        assert first.type == "asset"


def test_a_new_account_finds_a_code_beside_renamed_and_taken_ones(books):
    with books.scope():
        heading = account_by_key(books.business, "bank_accounts")
        heading.code = "CASH"
        heading.save(update_fields=["code"])
        sales = account_by_key(books.business, "sales")
        sales.code = "10"
        sales.save(update_fields=["code"])
        added = account_add(business=books.business, heading_key="bank_accounts", name="One")
        assert added.code == "11"


def test_a_chart_without_the_heading_says_so(books):
    with books.scope(), pytest.raises(RuleError) as caught:
        account_add(business=books.business, heading_key="no_such_heading", name="One")
    assert caught.value.code == "no_account_for_key"

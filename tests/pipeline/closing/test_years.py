"""Closing a fiscal year: only balance sheet accounts are left, the year's profit reads the same."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from ledgerflow.audit.models import AuditEvent, Batch
from ledgerflow.core.errors import AccessError, ConflictError, InputError, LockedPeriod, RuleError
from ledgerflow.firms.models import Business
from ledgerflow.ledger.drafts import EntryDraft, LineDraft
from ledgerflow.ledger.models import Account, JournalEntry, Period
from ledgerflow.ledger.periods import periods_lock
from ledgerflow.ledger.posting import entry_post
from ledgerflow.ledger.selectors import account_balances, month_amounts
from ledgerflow.pipeline.closing.years import year_close, year_reopen

TODAY = dt.date(2027, 8, 15)


def account(books, key, currency="USD"):
    """The account with this key; in another currency one of its own, opened on first use."""
    business = books.business
    if currency == "USD":
        return Account.objects.get(business=business, key=key)
    known, _ = Account.objects.get_or_create(
        business=business,
        key=f"{key}_{currency.lower()}",
        defaults={
            "firm_id": business.firm_id,
            "code": f"9{Account.objects.count():03}",
            "name": f"{key} in {currency}",
            "type": Account.objects.get(business=business, key=key).type,
            "currency": currency,
        },
    )
    return known


def move(books, day, amount, debit, credit, currency="USD"):
    lines = [
        LineDraft(account(books, key, currency).pk, Decimal(amount) * sign, currency)
        for key, sign in ((debit, 1), (credit, -1))
    ]
    number = JournalEntry.objects.count()
    date = dt.date.fromisoformat(day)
    draft = EntryDraft(date, "Invented", tuple(lines), f"move {number}")
    return entry_post(business=books.business, draft=draft)


def good_year(books, year=2025):
    """Sales 900, supplies 250.50, draw 100 and 40 put in; equipment stands for the bank."""
    move(books, f"{year}-02-03", "900", "equipment", "sales")
    move(books, f"{year}-03-04", "250.50", "supplies", "equipment")
    move(books, f"{year}-11-30", "100", "owner_draw", "equipment")
    move(books, f"{year}-12-31", "40", "equipment", "owner_contribution")


def close(books, year=2025, role=None, **more):
    place = replace(books.place, role=role) if role else books.place
    return year_close(place, year, user_id=books.user.pk, today=TODAY, **more)


def reopen(books, year=2025, reason="a late bill", role=None):
    place = replace(books.place, role=role) if role else books.place
    return year_reopen(place, year, user_id=books.user.pk, reason=reason)


def left(books, end="2025-12-31"):
    with books.scope():
        found = account_balances(books.business, end=dt.date.fromisoformat(end))
        return {b.key: b.amount for b in found if b.amount}


def profit(books, year=2025):
    """Profit by currency as reports read it."""
    days = {"start": dt.date(year, 1, 1), "end": dt.date(year, 12, 31)}
    with books.scope():
        rows = month_amounts(
            books.business, **days, types=("income", "expense"), without_closing=True
        )
        found = {}
        for row in rows:
            found[row.currency] = found.get(row.currency, 0) - row.amount
        return found


def test_a_sole_proprietors_year_ends_in_owners_equity_with_draws_and_contributions(books):
    with books.scope():
        good_year(books)
    before = profit(books)
    done = close(books)
    assert left(books) == {"equipment": Decimal("589.5"), "owner_equity": Decimal("-589.5")}
    assert done.result == {"USD": Decimal("649.5")} == profit(books) == before
    (entry,) = done.entries
    assert (entry.date, entry.kind, entry.batch_id) == (
        dt.date(2025, 12, 31),
        "closing",
        done.batch_id,
    )


def test_a_companys_year_ends_in_retained_earnings_and_draws_stay(make_books):
    books = make_books(legal_form=Business.LegalForm.LIMITED_COMPANY)
    with books.scope():
        good_year(books)
    close(books)
    assert left(books) == {
        "equipment": Decimal("589.5"),
        "owner_draw": 100,
        "owner_contribution": -40,
        "retained_earnings": Decimal("-649.5"),
    }


def test_a_loss_is_carried_as_a_debit(books):
    with books.scope():
        move(books, "2025-05-05", "30", "travel", "equipment")
    done = close(books)
    assert done.result == {"USD": -30}
    assert left(books) == {"equipment": -30, "owner_equity": 30}


def test_each_currency_is_closed_into_an_equity_account_of_its_own(books):
    with books.scope():
        good_year(books)
        move(books, "2025-06-01", "70", "equipment", "sales", "EUR")
        move(books, "2025-07-01", "80", "supplies", "equipment", "EUR")
        move(books, "2025-07-02", "5", "owner_draw", "equipment", "EUR")
    before = profit(books)
    done = close(books)
    assert done.result == {"EUR": -10, "USD": Decimal("649.5")} == profit(books) == before
    kept = left(books)
    assert (kept["owner_equity_eur"], kept["equipment_eur"]) == (15, -15)
    assert set(kept) == {"equipment", "owner_equity", "owner_equity_eur", "equipment_eur"}
    assert len(done.entries) == 2


def test_a_year_in_which_nothing_moved_is_closed_without_entries(books):
    done = close(books)
    assert (done.entries, done.result, done.locked) == ((), {}, 12)
    with pytest.raises(ConflictError):
        close(books)
    assert reopen(books).reversed == 0


def test_a_closed_year_is_locked_and_told(books):
    with books.scope():
        good_year(books)
    done = close(books, reason="signed")
    with books.scope():
        assert Period.objects.filter(is_locked=True).count() == 12
        event = AuditEvent.objects.get(action="year_close")
        assert (event.subject, event.subject_id, event.batch_id) == (
            "fiscal_year",
            2025,
            done.batch_id,
        )
        assert (event.reason, event.detail["turn"]) == ("signed", 1)
        assert event.detail["entries"] == [entry.number for entry in done.entries]
        assert "closed_accounts" in {c["id"] for c in event.detail["checks"]}
        with pytest.raises(LockedPeriod):
            move(books, "2025-12-31", "1", "travel", "equipment")
    with pytest.raises(ConflictError, match="closed already") as refused:
        close(books)
    assert f"batch {done.batch_id}" in refused.value.message


def test_months_that_were_closed_one_by_one_let_the_closing_entries_in(books):
    with books.scope():
        good_year(books)
        periods_lock(
            business=books.business,
            start=dt.date(2025, 1, 1),
            end=dt.date(2025, 12, 1),
            reason="month by month",
        )
    done = close(books)
    assert (done.locked, len(done.entries)) == (1, 1)
    with books.scope():
        assert Period.objects.filter(is_locked=True).count() == 12
        assert Period.objects.get(start="2025-11-01").reason == "month by month"


def test_a_fiscal_year_that_begins_in_april_is_closed_at_the_end_of_march(make_books):
    books = make_books(fiscal_year_start_month=4)
    with books.scope():
        move(books, "2025-04-01", "10", "equipment", "sales")
        move(books, "2026-03-31", "5", "equipment", "sales")
        move(books, "2026-04-01", "3", "equipment", "sales")
    (entry,) = close(books).entries
    assert entry.date == dt.date(2026, 3, 31)
    assert left(books, "2026-03-31") == {"equipment": 15, "owner_equity": -15}
    assert left(books, "2026-12-31")["sales"] == -3
    with books.scope():
        months = Period.objects.filter(is_locked=True).order_by("start")
        assert [f"{p.start:%Y-%m}" for p in months][::11] == ["2025-04", "2026-03"]


def test_reopening_takes_the_closing_back_and_closing_again_counts_anew(books):
    with books.scope():
        good_year(books)
    before, first = left(books), close(books)
    done = reopen(books)
    assert (len(done.months), done.reversed) == (12, 1)
    assert left(books) == before
    assert profit(books) == {"USD": Decimal("649.5")}
    with books.scope():
        assert Batch.objects.get(pk=done.undo_batch_id).undoes_id == first.batch_id
        move(books, "2025-12-05", "49.50", "travel", "equipment")
    second = close(books)
    assert second.batch_id != first.batch_id
    assert second.entries[0].idempotency_key == "close:2025:2:USD"
    assert left(books) == {"equipment": 540, "owner_equity": -540}
    assert profit(books) == {"USD": 600} == second.result
    assert reopen(books).reversed == 1


def test_reopening_is_an_owners_with_a_reason(books):
    close(books)
    with pytest.raises(AccessError):
        reopen(books, role="bookkeeper")
    with pytest.raises(InputError):
        reopen(books, reason="")
    reopen(books)
    with pytest.raises(ConflictError) as refused:
        reopen(books)
    assert refused.value.code == "year_open"
    with books.scope():
        event = AuditEvent.objects.get(action="year_reopen")
        assert (event.subject_id, event.reason) == (2025, "a late bill")


def test_years_are_closed_and_reopened_in_order(books):
    with books.scope():
        good_year(books)
        good_year(books, 2026)
    with pytest.raises(RuleError, match="Earlier months are locked"):
        close(books, 2026)
    close(books)
    close(books, 2026)
    assert left(books, "2026-12-31") == {"equipment": 1179, "owner_equity": -1179}
    with pytest.raises(RuleError, match="2026 of") as refused:
        reopen(books, 2025)
    assert refused.value.code == "later_year_closed"
    reopen(books, 2026)
    reopen(books, 2025)
    assert profit(books, 2026) == {"USD": Decimal("649.5")}


def test_a_later_year_that_was_closed_alone_keeps_the_earlier_one_open(books):
    with books.scope():
        good_year(books)
    done = close(books, 2026, override_reason="the earlier year is with another accountant")
    assert (done.overridden, done.result) == (True, {"USD": Decimal("649.5")})
    assert left(books, "2026-12-31") == {"equipment": Decimal("589.5"),
                                         "owner_equity": Decimal("-589.5")}  # fmt: skip
    with pytest.raises(RuleError) as refused:
        close(books, 2025)
    assert refused.value.code == "later_year_closed"


def test_a_year_that_runs_is_not_closed(books):
    with pytest.raises(RuleError, match="it runs until 2027-12-31"):
        close(books, 2027)
    with books.scope():
        assert not Batch.objects.filter(kind="close").exists()


def test_a_chart_without_the_account_gets_it(books):
    with books.scope():
        Account.objects.filter(key="owner_equity").update(key="", code="3999")
        good_year(books)
    close(books)
    with books.scope():
        made = Account.objects.get(key="owner_equity")
        assert (made.code, made.type, made.name) == ("3000", "equity", "Owner's equity")

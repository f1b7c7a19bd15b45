"""Which entries came into a month after its first close, and which opening let them in."""

import datetime as dt
from decimal import Decimal

from ledgerflow.ledger.afterclose import entries_after_close
from ledgerflow.ledger.drafts import EntryDraft, LineDraft
from ledgerflow.ledger.models import Account
from ledgerflow.ledger.periods import periods_lock, periods_unlock
from ledgerflow.ledger.posting import entry_post
from ledgerflow.ledger.selectors import account_by_key
from tests.ledger.test_reversing import posted
from tests.ledger.test_services import paid

YEAR = {"start": dt.date(2025, 1, 1), "end": dt.date(2025, 12, 31)}
MARCH = dt.date(2025, 3, 1)


def lock(books, month=MARCH):
    periods_lock(business=books.business, start=month, end=month, reason="agreed", anyway=True)


def unlock(books, reason, month=MARCH):
    periods_unlock(business=books.business, start=month, end=month, reason=reason)


def late(books, **days):
    return entries_after_close(books.business, **(YEAR | days))


def test_a_month_that_was_closed_once_has_no_late_entries(books):
    with books.scope():
        paid(books, date=MARCH)
        lock(books)
        paid(books, key="k2", date=dt.date(2025, 4, 1))
        assert late(books).entries == ()
        assert late(books).count == 0


def test_each_round_of_reopening_names_its_own_entries_and_reason(books):
    with books.scope():
        paid(books, date=MARCH)
        lock(books)
        unlock(books, "a late invoice")
        paid(books, "20.00", key="k2", date=dt.date(2025, 3, 31))
        lock(books)
        unlock(books, "bank fee forgotten")
        paid(books, "3.00", key="k3", date=MARCH)
        paid(books, "4.00", key="k4", date=MARCH)
        lock(books)
        found = late(books)
        assert [(e.amounts[0][1], e.reason) for e in found.entries] == [
            (Decimal(20), "a late invoice"),
            (Decimal(3), "bank fee forgotten"),
            (Decimal(4), "bank fee forgotten"),
        ]
        assert found.count == 3
        first = found.entries[0]
        assert (first.month, first.date, first.by) == (
            MARCH,
            dt.date(2025, 3, 31),
            books.user.email,
        )
        assert first.closed_at < first.opened_at < first.posted_at
        assert len({e.closed_at for e in found.entries}) == 1


def test_other_months_and_other_years_are_left_out(books):
    with books.scope():
        for month in (dt.date(2024, 12, 1), MARCH):
            lock(books, month)
            unlock(books, "open again", month)
            paid(books, key=str(month), date=month)
        paid(books, key="free", date=dt.date(2025, 5, 5))
        assert [e.date for e in late(books).entries] == [MARCH]
        assert late(books, start=dt.date(2025, 4, 1)).count == 0


def test_another_business_of_the_firm_is_left_out(books):
    from ledgerflow.ledger.services import business_open

    with books.scope():
        lock(books)
        unlock(books, "open again")
        paid(books, date=MARCH)
        sister = business_open(firm_id=books.place.firm_id, name="Sister", chart="generic")
        assert entries_after_close(sister, **YEAR).count == 0


def test_who_posted_a_batch_is_the_one_who_opened_it_and_closing_entries_are_no_change(books):
    with books.scope():
        lock(books)
        unlock(books, "moved in late")
        posted(books, [MARCH])
        posted(books, [MARCH], kind="closing")
        (entry,) = late(books).entries
        assert (entry.by, entry.reason) == (books.user.email, "moved in late")


def test_every_currency_of_an_entry_is_told(books):
    with books.scope():
        lock(books)
        unlock(books, "a trip")
        business = books.business
        euro = [
            Account.objects.create(
                firm_id=business.firm_id, business=business, code=code, name=code,
                type="asset", currency="EUR",
            )
            for code in ("1501", "1502")
        ]  # fmt: skip
        dollars = [account_by_key(business, key) for key in ("supplies", "owner_draw")]
        lines = [
            LineDraft(a.pk, Decimal(sign) * amount, a.currency)
            for pair, amount in ((euro, 7), (dollars, 8))
            for a, sign in zip(pair, (1, -1), strict=True)
        ]
        draft = EntryDraft(MARCH, "Trip", tuple(lines), "trip")
        entry_post(business=business, draft=draft)
        (entry,) = late(books).entries
        assert entry.amounts == (("EUR", Decimal(7)), ("USD", Decimal(8)))


def test_a_long_list_is_cut_and_counted(books):
    with books.scope():
        lock(books)
        unlock(books, "open again")
        for number in range(3):
            paid(books, key=f"k{number}", date=MARCH)
        found = late(books, limit=2)
        assert (len(found.entries), found.count) == (2, 3)

"""Moving in: the whole journal as one batch, or nothing of it."""

import datetime as dt
from decimal import Decimal

import pytest
from django.apps import apps

from ledgerflow.audit.models import AuditEvent, Batch
from ledgerflow.core.errors import (
    ConflictError,
    CurrencyMismatch,
    InputError,
    LedgerFlowError,
    LockedPeriod,
    RuleError,
    UnbalancedEntry,
)
from ledgerflow.interchange.services import JournalFile, journal_import, journal_preview
from ledgerflow.ledger.models import Account, JournalEntry, JournalLine
from ledgerflow.ledger.selectors import account_balances
from ledgerflow.ledger.services import entry_reverse, period_lock

BEANCOUNT = """2024-01-01 open Assets:Bank:Giro
2024-01-01 open Assets:Bank:Euro EUR
2024-01-01 open Expenses:OfficeExpense
2024-01-01 open Income:Consulting
2024-01-05 * "Client" "January"
  Assets:Bank:Giro  1,500.00 USD
  Income:Consulting
2024-01-06 * "Shop"
  Expenses:OfficeExpense  25.50 USD
  Assets:Bank:Giro
2024-01-07 * "Exchange"
  Assets:Bank:Euro  100.00 EUR @ 1.10 USD
  Assets:Bank:Giro
"""
HLEDGER = "2024-01-05 Client | January\n    assets:bank  $10.00\n    income:work\n"
CSV = (
    "entry,date,description,account,amount\n"
    "1,2024-01-05,Client,Assets:Bank,10.00\n1,2024-01-05,Client,Income:Work,-10.00\n"
)


def file_of(text, **how):
    return JournalFile("books", text.encode(), **{"open_accounts": True, **how})


def balances(business):
    return {b.name: (b.amount, b.currency) for b in account_balances(business)}


def rows_of_all_tables():
    return {m: m.objects.count() for m in apps.get_models() if getattr(m, "is_tenant", False)}


def test_a_beancount_journal_becomes_a_batch_of_entries(books):
    with books.scope():
        done = journal_import(business=books.business, file=file_of(BEANCOUNT))
        assert (done.entries, done.batch.kind) == (3, Batch.Kind.JOURNAL)
        assert balances(books.business) == {
            "Bank:Giro": (Decimal("1364.50"), "USD"),
            "Bank:Euro EUR": (Decimal(100), "EUR"),
            "Office expense": (Decimal("25.50"), "USD"),
            "Consulting": (Decimal(-1500), "USD"),
            "Currency trading EUR": (Decimal(-100), "EUR"),
            "Currency trading USD": (Decimal(110), "USD"),
        }
        opened = {a.name: (a.code, a.type, a.parent.name) for a in done.opened}
        assert opened["Bank:Giro"] == ("19001", "asset", "Assets moved in")
        first = JournalEntry.objects.get(number=done.first_number)
        assert (first.description, first.date, first.batch) == (
            "Client | January", dt.date(2024, 1, 5), done.batch,
        )  # fmt: skip
        event = AuditEvent.objects.get(action="journal_import")
        assert (event.batch, event.detail["entries"], event.detail["format"]) == (
            done.batch, 3, "beancount",
        )  # fmt: skip


@pytest.mark.parametrize("text", [HLEDGER, CSV])
def test_other_formats_end_in_the_same_books(books, text):
    with books.scope():
        journal_import(business=books.business, file=file_of(text))
        assert sorted(amount for amount, _ in balances(books.business).values()) == [-10, 10]


def test_the_next_journal_finds_the_accounts_that_the_first_one_opened(books):
    with books.scope():
        journal_import(business=books.business, file=file_of(BEANCOUNT))
        again = BEANCOUNT.replace("January", "February").replace("2024-01-0", "2024-02-0")
        preview = journal_preview(business=books.business, file=file_of(again, open_accounts=False))
        assert {c.how for c in preview.choices} == {"path", "trading"}
        done = journal_import(business=books.business, file=file_of(again, open_accounts=False))
        assert done.opened == ()
        assert balances(books.business)["Bank:Giro"] == (Decimal(2729), "USD")


def test_a_preview_says_all_and_writes_nothing(books):
    with books.scope():
        before = rows_of_all_tables()
        preview = journal_preview(
            business=books.business, file=file_of(BEANCOUNT, open_accounts=False)
        )
        assert rows_of_all_tables() == before
    assert (preview.format, preview.entries) == ("beancount", 3)
    assert (preview.first_day, preview.last_day) == (dt.date(2024, 1, 5), dt.date(2024, 1, 7))
    assert {c.account.name: c.how for c in preview.choices}["Assets:Bank:Giro"] == "unknown"
    assert [f.code for f in preview.faults if f.severity == "error"] == ["journal_unknown_account"]


def test_a_map_decides(books):
    with books.scope():
        mapping = {"Assets:Bank": "Accounts receivable", "Income:Work": "sales"}
        journal_import(
            business=books.business, file=file_of(CSV, mapping=mapping, open_accounts=False)
        )
        assert set(balances(books.business)) == {"Accounts receivable", "Sales"}
        with pytest.raises(InputError, match="no account 'nowhere'"):
            journal_preview(business=books.business, file=file_of(CSV, mapping={"x": "nowhere"}))


def test_the_same_file_is_refused_until_its_batch_is_undone(books):
    with books.scope():
        done = journal_import(business=books.business, file=file_of(CSV))
        with pytest.raises(ConflictError, match=f"batch {done.batch.pk}"):
            journal_import(business=books.business, file=file_of(CSV))
        for entry in JournalEntry.objects.filter(batch=done.batch):
            entry_reverse(entry=entry, reason="undone")
        assert journal_import(business=books.business, file=file_of(CSV)).entries == 1


ROW = "2,{},Late,Assets:Bank,{}\n2,{},Late,Income:Work,-{}\n"


@pytest.mark.parametrize(
    ("text", "how", "kind", "words"),
    [
        (CSV + "2,2024-01-06,Odd,Assets:Bank,3.00\n", {}, UnbalancedEntry,
         ["Line 4", "2024-01-06", "'Odd'", "differ by 3.00 USD"]),
        (CSV, {"open_accounts": False}, InputError,
         ["Line 2", "Assets:Bank", "close: 6230 Bank fees", "Income:Work"]),
        (CSV.replace("10.00", "NaN"), {}, InputError, ["Line 2", "'NaN' is no amount"]),
        (CSV.replace("10.00", "1.00001"), {}, RuleError, ["Line 2", "more than 4 decimals"]),
        (CSV + ROW.format("2024-03-09", "1.00", "2024-03-09", "1.00"), {}, LockedPeriod,
         ["Line 4", "2024-03-09", "'Late'", "locked"]),
        (CSV + ROW.format("1969-12-31", "1.00", "1969-12-31", "1.00"), {}, RuleError,
         ["Line 4", "1969"]),
        (CSV + ROW.format("2150-01-01", "1.00", "2150-01-01", "1.00"), {}, RuleError,
         ["Line 4", "2150-01-01", "'Late'", "fiscal year"]),
        (CSV, {"mapping": {"Assets:Bank": "sales"}, "currency": "EUR"}, CurrencyMismatch,
         ["Line 2", "Assets:Bank", "EUR", "USD"]),
        (CSV.replace("Assets:Bank", "Wallet"), {}, InputError, ["Wallet", "kind of account"]),
        (BEANCOUNT.replace("1,500.00 USD\n", "1,500.00 USD\n  Assets:Bank:Giro  1.00 USD\n")
         .replace("  Income:Consulting\n", "  Income:Consulting  -1500.00 USD\n", 1), {},
         UnbalancedEntry, ["Line 5", "2024-01-05", "Client | January"]),
        ("entry,date,account,amount\n", {}, InputError, ["no entries"]),
        (HLEDGER.replace("$10.00", "1,000 USD"), {}, InputError, ["Line 2", "two readings"]),
    ],
)  # fmt: skip
def test_what_is_wrong_is_one_message_and_nothing_is_written(books, text, how, kind, words):
    with books.scope():
        period_lock(business=books.business, month=dt.date(2024, 3, 1), reason="closed")
        before = rows_of_all_tables()
        with pytest.raises(LedgerFlowError) as refused:
            journal_import(business=books.business, file=file_of(text, **how))
        assert rows_of_all_tables() == before
    assert type(refused.value) is kind
    assert all(word in refused.value.message for word in words), refused.value.message
    assert refused.value.hint


def test_many_entries_are_posted_in_chunks_and_a_fault_at_the_end_takes_all_back(books):
    rows = "".join(
        f"{n},2024-01-{n % 28 + 1:02},Shop {n},{account},{sign}{n}.25\n"
        for n in range(1, 25_001)
        for account, sign in (("Expenses:Shop", ""), ("Assets:Bank", "-"))
    )
    head = "entry,date,description,account,amount\n"
    with books.scope():
        with pytest.raises(UnbalancedEntry, match="Line 50002"):
            journal_import(
                business=books.business,
                file=file_of(f"{head}{rows}30000,2024-01-02,x,Assets:Bank,1.00\n"),
            )
        assert not Account.objects.filter(name="Shop").exists()
        done = journal_import(business=books.business, file=file_of(head + rows))
        assert (done.entries, JournalLine.objects.count()) == (25_000, 50_000)
        total = sum(Decimal(n) + Decimal("0.25") for n in range(1, 25_001))
        assert balances(books.business)["Shop"] == (total, "USD")

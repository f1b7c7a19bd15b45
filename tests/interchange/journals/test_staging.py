"""Booked entries are offered as rows, with accounts once for each currency and days by line."""

import datetime as dt
from decimal import Decimal

from ledgerflow.interchange.journals.parsed import (
    JournalAccount,
    JournalEntryRead,
    JournalLineRead,
    ParsedJournal,
)
from ledgerflow.interchange.journals.staging import BookedReading, Target


def test_rows_are_those_of_the_ledgers_content():
    lines = (
        JournalLineRead("Assets:A", Decimal("1.5"), "USD", "a\tnote", 4),
        JournalLineRead("Assets:A", Decimal(-2), "EUR", "", 5),
    )
    entry = JournalEntryRead(3, dt.date(2024, 1, 2), "Payee", lines)
    accounts = (
        JournalAccount("Assets:A", "asset", "", 1),
        JournalAccount("Assets:Unused", "asset"),
    )
    reading = BookedReading(ParsedJournal("beancount", "", accounts, [entry]))
    assert [(a.cell, a.currency, a.type) for a in reading.accounts] == [
        ("Assets:A", "USD", "asset"), ("Assets:A", "EUR", "asset"),
    ]  # fmt: skip
    targets = {("Assets:A", "USD"): Target(7, "USD"), ("Assets:A", "EUR"): Target(8, "EUR")}
    assert list(reading.entries(targets)) == [
        ("2024-01-02\tnormal\t\tPayee", "1\t7\t1.5000\tUSD\ta\\tnote\n2\t8\t-2.0000\tEUR\t", "")
    ]
    assert (reading.days, reading.described(3), reading.described(9)) == (
        {"2024-01-02": 3},
        "Payee",
        "",
    )
    assert reading.all_faults() == ()

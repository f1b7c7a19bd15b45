"""A year from its statements to its closing, through the command line; and back again."""

import csv
import io
import re
from decimal import Decimal

import pytest

from ledgerflow.ledger.models import JournalEntry
from ledgerflow.ledger.selectors import account_balances
from ledgerflow.statements.accounts import bank_account_add
from tests.cli.conftest import cli  # noqa: F401  # the fixture

PAYEES = {"HARBOR CLIENT": "sales", "PAPER SHOP": "supplies", "OWNER CASH": "owner_draw"}


def year_csv():
    """Twelve months of one client, one shop and the owner; each month's last day ends it."""
    rows, balance = ["Date,Description,Amount,Balance"], Decimal(0)
    for month in range(1, 13):
        for day, text, amount in ((3, "HARBOR CLIENT", 900), (9, "PAPER SHOP", -120),
                                  (28, "OWNER CASH", -300)):  # fmt: skip
            balance += amount
            rows.append(f"{month:02}/{day:02}/2025,{text},{amount}.00,{balance}.00")
    rows.append(f"12/31/2025,PAPER SHOP,-10.00,{balance - 10}.00")
    return "\n".join(rows) + "\n"


@pytest.fixture
def studio(cli, books, tmp_path):  # noqa: F811
    with books.scope():
        bank_account_add(business=books.business, name="Checking")
    for text, key in PAYEES.items():
        assert cli("rule", "add", "--contains", text, "--to", key).code == 0
    path = tmp_path / "year.csv"
    path.write_text(year_csv())
    assert cli("import", path, "--account", "Checking").code == 0
    return books


def left(books):
    """What the trial balance shows, by account type."""
    with books.scope():
        return {b.key or b.name: b.amount for b in account_balances(books.business) if b.amount}


def profit(cli):  # noqa: F811
    done = cli("report", "profit-and-loss", "--year", "2025", "--format", "csv")
    rows = csv.reader(io.StringIO(done.out))
    return next(row[-1] for row in rows if row[3] == "Net profit")


def test_a_year_is_checked_closed_reported_reopened_and_closed_again(cli, studio):  # noqa: F811
    assert cli("close", "2025", "--check").code == 0
    before = profit(cli)
    assert before == "9350.00"
    done = cli("close", "2025", "--reason", "agreed with the client")
    assert done.code == 0, done
    assert "profit of the year: 9,350.00 USD" in done.text
    assert left(studio) == {"Checking": 5750, "owner_equity": -5750}
    assert profit(cli) == before

    again = cli("close", "2025")
    assert (again.code, "is closed already" in again.err) == (4, True)
    refused = cli("unlock", "2025-06", "--reason", "a late bill")
    assert (refused.code, "Reopen the whole year" in refused.err) == (5, True)

    opened = cli("reopen", "2025", "--reason", "a late bill")
    assert (opened.code, "12 months" in opened.text) == (0, True)
    assert left(studio)["sales"] == -10800
    assert "owner_equity" not in left(studio)
    assert profit(cli) == before

    number = re.search(r"batch (\d+)", done.text)[1]
    undone = cli("undo", number)
    assert (undone.code, "ledgerflow reopen" in undone.err) == (5, True)

    assert cli("close", "2025").code == 0
    assert left(studio) == {"Checking": 5750, "owner_equity": -5750}
    assert profit(cli) == before
    report = cli("report", "changed-after-close", "--year", "2025")
    assert "no entry did" in report.text
    with studio.scope():
        kinds = [e.kind for e in JournalEntry.objects.order_by("number")]
    assert kinds[-3:] == ["closing"] * 3


def test_months_are_closed_in_order_and_what_came_later_is_reported(cli, studio):  # noqa: F811
    early = cli("close", "2025-02")
    assert (early.code, "Close 2025-01 first" in early.text) == (5, True)
    assert cli("close", "2025-02", "--anyway").code == 2
    assert cli("close", "2025-01..2025-02").code == 0
    assert cli("close", "2025-01").code == 4
    assert cli("reopen", "2025-02", "--reason", "a forgotten bill").code == 0
    with studio.scope():
        batch = JournalEntry.objects.filter(date="2025-02-09").get()
    with studio.scope():
        from ledgerflow.ledger.services import entry_reverse

        entry_reverse(entry=batch, reason="wrong month")
    assert cli("close", "2025-02", "--anyway", "--reason", "the client agreed").code == 0
    report = cli("report", "changed-after-close", "--year", "2025")
    assert "a forgotten bill" in report.text
    assert "1 entry did" in report.text

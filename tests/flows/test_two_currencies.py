"""A euro account in books kept in dollars: from its statement and a file of rates to reports."""

import json

import pytest

from ledgerflow.review.selectors import queue
from tests.cli.conftest import cli  # noqa: F401  # the fixture

EUROS = """Date,Description,Amount,Balance
04/03/2025,PARIS CLIENT,1000.00,1000.00
04/10/2025,BERLIN HOTEL,-100.00,900.00
04/22/2025,TO DOLLARS,-500.00,400.00
"""
DOLLARS = """Date,Description,Amount,Balance
04/23/2025,FROM EUROS,560.00,560.00
"""
RATES = """currency,date,rate,source
EUR,2025-03-31,1.10,Central bank
EUR,2025-04-30,1.15,Central bank
EUR,2025-12-31,1.20,Central bank
"""


@pytest.fixture
def statements(cli, books, tmp_path):  # noqa: F811
    """Two bank accounts of two currencies with their April."""
    for name, currency, text in (("Euros", "EUR", EUROS), ("Dollars", "USD", DOLLARS)):
        path = tmp_path / f"{name}.csv"
        path.write_text(text)
        assert cli("account", "add", name, "--currency", currency).code == 0
        assert cli("import", path, "--account", name).code == 0
    return books


def decide(cli, books, text, *how):  # noqa: F811
    """Accept what waits with a text: by its number in the queue."""
    with books.scope():
        waiting = queue(books.business)
    number = next(w.number for w in waiting if w.transaction.description == text)
    return cli("review", "accept", str(number), *how)


def figure(cli, report, label, column=0):  # noqa: F811
    """One figure of a report of 2025."""
    made = json.loads(cli("report", report, "--year", "2025", "--format", "json").out)
    rows = [row for section in made["sections"] for row in section["rows"]]
    cells = next(row["cells"] for row in rows if row["label"] == label)
    return cells[column]["value"]


def test_euros_become_dollars_at_rates_that_stand_under_every_report(
    cli,  # noqa: F811
    statements,
    tmp_path,
):
    refused = decide(cli, statements, "BERLIN HOTEL", "--account", "travel")
    assert (refused.code, "ledgerflow rates add EUR 2025-04-10" in refused.text) == (5, True)
    path = tmp_path / "rates.csv"
    path.write_text(RATES)
    assert "3 rates stated" in cli("rates", "import", path).text
    assert decide(cli, statements, "BERLIN HOTEL", "--account", "travel").code == 0
    assert decide(cli, statements, "PARIS CLIENT", "--account", "sales").code == 0
    moved = decide(cli, statements, "TO DOLLARS", "--transfer")
    assert "posted: 2 transactions" in moved.text, "both halves: the amounts fit the stated rate"
    assert figure(cli, "profit-and-loss", "Sales", -1) == "1100.00"
    assert figure(cli, "profit-and-loss", "Travel", -1) == "110.00"
    assert figure(cli, "balance-sheet", "Total assets") == "1040.00"
    # 900 euros cost 1.10 each; 500 went for 560, and 400 are worth 480 at the year's end.
    assert figure(cli, "unrealised-gains", "Euros", 3) == "40.00"
    trial = cli("report", "trial-balance", "--year", "2025").text
    assert "✓ holds: Debits equal credits" in trial
    assert "Transfers between own accounts come to zero in EUR (0 after 2 lines)" in trial
    assert "1.2 on 2025-12-31 (Central bank)" in trial

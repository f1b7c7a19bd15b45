"""`rates`, `exchange`: stating rates and posting an exchange by hand."""

import pytest

from ledgerflow.ledger.models import JournalEntry
from ledgerflow.ledger.rate_models import ExchangeRate
from tests.currencies import account


@pytest.fixture
def euros(checking):
    with checking.scope():
        account(checking, "Euro account", "EUR")
    return checking


def test_rates_are_added_imported_and_listed(cli, books, tmp_path):
    assert (
        "1 EUR = 1.05 on 2025-02-28 is stated"
        in cli("rates", "add", "eur", "2025-02-28", "1.05", "--source", "A bank").text
    )
    path = tmp_path / "rates.csv"
    path.write_text(
        "currency,date,rate,source\nEUR,2025-03-31,1.0842,ECB\nEUR,2025-02-28,1.05,A bank\n"
    )
    assert "1 rate stated, 1 stood so already" in cli("rates", "import", path).text
    listed = cli("rates", "list", "--currency", "eur").text
    assert "worth in USD" in listed
    assert "EUR 2025-02-28 1.05 A bank EUR 2025-03-31 1.0842 ECB" in listed
    again = cli("rates", "add", "EUR", "2025-02-28", "1.05", "--source", "A bank")
    assert "stands so already" in again.text


@pytest.mark.parametrize(
    ("arguments", "code", "word"),
    [
        (("EUR", "31.3.2025", "1.1"), 2, "2025-01-31"),
        (("EUR", " ", "1.1"), 2, "No day is given"),
        (("EUR", "2025-03-31", "one"), 2, "no rate"),
        (("EUR", "2025-03-31", "0"), 2, "above zero"),
        (("USD", "2025-03-31", "1"), 2, "needs no rate"),
    ],
)
def test_a_rate_that_is_none_is_refused(cli, books, row_counts, arguments, code, word):
    before = row_counts()
    done = cli("rates", "add", *arguments, "--source", "A bank")
    assert (done.code, word in done.text) == (code, True)
    assert row_counts() == before


def test_a_file_with_one_bad_line_states_nothing(cli, books, tmp_path):
    path = tmp_path / "rates.csv"
    path.write_text("currency,date,rate,source\nEUR,2025-03-31,1.0842,ECB\nEUR,x,1,ECB\n")
    done = cli("rates", "import", path)
    assert (done.code, "Line 3" in done.err) == (2, True)
    with books.scope():
        assert ExchangeRate.objects.count() == 0


def test_an_exchange_is_posted_with_its_rate(cli, euros):
    done = cli(
        *("exchange", "--from", "Checking", "--to", "Euro account", "--date", "2025-03-04"),
        *("--given", "110", "--received", "100", "--text", "For the trip"),
    )
    assert done.code == 0, done
    assert "For the trip, 1 EUR = 1.1 USD" in done.text
    with euros.scope():
        assert JournalEntry.objects.get().rates.count() == 1


def test_an_exchange_without_a_rate_says_which_to_state(cli, euros):
    done = cli(
        *("exchange", "--from", "Checking", "--to", "Euro account", "--date", "2025-03-04"),
        *("--given", "110"),
    )
    assert (done.code, "ledgerflow rates add EUR 2025-03-04" in done.text) == (5, True)

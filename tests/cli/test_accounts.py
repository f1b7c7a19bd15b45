"""`account`: bank accounts with the balance one starts from."""

import datetime as dt
from decimal import Decimal

import pytest

from ledgerflow.cli.accounts import amount_of, day_of
from ledgerflow.core.errors import InputError
from ledgerflow.statements.models import BankAccount


def test_an_account_is_added_with_number_balance_and_csv_reading(cli, books):
    done = cli(
        *("account", "add", "Card", "--kind", "card", "--number", "5100 0000 0000 4412"),
        *("--balance", "-310.25", "--balance-date", "2024-12-31", "--date-order", "dmy"),
    )
    assert done.code == 0, done
    with books.scope():
        account = BankAccount.objects.get()
    assert (account.number_last4, account.stated_balance) == ("4412", Decimal("-310.25"))
    assert account.csv_profile == {"date_order": "dmy"}
    listed = cli("account", "list")
    assert "··4412" in listed.out
    assert "−310.25" in listed.out
    assert "51000000" not in listed.out


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        (("--kind", "piggy"), 2, "is no kind of account"),
        (("--balance", "10.00"), 2, "needs its date"),
        (("--balance", "1.240,50", "--balance-date", "2024-12-31"), 2, "is no amount"),
        (("--balance", "NaN", "--balance-date", "2024-12-31"), 2, "is no amount"),
        (("--balance", "1", "--balance-date", "31/12/2024"), 2, "is no date"),
        (("--currency", "EURO"), 2, "no currency code"),
        (("--date-order", "ddmm"), 2, "no such order"),
    ],
)
def test_what_cannot_be_read_adds_no_account(cli, books, row_counts, options, code, said):
    before = row_counts()
    done = cli("account", "add", "Checking", *options)
    assert (done.code, said in done.text) == (code, True)
    assert row_counts() == before


def test_a_name_is_taken_once(cli, checking):
    done = cli("account", "add", "Checking")
    assert (done.code, "already" in done.err) == (4, True)


def test_amounts_and_days_are_read_exactly_or_not_at_all():
    assert amount_of("") is None
    assert amount_of("1240.5") == Decimal("1240.5")
    assert day_of("2025-01-31") == dt.date(2025, 1, 31)
    for text in ("1,240", "1e400", "inf", "12.34567"):
        with pytest.raises(InputError):
            amount_of(text)


def test_a_balance_is_stated_for_an_account_that_is_there(cli, books):
    assert cli("account", "add", "Checking").code == 0
    done = cli(
        *("account", "balance", "Checking"),
        *("--balance", "1240.50", "--balance-date", "2024-12-31"),
    )
    assert done.code == 0, done
    assert "starts from 1,240.50 at the end of 2024-12-31" in done.text
    again = cli(
        *("account", "balance", "Checking"),
        *("--balance", "1240.50", "--balance-date", "2024-12-31"),
    )
    assert (again.code, "already" in again.text) == (4, True)


def test_a_number_that_is_known_names_the_account_that_has_it(cli, books):
    assert cli("account", "add", "Checking", "--number", "100200300").code == 0
    done = cli("account", "add", "Other", "--number", "100-200-300")
    assert done.code == 4
    assert "it is 'Checking'" in done.text


def test_a_sign_convention_is_remembered_and_a_wrong_one_refused(cli, books):
    assert cli("account", "add", "Card", "--sign", "inverted").code == 0
    with books.scope():
        assert BankAccount.objects.get().csv_profile == {"sign": "inverted"}
    done = cli("account", "add", "Other", "--sign", "upside-down")
    assert (done.code, "no such convention" in done.text) == (2, True)


def test_another_form_of_a_number_is_taught_and_never_shown(cli, books):
    cli("account", "add", "Checking", "--number", "DE89370400440532013000")
    done = cli("account", "number", "Checking", "7777-9999")
    assert (done.code, "is found by that number now" in done.out) == (0, True)
    assert "already" in cli("account", "number", "Checking", "77779999").out
    refused = cli("account", "number", "Checking", "XXXX 4417")
    assert (refused.code, "no whole account number" in refused.err) == (2, True)
    assert "77779999" not in cli("account", "list").out

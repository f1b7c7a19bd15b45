"""What an original is called in the archive, whatever the bank and the account are called."""

import datetime as dt

import pytest

from ledgerflow.pipeline.archivenames import account_word, archive_name, fitted, plain_name

DAY = dt.date(2025, 3, 31)


def test_day_account_and_original_name():
    assert archive_name(DAY, [("Checking", "7001")], "march.ofx") == (
        "2025-03-31.checking-7001.march.ofx"
    )


def test_several_accounts_and_no_day_have_their_words():
    accounts = [("Checking", "7001"), ("Card", "")]
    assert archive_name(None, accounts, "all.xml") == "undated.several.all.xml"
    assert archive_name(DAY, [], "x.csv") == "2025-03-31.several.x.csv"


@pytest.mark.parametrize(
    ("name", "last4", "word"),
    [
        ("Checking 7001", "7001", "checking-7001"),
        ("Visa / Gold (EUR)", "44", "visa-gold-eur-44"),
        ("Girokonto Müller & Söhne", "", "girokonto-müller-söhne"),
        ("../../etc", "", "etc"),
        ("普通预金", "0042", "普通预金-0042"),
        ("···", "", "unnamed"),
    ],
)
def test_an_account_is_one_word(name, last4, word):
    assert account_word(name, last4) == word


@pytest.mark.parametrize(
    ("original", "plain"),
    [
        ("../../x.csv", "-..-x.csv"),
        ('a/b\\c:d*e?f"g<h>i|j.csv', "a-b-c-d-e-f-g-h-i-j.csv"),
        ("line\nbreak\x00.csv", "line-break-.csv"),
        ("  . ", "unnamed"),
        (".hidden", "hidden"),
        ("trailing. ", "trailing"),
        ("bad\udcff.csv", "bad-.csv"),
    ],
)
def test_a_name_holds_nothing_that_a_file_system_or_a_shell_of_windows_refuses(original, plain):
    assert plain_name(original) == plain


def test_a_long_name_is_cut_by_bytes_and_keeps_its_ending():
    long = archive_name(DAY, [("Checking", "7001")], "ü" * 5000 + ".csv")
    assert len(long.encode()) <= 240
    assert long.startswith("2025-03-31.checking-7001.üü")
    assert long.endswith("ü.csv")
    assert len(fitted("a." + "b" * 500).encode()) == 240

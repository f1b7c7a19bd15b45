"""Labels of balances in many languages: which balance, of which day, never the available one."""

import pytest

from ledgerflow.statements.tables.balancelabels import (
    mentions_balance,
    read_label,
    says,
    split_day,
)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Kontostand vom 31.03.2025", "31.03.2025"),
        ("Kontostand am 31.03.2025 10:15", "31.03.2025"),
        ("Balance as of 03/31/2025", "03/31/2025"),
        ("Saldo al 31/03/2025", "31/03/2025"),
        ("Saldo contabile al 31/03/2025", "31/03/2025"),
        ("Solde au 31/03/2025", "31/03/2025"),
        ("Solde en EUR au 31 mars 2025", "31 mars 2025"),
        ("Ledger Balance", ""),
        ("SALDO DO DIA", ""),
        ("S A L D O", ""),
    ],
)
def test_the_balance_of_a_day_is_named_in_many_languages(text: str, day: str) -> None:
    assert read_label(text) == ("of_day", day)


@pytest.mark.parametrize(
    "text",
    [
        "Available balance as of 03/31/2025",
        "Saldo disponible al 31/03/2025",
        "Verfügbarer Kontostand",
        "Solde disponible au 31/03/2025",
        "Balance transfer to card",
        "New Balance Athletics shoe store",
        "Balance Yoga Studio",
        "Saldo Ristorante",
        "",
        "x" * 90,
    ],
)
def test_what_is_available_and_what_only_sounds_like_it_is_none(text: str) -> None:
    found = read_label(text)
    assert found is None or found.which != "of_day"


def test_opening_and_closing_keep_the_day_of_their_label() -> None:
    assert read_label("Beginning balance as of 02/01/2024") == ("opening", "02/01/2024")
    assert read_label("Ending balance as of 02/29/2024") == ("closing", "02/29/2024")


def test_a_phrase_counts_at_either_end_as_whole_words() -> None:
    assert says("opening balance 1 march", ("opening balance",))
    assert says("your opening balance", ("opening balance",))
    assert not says("reopening balance", ("opening balance",))


def test_a_day_behind_an_amount_is_split_off() -> None:
    assert split_day("1210.50 as of 20250331") == ("1210.50", "20250331")
    assert split_day("1210.50") == ("1210.50", "")
    assert split_day("31.03.2025") == ("31.03.2025", "")


def test_any_balance_tells_the_currency_of_the_account() -> None:
    assert mentions_balance("Available Balance")
    assert not mentions_balance("Credit line")

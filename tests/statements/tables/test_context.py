"""What stands above and below a table."""

from decimal import Decimal

from ledgerflow.statements.tables.context import is_amount, look_around, printed


def test_account_currency_period_and_balances_are_found() -> None:
    facts = look_around(
        [
            ["IBAN:", "DE02 1203 0000 0000 2020 51"],
            ["Currency", "EUR"],
            ["Zeitraum:", "01.03.2025 - 31.03.2025"],
            ["Opening balance", "1,000.00"],
            ["Closing balance", "1,200.00", "31.03.2025"],
        ]
    )
    assert facts.account_id == "DE02120300000000202051"
    assert facts.currency == "EUR"
    assert facts.dates[:2] == ["01.03.2025", "31.03.2025"]
    assert (facts.opening, facts.closing, facts.closing_date) == (
        "1,000.00",
        "1,200.00",
        "31.03.2025",
    )


def test_the_balance_of_a_day_is_kept_with_its_day() -> None:
    facts = look_around(
        [
            ["Kontostand vom 31.03.2025:", "2.345,67 EUR"],
            ["Ledger Balance : 1210.50 as of 20250331"],
            ["Saldo al 31/03/2025: 5,00"],
            ["Solde au 31/03/2025", "1 234,56 EUR"],
        ]
    )
    assert facts.of_days == [
        ("2.345,67 EUR", "31.03.2025"),
        ("1210.50", "20250331"),
        ("5,00", "31/03/2025"),
        ("1 234,56 EUR", "31/03/2025"),
    ]


def test_the_available_balance_gives_the_currency_and_nothing_else() -> None:
    facts = look_around([["Available balance as of 03/31/2025", "SGD 5,000.00"]])
    assert (facts.of_days, facts.closing, facts.currency) == ([], "", "SGD")


def test_an_amount_cut_at_its_own_comma_is_left_alone() -> None:
    assert look_around([['Balance as of 03/31/2025: "$1', '237.50"']]).of_days == []


def test_an_undated_balance_closes_nothing() -> None:
    assert look_around([["Balance", "1,204.10"]]).of_days == []


def test_the_kind_of_account_is_told_by_its_words() -> None:
    assert look_around([["Kreditkarte Gold"]]).account_kind == "card"
    assert look_around([["Girokonto"]]).account_kind == "checking"


def test_a_time_of_day_is_no_label() -> None:
    assert look_around([["Kontostand am 31.03.2025 10:15:00:", "7,00"]]).of_days == [
        ("7,00", "31.03.2025")
    ]


def test_printed_balances_turn_debit_marks_into_minus() -> None:
    assert printed("5.00 DR", ".") == Decimal(-5)
    assert printed("", ".") is None
    assert printed("n/a", ".") is None


def test_a_date_is_no_amount() -> None:
    assert not is_amount("20250331")
    assert is_amount("1.234,50")

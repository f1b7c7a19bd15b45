"""Column names in the banks' languages."""

import pytest

from ledgerflow.statements.tables.headers import header_currency, header_roles


@pytest.mark.parametrize(
    ("header", "role"),
    [
        ("RunningBalance", "balance"),
        ("Betrag (EUR)", "amount"),
        ("Kontostand", "balance"),
        ("Zůstatek", "balance"),
        ("Libellé de l'opération", "description"),
        ("Deposits (SGD)", "in"),
        ("Withdrawal Amt.", "out"),
        ("Naam tegenpartij", "counterparty"),
        ("Original Currency", "original_currency"),
        ("Data księgowania", "booking_date"),
        ("差引残高", "balance"),
    ],
)
def test_a_column_name_speaks_for_its_role(header: str, role: str) -> None:
    found = header_roles(header)
    assert role in found
    assert found[role] == max(found.values())


def test_a_sentence_is_no_column_name() -> None:
    text = "This export lists the transactions shown on the screen and is no account statement"
    assert header_roles(text) == {}


def test_the_currency_in_a_header() -> None:
    assert header_currency("Amount (EUR)") == "EUR"
    assert header_currency("CAD$") == "CAD"
    assert header_currency("Débito (R$)") == "BRL"
    assert header_currency("Amount") == ""

"""Header rows of tables."""

import pytest

from ledgerflow.statements.pdf.headers import header_at, role_of
from ledgerflow.statements.pdf.rows import rows_of
from tests.statements.pdf.drawn import page


def roles(text, at=0):
    header = header_at(rows_of(page(text)), at)
    return None if header is None else [c.role for c in header.columns]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Date   Details   Paid out   Paid in   Balance", "date description out in balance"),
        ("Datum   Verwendungszweck   Betrag EUR", "date description amount"),
        ("Date   Nature des opérations   Débit   Crédit", "date description out in"),
        (
            "Fecha   Concepto   F. Valor   Importe   Saldo",
            "date description value_date amount balance",
        ),
        ("DATA   VALUTA   DARE   AVERE   DESCRIZIONE", "date value_date out in description"),
        ("Datum   Omschrijving   Bedrag   Af/Bij", "date description amount flag"),
    ],
)
def test_titles_in_several_languages(text, expected):
    assert roles(text) == expected.split()


def test_titles_on_two_lines_are_one_header():
    text = "Trans    Post\nDate     Date     Description       Amount"
    assert roles(text) == ["transaction_date", "booking_date", "description", "amount"]


def test_the_title_of_a_box_beside_is_no_part_of_the_header():
    text = """
TRANSACTION  POSTING                                IMPORTANT NEWS
DATE         DATE     DESCRIPTION      AMOUNT ($)
"""
    assert roles(text) == ["transaction_date", "booking_date", "description", "amount"]


def test_a_heading_above_is_no_part_of_the_header():
    text = "Checks\nDate   Check #   Amount   Date   Check #   Amount"
    assert roles(text) is None
    assert roles(text, 1) == ["date", "reference", "amount"] * 2


@pytest.mark.parametrize(
    "text",
    [
        "Please check the amount and the date of each of your transactions in this list.",
        "Payment due date     Total credit limit     Minimum payment due",
        "Date   Description",
        "Date 05/05   Amount 12.00",
    ],
)
def test_what_heads_no_table(text):
    assert roles(text) is None


def test_the_same_header_on_another_page_has_the_same_signature():
    text = "Date   Details   Amount"
    first = header_at(rows_of(page(text)), 0)
    second = header_at(rows_of(page("\n\n" + text, 2)), 0)
    assert first.signature == second.signature


def test_a_currency_in_a_title_does_not_matter():
    assert role_of("Amount (SGD)") == "amount"


@pytest.mark.parametrize(
    ("upper", "lower", "last"),
    [
        (
            "Fecha                        Saldo",
            "Oper   Cargos   Abonos          Operación",
            ["balance"],
        ),
        (
            "Date                       Balance",
            "        Paid out   Paid in            Available",
            None,
        ),
    ],
)
def test_a_title_of_balances_may_stand_beside_its_second_line(upper, lower, last):
    found = roles(f"{upper}\n{lower}")
    assert found[-1:] == (last or [""])

"""Account numbers and kinds."""

import pytest

from ledgerflow.statements.pdf.identity import (
    LABELLED,
    PART,
    account_number,
    kind_in,
    kind_of,
    number_under,
)
from ledgerflow.statements.pdf.rows import rows_of
from tests.statements.pdf.drawn import page


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Account number: 2664799372 April 1, 2024", "2664799372"),
        ("Sortcode 20-00-00 Account Number 96731566 Sheet 1", "20-00-00 96731566"),
        ("Account Number 062-000 63964250 Statement Period", "062-000 63964250"),
        ("IBAN: DE12 8299 4708 3825 2398 49 BIC: ERFUNDEXXX", "DE12829947083825239849"),
        ("Card number XXXX XXXX XXXX 4417", "4417"),
        ("Account ending in 2113", "2113"),
        ("Loan number LN-12164254", "LN-12164254"),
        ("Konto-Nr. 12345678", "12345678"),
        ("Account number 1234567-S00", "1234567-S00"),
        ("Membership Number xxxx-xxxxxx-93482", "93482"),
    ],
)
def test_numbers_behind_a_label(text, number):
    found = account_number(rows_of(page(text))[0])
    assert (found.text, found.sure) == (number, LABELLED)


def test_a_heading_names_one_account_of_a_membership_however_short():
    found = account_number(rows_of(page("Share 0001 - REGULAR SAVINGS"))[0])
    assert (found.text, found.sure) == ("0001", PART)


@pytest.mark.parametrize("text", ["Transfer to share 0001 - savings", "Share 0001 - 12 savings"])
def test_a_text_with_a_short_number_is_no_heading(text):
    assert account_number(rows_of(page(text))[0]) is None


def test_a_number_beside_the_kind_of_account_is_less_sure():
    found = account_number(rows_of(page("Checking 8486993175  08/01/2024 - 08/31/2024"))[0])
    assert found.text == "8486993175"
    assert found.sure < LABELLED


@pytest.mark.parametrize("text", ["Account 2024", "Call 1-800-555-0100", "Customer no 123456789"])
def test_what_is_no_account_number(text):
    assert account_number(rows_of(page(text))[0]) is None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("OAK LEAF VISA       XXXX XXXX XXXX 6826", "6826"),
        ("4512 4983 2181 7696 STATEMENT FROM DEC 08, 2023", "4512498321817696"),
        ("SHARE 1234567-S10", "1234567-S10"),
        ("Privatkonto 5572 93 882 53", "5572 93 882 53"),
    ],
)
def test_numbers_that_no_label_names(text, number):
    assert account_number(rows_of(page(text))[0]).text == number


def test_a_number_stands_below_its_label():
    titles, row = rows_of(
        page("""
Account Name      Sortcode    Account Number    Sheet Number
Ms K Adeyinka     40-71-18    27585381          211
""")
    )
    assert number_under(titles, row).text == "40-71-18 27585381"


def test_a_guess_turns_no_signs_beside_an_account_that_holds_money():
    rows = ["share savings", "auto loan", "personal loan offers"]
    assert kind_of([], rows) == "savings"
    assert kind_of([], [*rows, "loan minimum payment due"]) == "loan"


def test_cards_and_loans_in_the_small_print_turn_no_signs():
    rows = ["harbour bank", *["text"] * 9, "lost your card call us", "personal loan offers"]
    assert kind_of([], rows) == ""
    assert kind_of([], ["harbour visa card", *rows]) == "card"


def test_the_kind_by_the_account_s_own_heading_first():
    assert kind_of(["growth savings"], ["credit card"]) == "savings"
    assert kind_of([], ["minimum payment due", "credit limit"]) == "card"
    assert kind_of([], ["hello"]) == ""
    assert kind_in("girokonto nr 5") == "checking"

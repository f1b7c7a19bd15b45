"""The currency of an account."""

from ledgerflow.statements.pdf.currencies import bare_dollar, currency_of, currency_of_number
from ledgerflow.statements.pdf.figures import Style, figures_in
from ledgerflow.statements.pdf.rows import rows_of
from tests.statements.pdf.drawn import page, words


def of(figures="", rows="-", *, month_first=False):
    found = figures_in(words(figures), Style(), frozenset()) if figures else []
    drawn = rows_of(page(rows))
    return currency_of(found, drawn, bare_dollar(drawn, is_month_first=month_first))


def test_a_sign_at_the_figures_tells():
    assert of("€12.00") == "EUR"


def test_a_code_in_the_rows_tells():
    assert of("12.00", "Amount (SGD)") == "SGD"


def test_a_dollar_is_the_dollar_that_is_named():
    assert of("$12.00", "Currency AUD") == "AUD"


def test_a_dollar_with_the_month_first_is_american():
    assert of("$12.00", month_first=True) == "USD"
    assert of("$12.00") == ""


def test_a_dollar_beside_words_of_canada_is_canadian():
    assert of("$12.00", "PAYMENT THANK YOU / PAIEMENT - MERCI", month_first=True) == "CAD"


def test_a_pound_in_the_small_print_tells_where_nothing_else_does():
    assert of("12.00", "protected up to £85,000") == "GBP"


def test_the_country_of_the_number_tells_last():
    assert currency_of_number("DE12829947083825239849") == "EUR"
    assert currency_of_number("CH820552137945981") == "CHF"
    assert currency_of_number("20-00-00 96731566") == "GBP"
    assert currency_of_number("062-000 63964250") == "AUD"
    assert currency_of_number("12345678") == ""

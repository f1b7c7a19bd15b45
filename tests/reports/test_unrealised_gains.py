"""What holding other currencies gained, and what the holdings do not explain."""

from decimal import Decimal

from ledgerflow.reports.inputs import ExchangeResult, ForeignHolding
from ledgerflow.reports.unrealised_gains import DIFFERENCE, OTHER, build_unrealised_gains

EUROS = ForeignHolding(
    *(2, "1020", "Euros", "EUR", Decimal(300)),
    cost=Decimal(375),
    value=Decimal(390),
    realised=Decimal(25),
    lines=3,
)
CARD = ForeignHolding(
    *(1, "2010", "Card", "GBP", Decimal(-10)),
    cost=Decimal(-13),
    value=Decimal(-12),
    realised=Decimal(0),
    lines=0,
)


def rows(made):
    return {r.label: [c.value for c in r.cells] for r in made.rows if r.cells}


def test_each_holding_stands_with_cost_value_and_both_gains(header):
    made = build_unrealised_gains(header, ExchangeResult((CARD, EUROS), Decimal(41)))
    assert rows(made) == {
        "Euros": ["300.00 EUR", 375, 390, 15, 25],
        "Card": ["-10.00 GBP", -13, -12, 1, 0],
        "Total": [None, 362, 378, 16, 25],
        "Unrealised and realised": [None, None, None, 41, None],
        DIFFERENCE: [None, None, None, 41, None],
    }
    euros, card = (made.sections[0].rows[i] for i in (0, 1))
    assert euros.cells[3].trace.account_ids == (2,)
    assert card.cells[3].trace is None


def test_what_holdings_do_not_explain_has_a_row_of_its_own(header):
    made = build_unrealised_gains(header, ExchangeResult((EUROS,), Decimal("41.02")))
    assert rows(made)[OTHER][3] == Decimal("1.02")


def test_books_without_another_currency_have_nothing_to_show(header):
    assert rows(build_unrealised_gains(header, ExchangeResult((), Decimal(0)))) == {}

"""Opening and closing balances and totals."""

from decimal import Decimal

from ledgerflow.statements.pdf.accounts import Account, Printed
from ledgerflow.statements.pdf.balances import (
    PrintedBalances,
    balance_value,
    matching_totals,
    printed_balances,
)
from ledgerflow.statements.pdf.figures import Style, figures_in
from tests.statements.pdf.drawn import words


def figure(text):
    return figures_in(words(text), Style(), frozenset())[0]


def balances(*found, owed=False, items=2):
    account = Account(items=[None] * items, printed=list(found))
    return printed_balances(account, lambda p: p.text, lambda p: None, owed=owed)


def printed(kind, text, items=0, role="", at=0):
    return Printed(kind, figure(text), items, text=role, at=at)


def test_the_surest_label_comes_first():
    found = balances(printed("brought", "5.00"), printed("opening", "4.00"))
    assert [b.amount for b in found.opening] == [Decimal("4.00"), Decimal("5.00")]


def test_a_balance_carried_forward_closes_only_behind_the_last_row():
    found = balances(printed("carried", "5.00", 1), printed("carried", "6.00", 2))
    assert [b.amount for b in found.closing] == [Decimal("6.00")]


def test_owed_balances_are_debts_unless_marked():
    assert balance_value(figure("5.00"), owed=True) == Decimal("-5.00")
    assert balance_value(figure("5.00 CR"), owed=True) == Decimal("5.00")
    assert balance_value(figure("5.00 DR"), owed=False) == Decimal("-5.00")


def test_a_balance_in_the_debit_column_is_below_zero():
    assert balances(printed("opening", "5.00", role="out")).opening[0].amount == Decimal("-5.00")


def test_totals_by_their_column():
    found = balances(printed("total", "30.00", 2, "out"), printed("total", "50.00", 2, "in"))
    assert [v for v, _, _ in found.totals_out] == [Decimal("30.00")]
    assert [v for v, _, _ in found.totals_in] == [Decimal("50.00")]


def totals(outs, amounts, *, sure=False):
    found = PrintedBalances((), (), (), tuple((Decimal(v), c, "out") for v, c in outs))
    return matching_totals(found, [Decimal(a) for a in amounts], sure=sure)


def test_parts_add_up_to_the_printed_total():
    found = totals([("10.00", 1), ("20.00", 2)], ["-10.00", "-5.00", "-15.00"])
    assert (found.money_out, found.count_out) == (Decimal("30.00"), 3)


def test_a_total_that_does_not_fit_stays_and_contradicts():
    assert totals([("31.00", None)], ["-30.00"]).money_out == Decimal("31.00")


def test_where_balances_prove_another_total_is_another_sum():
    assert totals([("31.00", None)], ["-30.00"], sure=True).money_out is None


def test_a_balance_brought_forward_is_surer_than_one_of_a_summary():
    found = balances(printed("balance", "9.00"), printed("brought", "5.00"))
    assert [b.amount for b in found.opening] == [Decimal("5.00"), Decimal("9.00")]

"""What is collected for an account."""

from decimal import Decimal

from ledgerflow.statements.pdf.accounts import Account, Item, Printed, Section
from ledgerflow.statements.pdf.figures import Style, figures_in
from tests.statements.pdf.drawn import scanned, words


def test_an_item_joins_its_texts_in_order():
    row = scanned("a")[0].row
    item = Item(0, Section(), row, {}, None, own_text="b", before=[(row, "a")], after=[(row, "c")])
    assert item.description == "a b c"
    assert len(item.rows) == 3


def test_an_account_knows_which_figures_are_printed():
    figure = figures_in(words("5.00 DR"), Style(), frozenset())[0]
    account = Account(printed=[Printed("opening", figure, 0)])
    assert account.has_kind("opening", "closing")
    assert not account.has_kind("closing")
    assert account.printed[0].value == Decimal("-5.00")

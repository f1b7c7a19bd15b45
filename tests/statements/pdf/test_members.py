"""Cards of several members on one account."""

from decimal import Decimal

import pytest

from ledgerflow.statements.pdf.accounts import Account, Item, Printed, Section
from ledgerflow.statements.pdf.members import with_members
from tests.statements.pdf.drawn import scanned

ROW = scanned("Shop   5.00")[0]


def part(head, *kinds):
    item = Item(layout=1, section=Section(), row=ROW.row, figures={}, day=None)
    printed = [Printed(kind, ROW.figures[0], items=1) for kind in kinds]
    return Account(number=head[-4:], heads=[head], items=[item], printed=printed)


def test_a_card_without_balances_belongs_to_the_account_above():
    billed = part("account ending 1111", "opening", "closing")
    (found,) = with_members([billed, part("card ending 2222", "total_out")])
    assert (found.number, len(found.items)) == ("1111", 2)
    assert [(p.kind, p.items) for p in found.printed][-1] == ("total_out", 2)
    assert found.printed[-1].value == Decimal("5.00")


@pytest.mark.parametrize(
    "other", [part("card ending 2222", "closing"), part("account number 2222")]
)
def test_what_has_its_own_balance_or_is_no_card_stays_apart(other):
    billed = part("account ending 1111", "opening", "closing")
    assert len(with_members([billed, other])) == 2

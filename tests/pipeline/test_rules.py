"""Adding a rule says at once what it catches."""

import pytest

from ledgerflow.classification.models import Rule
from ledgerflow.core.errors import InputError
from ledgerflow.pipeline.rules import RuleWish, rule_open
from ledgerflow.pipeline.services import Upload, statements_import
from ledgerflow.statements.accounts import bank_account_add

CSV = b"""Date,Description,Amount,Balance
01/13/2025,COFFEE BAR,-4.00,996.00
01/14/2025,COFFEE BAR REFUND,4.00,1000.00
01/15/2025,COFFEE HOUSE,-5.00,995.00
"""


@pytest.fixture
def coffee(books):
    """Three transactions that wait."""
    with books.scope():
        bank_account_add(business=books.business, name="Checking")
    statements_import(books.place, [Upload("c.csv", CSV)], account="Checking")
    return books


@pytest.mark.parametrize(
    ("wish", "caught"),
    [
        (RuleWish("a", contains=("coffee bar",), account="meals"), 2),
        (RuleWish("b", contains=("coffee", "house"), account="meals"), 1),
        (RuleWish("c", contains=("coffee",), direction="out", account="meals"), 2),
        (RuleWish("d", regex="coffee (bar|house)$", account="meals"), 2),
        (RuleWish("e", bank_account="checking", is_transfer=True), 3),
    ],
)
def test_conditions_hold_together_and_what_they_catch_is_counted(coffee, wish, caught):
    rule, found = rule_open(coffee.place, wish)
    assert (rule.name, found) == (wish.name, caught)


def test_a_rule_for_an_unknown_account_is_not_kept(coffee):
    with pytest.raises(InputError):
        rule_open(coffee.place, RuleWish("x", contains=("a",), account="nowhere"))
    with coffee.scope():
        assert Rule.objects.count() == 0

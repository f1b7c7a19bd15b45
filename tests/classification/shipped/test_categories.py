"""Kinds of spending."""

from ledgerflow.classification.shipped.categories import shipped_categories
from ledgerflow.ledger.charts.standard_keys import STANDARD_KEYS


def test_sixty_kinds_and_more_each_with_words_and_an_account():
    categories = shipped_categories()
    assert len(categories) >= 60
    for category in categories.values():
        assert category.account in STANDARD_KEYS, category.id
        assert category.names, category.id


def test_a_kind_of_spending_may_be_in_accounts_of_its_type_only():
    categories = shipped_categories()
    assert categories["fuel"].kinds == {"expense", ""}
    assert categories["groceries"].kinds == {"equity", "expense", ""}
    assert categories["sales"].kinds == {"income", ""}

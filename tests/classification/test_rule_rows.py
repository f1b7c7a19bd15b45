"""A rule's row: names found on it, checked, and not saved."""

import pytest

from ledgerflow.classification.facts import SplitShare
from ledgerflow.classification.models import Rule
from ledgerflow.classification.rule_rows import RuleFields, rule_name, rule_row
from ledgerflow.core.errors import ClosedAccount, InputError
from ledgerflow.ledger.selectors import account_by_key

RENT = [{"field": "description", "op": "contains", "value": "rent"}]


def test_a_row_is_made_and_not_saved(books):
    with books.scope():
        meals = account_by_key(books.business, "meals")
        row = rule_row(books.business, RuleFields(name="A  b", conditions=RENT, account=meals))
        assert (row.name, row.account, row.pk) == ("A b", meals, None)
        assert not Rule.objects.exists()


def test_names_are_kept_short():
    assert rule_name(f" a  {'b' * 200} ") == f"a {'b' * 118}"


def test_a_rule_needs_a_name_and_accounts_of_its_business(books, make_books):
    other = make_books("Elsewhere")
    with other.scope():
        theirs = account_by_key(other.business, "meals")
    with books.scope():
        with pytest.raises(InputError, match="no name"):
            rule_row(books.business, RuleFields(name=" ", conditions=RENT, account=theirs))
        parts = (SplitShare(theirs.pk, amount=1), SplitShare(theirs.pk))
        for said in ({"account": theirs}, {"splits": parts}):
            with pytest.raises(InputError, match="has no account with id"):
                rule_row(books.business, RuleFields(name="x", conditions=RENT, **said))


def test_a_closed_account_is_named(books):
    with books.scope():
        meals = account_by_key(books.business, "meals")
        meals.is_active = False
        meals.save(update_fields=["is_active"])
        with pytest.raises(ClosedAccount, match=f"account {meals.code}"):
            rule_row(books.business, RuleFields(name="x", conditions=RENT, account=meals))

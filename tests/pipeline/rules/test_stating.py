"""Stating a rule in words: names are found, conditions are read."""

from decimal import Decimal

import pytest

from ledgerflow.classification.models import Rule
from ledgerflow.classification.sharetext import share_read
from ledgerflow.core.errors import AccessError, InputError
from ledgerflow.pipeline.rules.stating import (
    RuleWish,
    asked_of,
    bank_account_names,
    rule_open,
    rule_restate,
    when_read,
)


def test_a_rule_for_an_unknown_account_is_not_kept(coffee):
    with pytest.raises(InputError):
        rule_open(coffee.place, RuleWish("x", contains=("a",), account="nowhere"))
    with coffee.scope():
        assert Rule.objects.count() == 0


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("payee equals home depot", ("payee", "equals", "home depot")),
        ("amount between 10 20", ("amount", "between", ("10", "20"))),
        ("date gte 2025-01-01", ("date", "gte", "2025-01-01")),
    ],
)
def test_a_condition_is_read_as_it_is_said(text, asked):
    assert when_read(text) == asked


@pytest.mark.parametrize("text", ["", "payee", "payee equals"])
def test_half_a_condition_is_none(text):
    with pytest.raises(InputError, match="is no condition"):
        when_read(text)


def test_everything_that_is_stated_is_kept(coffee):
    wish = RuleWish(
        "Coffee",
        when=(when_read("account is Checking"), when_read("amount between 1 9")),
        match="any",
        splits=(share_read("meals=60%"), share_read("owner_draw=rest")),
        payee_name="The Coffee Bar",
        tags=("Drinks",),
        group="Daily",
        order=7,
    )
    rule = rule_open(coffee.place, wish, user_id=coffee.user.pk)
    with coffee.scope():
        stored = Rule.objects.select_related("group").get()
        said = asked_of(stored, bank_account_names(coffee.business))
        assert said == [("account", "is", "Checking"), ("amount", "between", ("1", "9"))]
        assert (stored.group.name, stored.tags, len(stored.splits)) == ("Daily", ["drinks"], 2)
    again = rule_restate(coffee.place, rule.pk, RuleWish("Coffee", contains=("coffee",),
                         account="meals", business_percent=Decimal(50)))  # fmt: skip
    assert (again.pk, again.version, again.splits) == (rule.pk, 2, [])


def test_another_business_s_rule_is_unknown(coffee, make_books):
    rule = rule_open(coffee.place, RuleWish("x", contains=("a",), account="meals"))
    other = make_books("Elsewhere")
    with pytest.raises(AccessError, match="no rule"):
        rule_restate(other.place, rule.pk, RuleWish("x", contains=("a",), account="meals"))


def test_a_rule_that_is_off_stays_off_when_it_is_stated_anew(coffee):
    wish = RuleWish("a", contains=("coffee",), account="meals", is_active=False)
    rule = rule_open(coffee.place, wish)
    again = rule_restate(coffee.place, rule.pk, RuleWish("a", contains=("bar",), account="meals"))
    assert (again.is_active, again.version) == (False, 2)

"""Rules as text: out, edited, and in again; all or nothing."""

import pytest

from ledgerflow.classification.models import Rule, RuleGroup
from ledgerflow.classification.sharetext import share_read
from ledgerflow.core.errors import InputError
from ledgerflow.pipeline.rules.files import rules_export, rules_import
from ledgerflow.pipeline.rules.stating import RuleWish, rule_open, when_read
from ledgerflow.statements.accounts import bank_account_add


@pytest.fixture
def ruled(coffee):
    """Two rules, one in a group."""
    rule_open(
        coffee.place,
        RuleWish(
            "Bar", when=(when_read("account is Checking"), when_read("amount between 1 9.50")),
            account="meals", payee_name="The Bar", tags=("daily",), group="Daily", order=3,
        ),
    )  # fmt: skip
    parts = (share_read("meals=60%"), share_read("owner_draw=rest"))
    rule_open(coffee.place, RuleWish("House", contains=("house",), splits=parts))
    return coffee


def test_what_goes_out_comes_in_as_it_was(ruled, make_books):
    text = rules_export(ruled.place)
    same = rules_import(ruled.place, text)
    assert (same.added, same.changed, same.same) == ([], [], ["House", "Bar"])
    other = make_books("Elsewhere")
    with other.scope():
        bank_account_add(business=other.business, name="Checking")
    assert rules_import(other.place, text).added == ["House", "Bar"]
    assert rules_export(other.place) == text


def test_an_edited_rule_is_changed_and_others_stay(ruled):
    text = rules_export(ruled.place).replace("9.50", "12")
    tried = rules_import(ruled.place, text, dry_run=True)
    assert tried.changed == ["Bar"]
    assert rules_export(ruled.place) != text
    rules_import(ruled.place, text)
    assert rules_export(ruled.place) == text
    with ruled.scope():
        assert Rule.objects.get(name="Bar").version == 2


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("share: '60'", "share: '160'", "160 %"),
        ("is: Checking", "is: Nowhere", "no bank account 'Nowhere'"),
        ("'6", "'9999", "no account"),
        ("description contains", "description resembles", "“resembles” does not work"),
        ("order: 3", "order: soon", "no whole number"),
        ("- '1'", "- x", "not an amount"),
    ],
)
def test_one_bad_rule_and_nothing_is_written(ruled, make_books, old, new, says):
    text = rules_export(ruled.place)
    assert old in text
    with ruled.scope():
        Rule.objects.all().delete()
        RuleGroup.objects.all().delete()
    with pytest.raises(InputError, match="Nothing was changed") as caught:
        rules_import(ruled.place, text.replace(old, new))
    assert says in caught.value.message
    assert "line" in caught.value.message
    with ruled.scope():
        assert not Rule.objects.exists()
        assert not RuleGroup.objects.exists()


def test_all_bad_rules_are_named_together(ruled):
    text = rules_export(ruled.place).replace("Checking", "Nowhere").replace("'60'", "'160'")
    with pytest.raises(InputError) as caught:
        rules_import(ruled.place, text)
    assert len(caught.value.extra["faults"]) == 2


def test_a_long_name_is_the_same_rule_the_second_time(ruled):
    name = "House  of " + "very " * 30 + "long name"
    text = rules_export(ruled.place).replace("name: House", f'name: "{name}"')
    assert len(rules_import(ruled.place, text).added) == 1
    again = rules_import(ruled.place, text)
    assert (again.added, again.changed, len(again.same)) == ([], [], 2)

"""What a rule would change is known before it is saved."""

import pytest

from ledgerflow.classification.models import Rule
from ledgerflow.classification.payee_services import payee_name
from ledgerflow.classification.sharetext import share_read
from ledgerflow.core.errors import LedgerFlowError
from ledgerflow.pipeline.decisions import Wish, queue_accept
from ledgerflow.pipeline.rules.applying import rule_apply
from ledgerflow.pipeline.rules.preview import rule_preview, saved_preview
from ledgerflow.pipeline.rules.stating import RuleWish, rule_open, when_read


@pytest.mark.parametrize(
    ("wish", "caught"),
    [
        (RuleWish("a", contains=("coffee bar",), account="meals"), 2),
        (RuleWish("b", contains=("coffee", "house"), account="meals"), 1),
        (RuleWish("c", contains=("coffee",), direction="out", account="meals"), 2),
        (RuleWish("d", regex="coffee (bar|house)$", account="meals"), 2),
        (RuleWish("e", bank_account="checking", is_transfer=True), 3),
        (RuleWish("f", when=(when_read("amount gte 5"),), account="meals"), 1),
        (RuleWish("g", when=(when_read("date lte 2025-01-14"),), account="meals"), 2),
        (RuleWish("h", contains=("refund", "house"), match="any", account="meals"), 2),
        (RuleWish("i", contains=("bar",), match="none", account="meals"), 1),
    ],
)
def test_conditions_say_what_is_caught(coffee, wish, caught):
    found = rule_preview(coffee.place, wish)
    assert (found.looked_at, found.matched, found.count("waiting")) == (3, caught, caught)
    with coffee.scope():
        assert not Rule.objects.exists()


def test_persons_are_never_touched_and_the_policy_is_shown_apart(coffee):
    queue_accept(coffee.place, [1], Wish(account="supplies"), user_id=coffee.user.pk)
    house = rule_open(coffee.place, RuleWish("house", contains=("house",), account="meals"))
    rule_apply(coffee.place, house.pk)
    wish = RuleWish("all", contains=("coffee",), account="office_expense", order=1)
    found = rule_preview(coffee.place, wish)
    states = {change.facts.description: (change.state, change.changes) for change in found.changes}
    assert states == {
        "COFFEE BAR": ("person", False),
        "COFFEE BAR REFUND": ("waiting", True),
        "COFFEE HOUSE": ("policy", True),
    }


def test_an_earlier_rule_is_said_to_come_first(coffee):
    rule_open(coffee.place, RuleWish("first", contains=("house",), account="meals", order=1))
    found = rule_preview(coffee.place, RuleWish("late", contains=("coffee",), account="supplies"))
    assert (found.matched, found.ahead) == (2, 1)


def test_a_changed_rule_is_compared_in_its_place(coffee):
    rule = rule_open(coffee.place, RuleWish("bar", contains=("bar",), account="meals"))
    wish = RuleWish("bar", contains=("house",), account="meals")
    assert saved_preview(coffee.place, rule.pk).matched == 2
    assert rule_preview(coffee.place, wish, rule_id=rule.pk).matched == 1
    assert saved_preview(coffee.place, rule.pk).matched == 2


def test_a_rule_that_makes_no_sense_has_no_preview(coffee):
    with pytest.raises(LedgerFlowError, match="more than one place"):
        rule_preview(
            coffee.place, RuleWish("x", contains=("a",), account="meals", is_transfer=True)
        )


def test_a_new_rule_comes_after_those_of_its_order_as_it_will_once_saved(coffee):
    rule_open(coffee.place, RuleWish("first", contains=("house",), account="meals"))
    wish = RuleWish("late", contains=("coffee",), account="supplies")
    stated = rule_preview(coffee.place, wish)
    saved = saved_preview(coffee.place, rule_open(coffee.place, wish).pk)
    assert (stated.matched, stated.ahead) == (saved.matched, saved.ahead) == (2, 1)


def test_a_payee_is_asked_for_as_it_is_merged_now(coffee):
    with coffee.scope():
        for key in ("coffee bar", "coffee house"):
            payee_name(business=coffee.business, key=key, name="Beans")
    wish = RuleWish("beans", when=(when_read("payee equals beans"),), account="meals")
    found = rule_preview(coffee.place, wish)
    texts = {change.facts.description for change in found.changes}
    assert texts >= {"COFFEE BAR", "COFFEE HOUSE"}


def test_parts_of_other_amounts_are_another_place(coffee):
    def split(first):
        return (share_read(f"meals={first}"), share_read("owner_draw=rest"))

    wish = RuleWish("house", contains=("house",), splits=split("1.50"))
    rule = rule_open(coffee.place, wish)
    assert rule_apply(coffee.place, rule.pk).done == 1
    (same,) = saved_preview(coffee.place, rule.pk).changes
    assert (same.state, same.changes) == ("policy", False)
    other = RuleWish("house", contains=("house",), splits=split("2.50"))
    (change,) = rule_preview(coffee.place, other, rule_id=rule.pk).changes
    assert change.changes
    assert ("1.5," in change.now, "2.5," in change.then) == (True, True)

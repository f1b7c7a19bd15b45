"""Rules in a person's order: as few moved as possible, never out of their business."""

import pytest

from ledgerflow.audit.models import AuditEvent
from ledgerflow.classification.models import Rule, RuleGroup
from ledgerflow.core.errors import AccessError
from ledgerflow.pipeline.rules.ordering import rule_put, rule_shift
from ledgerflow.pipeline.rules.stating import RuleWish, rule_open


def made(books, *names, **more):
    return [
        rule_open(books.place, RuleWish(name, contains=(name,), account="6190", **more)).pk
        for name in names
    ]


def order(books):
    with books.scope():
        rows = Rule.objects.order_by("group__order", "group__name", "order", "pk")
        return "".join(rule.name for rule in rows)


def test_a_rule_goes_before_another(books):
    a, _b, _c, d = made(books, "a", "b", "c", "d")
    rule_put(books.place, d, before_id=a)
    assert order(books) == "dabc"
    rule_put(books.place, a)
    assert order(books) == "dbca"


def test_only_what_has_to_is_moved(books):
    ids = made(books, "a", "b", "c")
    rule_put(books.place, ids[2], before_id=ids[0])
    with books.scope():
        before = AuditEvent.objects.filter(action="rule_move").count()
    rule_put(books.place, ids[1], before_id=ids[0])
    assert order(books) == "cba"
    with books.scope():
        assert AuditEvent.objects.filter(action="rule_move").count() - before <= 2


def test_a_rule_before_itself_stays(books):
    a, _b = made(books, "a", "b")
    rule_put(books.place, a, before_id=a)
    with books.scope():
        assert not AuditEvent.objects.filter(action="rule_move").exists()


def test_a_rule_goes_into_the_group_of_its_new_neighbour(books):
    (a,) = made(books, "a")
    (b,) = made(books, "b", group="Fixed costs")
    rule_put(books.place, a, before_id=b)
    with books.scope():
        assert Rule.objects.get(pk=a).group.name == "Fixed costs"
        group = RuleGroup.objects.get()
    rule_put(books.place, a, group_id=group.pk)
    assert order(books) == "ba"
    rule_put(books.place, a)
    with books.scope():
        assert Rule.objects.get(pk=a).group is None


def test_neighbours_swap_and_the_ends_stay(books):
    a, b = made(books, "a", "b")
    rule_shift(books.place, a, down=False)
    rule_shift(books.place, b, down=True)
    assert order(books) == "ab"
    rule_shift(books.place, a, down=True)
    assert order(books) == "ba"


def test_rules_and_groups_of_elsewhere_are_not_there(books, make_books):
    other = make_books("Other Books")
    (theirs,) = made(other, "x", group="Theirs")
    (a,) = made(books, "a")
    with other.scope():
        group = RuleGroup.objects.get().pk
    for how in ({"before_id": theirs}, {"group_id": group}):
        with pytest.raises(AccessError):
            rule_put(books.place, a, **how)
    with pytest.raises(AccessError):
        rule_shift(books.place, theirs, down=True)

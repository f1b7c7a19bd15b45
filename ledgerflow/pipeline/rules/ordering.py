"""Giving a rule another place among those of its group, by naming the one it comes before.

Here: from a place in a list to the numbers that rules are sorted by. Not here: one rule's move
(classification/rule_services.py), or the order itself (classification/rules.py).
"""

from collections.abc import Sequence

from ledgerflow.classification.models import Rule, RuleGroup
from ledgerflow.classification.rule_services import rule_move
from ledgerflow.core.errors import AccessError
from ledgerflow.firms.access import Place, working_in
from ledgerflow.firms.models import Business
from ledgerflow.pipeline.rules.stating import rule_find

STEP = 10


def rule_put(
    place: Place,
    rule_id: int,
    *,
    before_id: int | None = None,
    group_id: int | None = None,
    user_id: int | None = None,
) -> None:
    """Put a rule before another one, into that one's group; None: last in the group `group_id`.

    As few others as possible are moved along. Raises AccessError for a rule or group of elsewhere.
    """
    with working_in(place, user_id):
        business = Business.objects.get(pk=place.business_id)
        rule = rule_find(business, rule_id)
        if before_id == rule.pk:
            return
        target = rule_find(business, before_id) if before_id is not None else None
        group = target.group if target else _group(business, group_id)
        others = [r for r in _ordered(business, group) if r.pk != rule.pk]
        at = next((n for n, r in enumerate(others) if r.pk == before_id), len(others))
        _number([*others[:at], rule, *others[at:]], rule, group)


def rule_shift(place: Place, rule_id: int, *, down: bool, user_id: int | None = None) -> None:
    """Swap a rule with its neighbour in the group; at the end nothing happens."""
    with working_in(place, user_id):
        business = Business.objects.get(pk=place.business_id)
        rule = rule_find(business, rule_id)
        ordered = _ordered(business, rule.group)
        at = next(n for n, r in enumerate(ordered) if r.pk == rule.pk)
        to = at + 1 if down else at - 1
        if 0 <= to < len(ordered):
            ordered.insert(to, ordered.pop(at))
            _number(ordered, rule, rule.group)


def _ordered(business: Business, group: RuleGroup | None) -> list[Rule]:
    rows = Rule.objects.filter(business=business, group=group, is_proposed=False)
    return list(rows.select_related("group").order_by("order", "pk"))


def _number(ordered: Sequence[Rule], moved: Rule, group: RuleGroup | None) -> None:
    """Numbers that rise; a rule keeps its own where it rises already."""
    least = -1
    for place, rule in enumerate(ordered):
        order = rule.order
        if rule.pk == moved.pk:
            order = _between(least, ordered[place + 1].order if place + 1 < len(ordered) else None)
        elif order <= least:
            order = least + STEP
        least = order
        if order != rule.order or (rule.pk == moved.pk and rule.group_id != _id(group)):
            rule_move(rule=rule, order=order, group=group)


def _between(least: int, most: int | None) -> int:
    """A number above `least`, below `most` where there is room."""
    if most is None or most - least < 2:
        return least + STEP if most is None else least + 1
    return (least + most) // 2


def _id(group: RuleGroup | None) -> int | None:
    return group.pk if group else None


def _group(business: Business, group_id: int | None) -> RuleGroup | None:
    if group_id is None:
        return None
    group = RuleGroup.objects.filter(business=business, pk=group_id).first()
    if group is None:
        raise AccessError(
            "There is no such group of rules.", code="unknown_rule_group", hint="Look again."
        )
    return group

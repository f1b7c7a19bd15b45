"""Rules that name each other's payees in a circle; pure.

Here: finding the circle, so that it is refused when a rule is saved. Not here: applying rules,
which asks each rule once and ends in any case (rules.py). A circle is refused because its outcome
hangs on the order alone: A makes Cafe of Bistro, B makes Bistro of Cafe.
"""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from ledgerflow.classification.conditions import Condition, RowTexts
from ledgerflow.classification.facts import TransactionFacts
from ledgerflow.classification.rules import RuleSpec
from ledgerflow.core.errors import RuleError

NOBODY = TransactionFacts(0, 0, "", dt.date(2000, 1, 1), Decimal(0), "", "")
"""A transaction that says nothing: only the payee's texts are asked of it."""


def cycle_refuse(rules: Sequence[RuleSpec]) -> None:
    """Raise RuleError("rule_cycle") naming two rules that rename each other's payees."""
    circle = cycle_of(rules)
    if circle:
        names = " → ".join(f"“{rule.name}”" for rule in (*circle, circle[0]))
        raise RuleError(
            f"These rules name each other's payees in a circle: {names}.",
            code="rule_cycle",
            hint="Let one of them ask for the description instead, or name the same payee in all.",
        )


def cycle_of(rules: Sequence[RuleSpec]) -> tuple[RuleSpec, ...]:
    """The rules of one circle in their order; () where there is none.

    An arrow goes from a rule that names a payee to each rule that asks for that payee and names
    another one.
    """
    naming = [rule for rule in rules if rule.payee is not None]
    arrows = {a.id: [b for b in naming if b.payee != a.payee and _asks_for(b, a)] for a in naming}
    for start in naming:
        found = _path(start, arrows)
        if found:
            return found
    return ()


def _asks_for(rule: RuleSpec, other: RuleSpec) -> bool:
    """True when the rule has a condition on the payee that the other's payee meets."""
    if rule.match == "none" or other.payee is None:
        return False
    row = RowTexts.of(NOBODY, other.payee)
    asked: list[Condition] = [c for c in rule.conditions if c.field == "payee"]
    return any(condition.holds(row) for condition in asked)


def _path(start: RuleSpec, arrows: dict[int, list[RuleSpec]]) -> tuple[RuleSpec, ...]:
    """The way from a rule back to itself, breadth first, each rule at most once."""
    ways: list[tuple[RuleSpec, ...]] = [(start,)]
    seen: set[int] = set()
    while ways:
        way = ways.pop(0)
        for following in arrows[way[-1].id]:
            if following.id == start.id:
                return way
            if following.id not in seen:
                seen.add(following.id)
                ways.append((*way, following))
    return ()

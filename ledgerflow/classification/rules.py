"""A person's rules: when they apply and what they set; pure.

Here: combining conditions, the fixed order, and rules as JSON-able data. Not here: a single
condition (conditions.py), the stored `Rule` rows, or trying a rule before it is saved (services).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any, Literal, cast, get_args

from ledgerflow.classification.conditions import Condition, RowTexts, Test
from ledgerflow.classification.facts import HUNDRED, PayeeName, SplitShare, TransactionFacts
from ledgerflow.core.errors import InputError, RuleError

Match = Literal["all", "any", "none"]

MAX_CONDITIONS = 50


@dataclass(frozen=True, slots=True)
class RuleSpec:
    """One rule: `match` says whether all, any or none of the conditions must hold.

    It sets at least one of: ledger account, payee, splits, tags, exclude, transfer. Rules are
    asked by `order`, then by id. `business_percent` is 0..100. Raises RuleError otherwise.
    """

    id: int
    name: str
    order: int
    match: Match
    conditions: tuple[Condition, ...]
    account_id: int | None = None
    payee_name: str = ""
    business_percent: Decimal = HUNDRED
    exclude: bool = False
    transfer: bool = False
    splits: tuple[SplitShare, ...] = ()
    tags: tuple[str, ...] = ()
    version: str = "1"

    def __post_init__(self) -> None:
        _check_conditions(self)
        _check_outcome(self)


def _check_conditions(rule: RuleSpec) -> None:
    if rule.match not in get_args(Match):
        raise RuleError(
            f"Rule “{rule.name}” cannot match “{rule.match}”.", hint="Use all, any or none."
        )
    if not rule.conditions:
        raise RuleError(
            f"Rule “{rule.name}” has no condition and would take every transaction.",
            hint="Add at least one condition.",
        )
    if len(rule.conditions) > MAX_CONDITIONS:
        raise RuleError(
            f"Rule “{rule.name}” has more than {MAX_CONDITIONS} conditions.",
            hint="Split it into several rules, or use one regular expression.",
        )


def _check_outcome(rule: RuleSpec) -> None:
    places = [rule.account_id is not None, rule.exclude, rule.transfer, bool(rule.splits)]
    if sum(places) > 1:
        raise RuleError(
            f"Rule “{rule.name}” sends the money to more than one place.",
            hint="Choose one of: account, split, transfer, exclude.",
        )
    if not any(places) and not rule.payee_name.strip() and not rule.tags:
        raise RuleError(
            f"Rule “{rule.name}” sets nothing.", hint="Choose an account, a payee or a tag."
        )
    if not 0 <= rule.business_percent <= HUNDRED:
        raise RuleError(
            f"Rule “{rule.name}” has a business share of {rule.business_percent} %.",
            hint="Give a share from 0 to 100.",
        )
    if rule.splits and sum((s.percent for s in rule.splits), Decimal(0)) != HUNDRED:
        raise RuleError(
            f"The parts of rule “{rule.name}” do not add up to 100 %.",
            hint="Change the parts so that nothing is left over.",
        )


@dataclass(frozen=True, slots=True)
class RuleBook:
    """Rules, sorted by order, then id; make it once for many transactions."""

    rules: tuple[RuleSpec, ...] = ()
    _tests: tuple[tuple[RuleSpec, bool, bool, tuple[Test, ...]], ...] = field(
        init=False, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        ordered = tuple(sorted(self.rules, key=lambda rule: (rule.order, rule.id)))
        object.__setattr__(self, "rules", ordered)
        object.__setattr__(self, "_tests", tuple(_compiled(rule) for rule in ordered))

    @classmethod
    def of(cls, rules: Iterable[RuleSpec]) -> "RuleBook":
        """From any iterable of rules, in whatever order they come."""
        return cls(tuple(rules))

    def first_match(self, facts: TransactionFacts, payee: PayeeName) -> RuleSpec | None:
        """The first rule that applies, or None."""
        row = RowTexts.of(facts, payee)
        # Bare loops: hundreds of rules meet every transaction.
        for rule, stops_at, when_stopped, tests in self._tests:
            for test in tests:
                if test(row) is stops_at:
                    applies = when_stopped
                    break
            else:
                applies = not when_stopped
            if applies:
                return rule
        return None


def _compiled(rule: RuleSpec) -> tuple[RuleSpec, bool, bool, tuple[Test, ...]]:
    """(rule, the outcome that ends the questions, whether the rule then applies, questions)."""
    tests = tuple(condition.test for condition in rule.conditions)
    return (rule, rule.match != "all", rule.match == "any", tests)


def matches(rule: RuleSpec, facts: TransactionFacts, payee: PayeeName) -> bool:
    """True when the rule applies to the transaction."""
    return RuleBook.of((rule,)).first_match(facts, payee) is not None


def first_match(
    rules: Iterable[RuleSpec], facts: TransactionFacts, payee: PayeeName
) -> RuleSpec | None:
    """The first rule by (order, id) that applies; for many transactions use a RuleBook."""
    return RuleBook.of(rules).first_match(facts, payee)


def rule_to_dict(rule: RuleSpec) -> dict[str, Any]:
    """JSON-able form of a rule; percents are text so that nothing is lost."""
    return {
        "id": rule.id,
        "name": rule.name,
        "order": rule.order,
        "match": rule.match,
        "conditions": [condition.to_dict() for condition in rule.conditions],
        "account_id": rule.account_id,
        "payee_name": rule.payee_name,
        "business_percent": str(rule.business_percent),
        "exclude": rule.exclude,
        "transfer": rule.transfer,
        "splits": [
            {"account_id": s.account_id, "percent": str(s.percent), "note": s.note}
            for s in rule.splits
        ],
        "tags": list(rule.tags),
        "version": rule.version,
    }


def rule_from_dict(stored: Mapping[str, Any]) -> RuleSpec:
    """Read what `rule_to_dict` wrote; InputError names the part that is missing or wrong."""
    missing = [key for key in ("id", "name", "order", "match", "conditions") if key not in stored]
    if missing:
        raise InputError(
            f"The rule lacks {', '.join(missing)}.", hint="Export a rule to see the whole shape."
        )
    account_id = stored.get("account_id")
    return RuleSpec(
        id=_whole(stored["id"], "id"),
        name=str(stored["name"]),
        order=_whole(stored["order"], "order"),
        match=cast("Match", str(stored["match"])),
        conditions=tuple(Condition.from_dict(c) for c in _list(stored["conditions"], "conditions")),
        account_id=None if account_id is None else _whole(account_id, "account_id"),
        payee_name=str(stored.get("payee_name", "")),
        business_percent=_percent(stored.get("business_percent", "100")),
        exclude=_flag(stored.get("exclude", False), "exclude"),
        transfer=_flag(stored.get("transfer", False), "transfer"),
        splits=tuple(_split(s) for s in _list(stored.get("splits", []), "splits")),
        tags=tuple(str(tag) for tag in _list(stored.get("tags", []), "tags")),
        version=str(stored.get("version", "1")),
    )


def _split(stored: Any) -> SplitShare:
    if not isinstance(stored, Mapping) or "account_id" not in stored or "percent" not in stored:
        raise InputError("A part of a split needs account_id and percent.", hint="Add both.")
    return SplitShare(
        _whole(stored["account_id"], "account_id"),
        _percent(stored["percent"]),
        str(stored.get("note", "")),
    )


def _list(value: Any, name: str) -> list[Any]:
    if isinstance(value, list | tuple):
        return list(value)
    raise InputError(f"The rule's {name} must be a list.", hint="Put the values in [ ].")


def _whole(value: Any, name: str) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise InputError(
        f"The rule's {name} must be a whole number, not {value!r}.", hint="Correct it."
    )


def _flag(value: Any, name: str) -> bool:
    if isinstance(value, bool):
        return value
    raise InputError(f"The rule's {name} must be true or false.", hint="Correct it.")


def _percent(value: Any) -> Decimal:
    try:
        percent = Decimal(str(value))
    except InvalidOperation as fault:
        raise InputError(f"“{value}” is not a percentage.", hint="Give 0 to 100.") from fault
    if not percent.is_finite() or not 0 <= percent <= HUNDRED:
        raise InputError(f"{value} % is not between 0 and 100.", hint="Give 0 to 100.")
    return percent

"""A person's rules: when they apply, what they set, and their fixed order; pure.

Here: combining conditions, the order, and one pass over the rules. Not here: a single condition
(conditions.py), rules that name each other's payees (rule_cycles.py), rules as text
(rulefile.py), or the stored `Rule` rows (rule_services.py).

Every rule is asked once, in order. One that only names the payee or adds tags lets the later
ones go on, with that name; the first that says where the money belongs ends the pass. So no two
rules can call each other for ever, whatever they say.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal, get_args

from ledgerflow.classification.conditions import Condition, RowTexts, Test
from ledgerflow.classification.facts import HUNDRED, PayeeName, SplitShare, TransactionFacts
from ledgerflow.classification.payees import normalise
from ledgerflow.classification.splitting import shares_check
from ledgerflow.core.errors import RuleError

Match = Literal["all", "any", "none"]

MAX_CONDITIONS = 50
DEFAULT_ORDER = 100
"""Of rules and groups that state none, and of the rules outside any group."""


@dataclass(frozen=True, slots=True)
class RuleSpec:
    """One rule: `match` says whether all, any or none of the conditions must hold.

    It sets at least one of: ledger account, payee, splits, tags, exclude, transfer. Rules are
    asked by `group_order`, group, `order`, id. `business_percent` is 0..100. Raises RuleError
    otherwise.
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
    group: str = ""
    group_order: int = DEFAULT_ORDER

    def __post_init__(self) -> None:
        _check_conditions(self)
        _check_outcome(self)

    @property
    def places(self) -> bool:
        """True when it says where the money belongs, not only whose it is."""
        return bool(self.account_id is not None or self.exclude or self.transfer or self.splits)

    @property
    def payee(self) -> PayeeName | None:
        """The payee that it names, if it does."""
        name = self.payee_name.strip()
        return PayeeName(normalise(name).key, name) if name else None

    @property
    def rank(self) -> tuple[int, str, int, int]:
        """What rules are sorted by."""
        return (self.group_order, self.group, self.order, self.id)


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
    if rule.business_percent != HUNDRED and rule.account_id is None:
        raise RuleError(
            f"Rule “{rule.name}” has a business share but no account for it.",
            hint="Name the account, or state the private part as a part of the split.",
        )
    if rule.splits:
        try:
            shares_check(rule.splits)
        except RuleError as error:
            raise RuleError(
                f"Rule “{rule.name}”: {error.message}", code=error.code, hint=error.hint
            ) from error


@dataclass(frozen=True, slots=True)
class RuleOutcome:
    """What the rules say of one transaction: `placing` has the last word, `naming` came before.

    `payee` is the name after all of them.
    """

    payee: PayeeName
    naming: tuple[RuleSpec, ...] = ()
    placing: RuleSpec | None = None

    @property
    def rules(self) -> tuple[RuleSpec, ...]:
        """All that applied, in order."""
        return (*self.naming, self.placing) if self.placing else self.naming

    @property
    def tags(self) -> tuple[str, ...]:
        """The tags of all that applied, each once."""
        return tuple(dict.fromkeys(tag for rule in self.rules for tag in rule.tags))


@dataclass(frozen=True, slots=True)
class RuleBook:
    """Rules in their order; make it once for many transactions."""

    rules: tuple[RuleSpec, ...] = ()
    _tests: tuple[tuple[RuleSpec, bool, bool, tuple[Test, ...], bool], ...] = field(
        init=False, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        ordered = tuple(sorted(self.rules, key=lambda rule: rule.rank))
        object.__setattr__(self, "rules", ordered)
        object.__setattr__(self, "_tests", tuple(_compiled(rule) for rule in ordered))

    @classmethod
    def of(cls, rules: Iterable[RuleSpec]) -> "RuleBook":
        """From any iterable of rules, in whatever order they come."""
        return cls(tuple(rules))

    def outcome(self, facts: TransactionFacts, payee: PayeeName) -> RuleOutcome:
        """One pass: every rule that applies up to the first that places the money."""
        row = RowTexts.of(facts, payee)
        naming: list[RuleSpec] = []
        # Bare loops: hundreds of rules meet every transaction.
        for rule, stops_at, when_stopped, tests, places in self._tests:
            for test in tests:
                if test(row) is stops_at:
                    applies = when_stopped
                    break
            else:
                applies = not when_stopped
            if not applies:
                continue
            payee = rule.payee or payee
            if places:
                return RuleOutcome(payee, tuple(naming), rule)
            naming.append(rule)
            row = RowTexts.of(facts, payee)
        return RuleOutcome(payee, tuple(naming))


def _compiled(rule: RuleSpec) -> tuple[RuleSpec, bool, bool, tuple[Test, ...], bool]:
    """(rule, the outcome that ends the questions, whether it then applies, questions, places)."""
    tests = tuple(condition.test for condition in rule.conditions)
    return (rule, rule.match != "all", rule.match == "any", tests, rule.places)


def matches(rule: RuleSpec, facts: TransactionFacts, payee: PayeeName) -> bool:
    """True when the rule by itself applies to the transaction."""
    return bool(RuleBook.of((rule,)).outcome(facts, payee).rules)

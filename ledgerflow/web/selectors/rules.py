"""What the page of rules shows: rules in the order they are asked, in words, with their hits.

Here: reads in a firm's scope. Not here: matching (classification/rules.py), previews
(pipeline/rules/preview.py).
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ledgerflow.classification.classifiers.rule import RuleClassifier
from ledgerflow.classification.models import Rule, RuleGroup
from ledgerflow.classification.selectors import rule_spec
from ledgerflow.firms.models import Business
from ledgerflow.pipeline.rules.preview import PlaceTexts
from ledgerflow.pipeline.rules.proposals import people_behind, proposed
from ledgerflow.pipeline.rules.stating import asked_of, bank_account_names
from ledgerflow.review.models import Decision, WaitingTransaction

FIELDS = {
    "description": gettext_lazy("Bank text"),
    "payee": gettext_lazy("Payee"),
    "amount": gettext_lazy("Amount"),
    "date": gettext_lazy("Date"),
    "direction": gettext_lazy("Direction"),
    "account": gettext_lazy("Bank account"),
    "currency": gettext_lazy("Currency"),
    "bank_type": gettext_lazy("Bank's type"),
}
OPS = {
    "contains": gettext_lazy("contains"),
    "equals": gettext_lazy("equals"),
    "starts": gettext_lazy("starts with"),
    "regex": gettext_lazy("matches the expression"),
    "is": gettext_lazy("is"),
    "between": gettext_lazy("is between"),
    "gte": gettext_lazy("is at least"),
    "lte": gettext_lazy("is at most"),
}
JOINS = {
    Rule.Match.ALL: gettext_lazy(" and "),
    Rule.Match.ANY: gettext_lazy(" or "),
    Rule.Match.NONE: gettext_lazy(", nor "),
}


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule in words; `decided` is None where it was not counted."""

    rule: Rule
    when: str
    then: str
    suggests: int = 0
    decided: int | None = None


@dataclass(frozen=True, slots=True)
class RuleSection:
    """The rules of one group, or those outside any (None), in the order they are asked."""

    group: RuleGroup | None
    rows: tuple[RuleRow, ...]


@dataclass(frozen=True, slots=True)
class ProposedRow:
    """A proposed rule in words, with whose decisions point to it, and how many."""

    rule: Rule
    when: str
    then: str
    count: int
    people: str


@dataclass(frozen=True, slots=True)
class RulePage:
    """All rules of a business."""

    sections: tuple[RuleSection, ...]
    proposals: tuple[ProposedRow, ...] = ()
    with_hits: bool = False

    @property
    def count(self) -> int:
        """How many rules there are."""
        return sum(len(section.rows) for section in self.sections)


@dataclass(slots=True)
class RuleWords:
    """Rules in words; names of accounts are looked up once."""

    places: PlaceTexts
    banks: Mapping[int, str] = field(default_factory=dict)

    @classmethod
    def of(cls, business: Business) -> "RuleWords":
        """Two queries."""
        return cls(PlaceTexts(business), bank_account_names(business))

    def when(self, rule: Rule) -> str:
        """ "Bank text contains rent and Direction is out"."""
        parts = [_condition(*asked) for asked in asked_of(rule, dict(self.banks))]
        said = str(JOINS[Rule.Match(rule.match)]).join(parts)
        return _("not: %(conditions)s") % {"conditions": said} if rule.match == "none" else said

    def then(self, rule: Rule) -> str:
        """ "6110 Rent 60 %; payee Harbor Estates; tags studio"."""
        place = self.places.stored(rule)
        parts = [] if place == "–" else [place]
        if rule.payee_name:
            parts.append(_("payee %(name)s") % {"name": rule.payee_name})
        if rule.tags:
            parts.append(_("tags %(tags)s") % {"tags": ", ".join(rule.tags)})
        return "; ".join(parts)


def rule_page(business: Business, *, with_hits: bool = False) -> RulePage:
    """The rules with what each suggests now; `with_hits`: also how many it decided.

    What was decided is counted over all decisions: the page asks for it by itself, after it is
    shown.
    """
    words = RuleWords.of(business)
    stored = Rule.objects.filter(business=business, is_proposed=False).select_related("group")
    ordered = sorted(stored, key=lambda rule: rule_spec(rule).rank)
    suggests = _suggested(business)
    decided = _decided(business) if with_hits else None
    sections = [
        RuleSection(
            group,
            tuple(
                RuleRow(
                    rule,
                    words.when(rule),
                    words.then(rule),
                    suggests[str(rule.pk)],
                    None if decided is None else decided[str(rule.pk)],
                )
                for rule in rules
            ),
        )
        for group, rules in _grouped(ordered)
    ]
    return RulePage(tuple(sections), _proposals(business, words), with_hits)


def fields_offered() -> list[tuple[str, Any]]:
    """What a rule can ask for, for a form."""
    return list(FIELDS.items())


def ops_offered() -> list[tuple[str, Any]]:
    """How it can be compared; which fit a field, the rule's own check says."""
    return list(OPS.items())


def _grouped(ordered: Sequence[Rule]) -> list[tuple[RuleGroup | None, list[Rule]]]:
    return [(rules[0].group, rules) for rules in _runs(ordered)]


def _runs(ordered: Sequence[Rule]) -> list[list[Rule]]:
    return [list(rules) for _group, rules in groupby(ordered, key=lambda rule: rule.group_id)]


def _condition(name: str, op: str, value: str | tuple[str, ...]) -> str:
    said = value if isinstance(value, str) else " – ".join(value)
    return f"{FIELDS.get(name, name)} {OPS.get(op, op)} “{said}”"


def _proposals(business: Business, words: RuleWords) -> tuple[ProposedRow, ...]:
    rules = proposed(business)
    people = people_behind(rules) if rules else {}
    return tuple(
        ProposedRow(
            rule,
            words.when(rule),
            words.then(rule),
            int(rule.evidence.get("count", 0)),
            ", ".join(people[pk] for pk in rule.evidence.get("users", ()) if pk in people),
        )
        for rule in rules
    )


def _suggested(business: Business) -> dict[str, int]:
    """How many of what waits each rule places, by the rule's number as text."""
    rows = WaitingTransaction.objects.filter(
        business=business, suggestion__source=RuleClassifier.name
    )
    counted = rows.values_list("suggestion__source_ref").annotate(count=Count("pk"))
    return defaultdict(int, dict(counted))


def _decided(business: Business) -> dict[str, int]:
    """How many decisions follow each rule's suggestion, undone ones too; walks all decisions."""
    rows = Decision.objects.filter(
        business=business, suggestion__source=RuleClassifier.name
    ).exclude(kind=Decision.Kind.UNDO)
    counted = rows.values_list("suggestion__source_ref").annotate(count=Count("pk"))
    return defaultdict(int, dict(counted))

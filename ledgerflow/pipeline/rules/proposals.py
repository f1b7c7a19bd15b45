"""Proposing rules from what people decided again and again.

Here: reading decisions and keeping what they point to. Not here: what counts as repeated
(classification/proposing.py). Nothing becomes a rule without a person.
"""

from collections.abc import Iterable, Iterator

from ledgerflow.classification.conditions import RowTexts
from ledgerflow.classification.facts import PayeeName
from ledgerflow.classification.models import Rule
from ledgerflow.classification.payee_selectors import payee_aliases
from ledgerflow.classification.payees import normalise
from ledgerflow.classification.proposing import Repeat, proposals_of
from ledgerflow.classification.rule_cycles import NOBODY
from ledgerflow.classification.rule_services import rules_propose
from ledgerflow.classification.rules import RuleSpec
from ledgerflow.classification.selectors import active_rules, rule_spec
from ledgerflow.firms.access import Place, working_in
from ledgerflow.firms.models import Business, User
from ledgerflow.review.models import Decision


def rules_look(place: Place, *, user_id: int | None = None) -> list[Rule]:
    """Keep what repeated decisions point to now; returns the proposals that are new."""
    with working_in(place, user_id):
        business = Business.objects.get(pk=place.business_id)
        placing = [spec for spec in map(rule_spec, active_rules(business)) if spec.places]
        proposals = proposals_of(
            _repeats(business), lambda key: any(_asks_for(spec, key) for spec in placing)
        )
        return rules_propose(business=business, proposals=proposals)


def proposed(business: Business) -> list[Rule]:
    """The proposals that wait for an answer, the most often repeated first."""
    rules = Rule.objects.filter(business=business, is_proposed=True).select_related("account")
    waiting = [rule for rule in rules if "discarded_at" not in rule.evidence]
    return sorted(waiting, key=lambda rule: (-int(rule.evidence.get("count", 0)), rule.pk))


def people_behind(rules: Iterable[Rule]) -> dict[int, str]:
    """E-mail addresses, by id, of those whose decisions point to these proposals."""
    ids = {pk for rule in rules for pk in rule.evidence.get("users", ())}
    return dict(User.objects.filter(pk__in=ids).values_list("pk", "email"))


def _repeats(business: Business) -> Iterator[Repeat]:
    """Persons' decisions that stand and place money in one account, oldest first."""
    undone = Decision.objects.filter(business=business, kind=Decision.Kind.UNDO)
    versions = set(undone.values_list("transaction_id", "version"))
    decisions = (
        Decision.objects.filter(business=business, kind=Decision.Kind.CATEGORY, policy="")
        .select_related("transaction")
        .order_by("pk")
    )
    aliases = payee_aliases(business)
    for one in decisions.iterator(chunk_size=2_000):
        if (one.transaction_id, one.version + 1) in versions or one.account_id is None:
            continue
        said = normalise(one.transaction.description, one.transaction.counterparty)
        key = one.payee_key or said.key
        payee = aliases.get(key)
        yield Repeat(
            decision_id=one.pk,
            payee_key=payee.key if payee else key,
            payee_name=payee.display if payee else one.payee_name or said.display,
            account_id=one.account_id,
            business_percent=one.business_percent,
            user_id=one.decided_by_id,
            date=one.transaction.date,
        )


def _asks_for(spec: RuleSpec, payee_key: str) -> bool:
    """True when a rule's conditions on payee or description would take this payee."""
    row = RowTexts.of(NOBODY, PayeeName(payee_key, payee_key))
    asked = [c for c in spec.conditions if c.field in ("payee", "description")]
    named = RowTexts(row.facts, payee_key, row.payee, "")
    return bool(asked) and any(condition.holds(named) for condition in asked)

"""Exactly which transactions a rule would change, before it is saved.

Here: asking a rule book that holds the stated rule, and comparing. Not here: changing anything
(applying.py). Transactions are read in a stream: memory does not grow with their number, except
for those that change.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import batched

from django.db import transaction

from ledgerflow.classification.facts import HUNDRED, SplitShare, TransactionFacts
from ledgerflow.classification.models import Rule, Suggestion
from ledgerflow.classification.payee_selectors import payee_aliases
from ledgerflow.classification.payees import payee_of
from ledgerflow.classification.rule_rows import rule_row
from ledgerflow.classification.rules import RuleBook, RuleSpec
from ledgerflow.classification.selectors import active_rules, facts_of, rule_spec
from ledgerflow.classification.sharetext import shares_from_json
from ledgerflow.classification.splitting import split_amounts
from ledgerflow.core.errors import RuleError
from ledgerflow.firms.access import Place, working_in
from ledgerflow.firms.models import Business
from ledgerflow.ledger.models import Account
from ledgerflow.pipeline.rules.stating import RuleWish, fields_of, rule_find
from ledgerflow.review.models import Decision
from ledgerflow.review.selectors import newest_suggestions
from ledgerflow.statements.models import BankTransaction

ROWS_A_QUERY = 2_000
UNSAVED = 2**63 - 1
"""The number of a rule that has none yet: of its order it will be the last."""

WAITING, POLICY, PERSON = "waiting", "policy", "person"


@dataclass(frozen=True, slots=True)
class Change:
    """One transaction that the rule places: what stands there now, and what would.

    `state`: "waiting", "policy" (decided without a person: would be decided anew on apply), or
    "person" (never touched).
    """

    transaction_id: int
    facts: TransactionFacts
    state: str
    now: str
    then: str

    @property
    def changes(self) -> bool:
        """True where applying the rule would alter something."""
        return self.state != PERSON and self.now != self.then


@dataclass(slots=True)
class Preview:
    """What a rule catches: `matched` of `looked_at`, and what each would become.

    `ahead`: caught by the rule's conditions, but an earlier rule places them.
    """

    looked_at: int = 0
    ahead: int = 0
    changes: list[Change] = field(default_factory=list)

    @property
    def matched(self) -> int:
        """How many the rule would place."""
        return len(self.changes)

    def count(self, state: str, *, changing: bool | None = None) -> int:
        """How many in a state; only those that change, or only those that do not."""
        return sum(
            c.state == state and (changing is None or (c.now != c.then) is changing)
            for c in self.changes
        )


def rule_preview(
    place: Place,
    wish: RuleWish,
    *,
    rule_id: int | None = None,
    user_id: int | None = None,
    newest: int | None = None,
) -> Preview:
    """What the stated rule would place if it were saved (over rule `rule_id`, if given).

    Looks at the `newest` transactions, else at all. Writes nothing. Raises what `rule_open` would
    raise.
    """
    with working_in(place, user_id):
        business = Business.objects.get(pk=place.business_id)
        known = rule_find(business, rule_id) if rule_id is not None else None
        spec = rule_spec(rule_row(business, fields_of(business, wish), known))
        found = preview_of(business, spec if known else replace(spec, id=UNSAVED), newest=newest)
        transaction.set_rollback(True)
    return found


def saved_preview(place: Place, rule_id: int, *, user_id: int | None = None) -> Preview:
    """What a stored rule places now; writes nothing."""
    with working_in(place, user_id):
        business = Business.objects.get(pk=place.business_id)
        return preview_of(business, rule_spec(rule_find(business, rule_id)))


def preview_of(business: Business, spec: RuleSpec, *, newest: int | None = None) -> Preview:
    """The preview of one rule among the active ones, in a firm's scope."""
    others = [rule_spec(r) for r in active_rules(business) if r.pk != spec.id]
    book, alone = RuleBook.of([*others, spec]), RuleBook.of([spec])
    found, texts, aliases = Preview(), PlaceTexts(business), payee_aliases(business)
    for some in batched(_live_facts(business, newest), ROWS_A_QUERY):
        found.looked_at += len(some)
        caught = []
        for facts in some:
            payee = payee_of(facts, aliases)
            outcome = book.outcome(facts, payee)
            if spec in outcome.rules:
                caught.append((facts, outcome.placing or spec))
            elif alone.outcome(facts, payee).rules:
                found.ahead += 1
        found.changes += _changes(caught, texts)
    return found


def _live_facts(business: Business, newest: int | None) -> Iterator[TransactionFacts]:
    rows = BankTransaction.objects.filter(business=business, is_live=True)
    ordered = rows.select_related("bank_account").order_by("-date", "-pk")[:newest]
    return (facts_of(row) for row in ordered.iterator(chunk_size=ROWS_A_QUERY))


def _changes(
    caught: list[tuple[TransactionFacts, RuleSpec]], texts: "PlaceTexts"
) -> Iterator[Change]:
    ids = [facts.id for facts, _ in caught]
    decided = newest_decisions(ids)
    suggested = newest_suggestions(pk for pk in ids if pk not in decided)
    for facts, rule in caught:
        decision, suggestion = decided.get(facts.id), suggested.get(facts.id)
        state = WAITING if decision is None else PERSON if decision.is_person else POLICY
        now = texts.decision(decision) if decision else texts.suggestion(suggestion, facts)
        then = texts.rule(rule, facts) if rule.places else now
        yield Change(facts.id, facts, state, now, then)


def newest_decisions(transaction_ids: Iterable[int]) -> dict[int, Decision]:
    """The decision that stands, of each transaction that has one."""
    newest = (
        Decision.objects.filter(transaction_id__in=list(transaction_ids))
        .order_by("transaction_id", "-version")
        .distinct("transaction_id")
        .prefetch_related("parts")
    )
    return {d.transaction_id: d for d in newest if d.kind != Decision.Kind.UNDO}


class PlaceTexts:
    """Where money goes, in words that are equal exactly where the places are."""

    def __init__(self, business: Business) -> None:
        accounts = Account.objects.filter(business=business).values_list("pk", "code", "name")
        self._accounts: Mapping[int, str] = {pk: f"{code} {name}" for pk, code, name in accounts}

    def rule(self, rule: RuleSpec, facts: TransactionFacts | None = None) -> str:
        """The place of a rule; of one transaction, or in general."""
        parts = self._shares(rule.splits, facts)
        return self._text(
            rule.account_id, rule.business_percent, parts, rule.exclude, rule.transfer
        )

    def stored(self, rule: Rule) -> str:
        """The place of a stored rule; "–" where it names a payee or tags only."""
        return self.rule(rule_spec(rule)) if rule_spec(rule).places else "–"

    def suggestion(self, suggestion: Suggestion | None, facts: TransactionFacts) -> str:
        """The place of a suggestion; "–" where there is none."""
        if suggestion is None:
            return "–"
        parts = self._shares(shares_from_json(suggestion.splits), facts)
        return self._text(
            suggestion.account_id, suggestion.business_percent, parts,
            suggestion.is_exclusion, suggestion.account_id is None,
        )  # fmt: skip

    def decision(self, decision: Decision) -> str:
        """The place of a decision."""
        parts = [self._part(p.account_id, p.percent, p.amount) for p in decision.parts.all()]
        is_transfer = decision.kind == Decision.Kind.TRANSFER
        is_exclusion = decision.kind == Decision.Kind.EXCLUDE
        return self._text(
            decision.account_id, decision.business_percent, parts, is_exclusion, is_transfer
        )

    def _text(
        self,
        account_id: int | None,
        percent: Decimal,
        parts: Sequence[str],
        exclude: bool,
        transfer: bool,
    ) -> str:
        if exclude:
            return "not booked"
        if parts:
            return "split: " + ", ".join(parts)
        if transfer or account_id is None:
            return "transfer"
        share = "" if percent == HUNDRED else f" {percent.normalize():f} %"
        return self._accounts.get(account_id, "?") + share

    def _shares(self, shares: Sequence[SplitShare], facts: TransactionFacts | None) -> list[str]:
        """The parts; what is an amount, or the rest, is told as what it comes to here."""
        amounts: Sequence[Decimal | None] = [share.amount for share in shares]
        if facts is not None and shares:
            try:
                amounts = split_amounts(facts.amount, facts.currency, shares)
            except RuleError:
                return [f"does not fit {abs(facts.amount).normalize():f} {facts.currency}"]
        return [
            self._part(s.account_id, s.percent, amount)
            for s, amount in zip(shares, amounts, strict=True)
        ]

    def _part(self, account_id: int, percent: Decimal | None, amount: Decimal | None) -> str:
        if percent is not None:
            size = f"{percent.normalize():f} %"
        else:
            size = "rest" if amount is None else f"{abs(amount).normalize():f}"
        return f"{self._accounts.get(account_id, '?')} {size}"

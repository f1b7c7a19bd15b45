"""Reads of classification: what the pure classifiers need, from the database.

Here: rows to frozen records, in a firm's scope. Not here: answering (cascade.py) or writing.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import cast

from django.db.models import QuerySet

from ledgerflow.classification.asking.standing import looked_up_of
from ledgerflow.classification.conditions import Condition
from ledgerflow.classification.context import ClassifyContext
from ledgerflow.classification.facts import PayeeName, TransactionFacts
from ledgerflow.classification.history import NO_HISTORY, History
from ledgerflow.classification.learning.learner import Learner
from ledgerflow.classification.learning.records import Ranking
from ledgerflow.classification.memory import MemoryCount, MemoryIndex
from ledgerflow.classification.models import PayeeMemory, Rule
from ledgerflow.classification.payee_selectors import payee_aliases
from ledgerflow.classification.payees import payee_of
from ledgerflow.classification.refunds import match_refunds
from ledgerflow.classification.rules import DEFAULT_ORDER, Match, RuleBook, RuleSpec
from ledgerflow.classification.sharetext import shares_from_json
from ledgerflow.classification.transfer_unequal import RateOf
from ledgerflow.classification.transfers import OwnAccount, Pairing, pair_transfers
from ledgerflow.firms.models import Business
from ledgerflow.ledger.models import Account
from ledgerflow.ledger.rate_services import rate_book
from ledgerflow.statements.models import BankAccount, BankTransaction


def facts_of(transaction: BankTransaction) -> TransactionFacts:
    """One bank transaction as classifiers see it."""
    account = transaction.bank_account
    return TransactionFacts(
        id=transaction.pk,
        bank_account_id=account.pk,
        account_kind=account.kind,
        date=transaction.date,
        amount=transaction.amount,
        currency=transaction.currency,
        description=transaction.description,
        counterparty=transaction.counterparty,
        bank_type=transaction.bank_type,
        account_last4=account.number_last4,
        check_number=transaction.check_number,
    )


def rule_spec(rule: Rule) -> RuleSpec:
    """A rule, stored or about to be, as the pure engine takes it.

    Raises RuleError or InputError when it is broken.
    """
    return RuleSpec(
        id=rule.pk or 0,
        name=rule.name,
        order=rule.order,
        match=cast("Match", rule.match),
        conditions=tuple(Condition.from_dict(c) for c in rule.conditions),
        account_id=rule.account_id,
        payee_name=rule.payee_name,
        business_percent=rule.business_percent,
        exclude=rule.is_exclusion,
        transfer=rule.is_transfer,
        splits=shares_from_json(rule.splits),
        tags=tuple(rule.tags),
        version=str(rule.version),
        group=rule.group.name if rule.group else "",
        group_order=rule.group.order if rule.group else DEFAULT_ORDER,
    )


def active_rules(business: Business) -> QuerySet[Rule]:
    """The rules that are asked: those switched on, in groups that are on."""
    rules = Rule.objects.filter(business=business, is_active=True)
    return rules.exclude(group__is_active=False).select_related("group")


def context_of(
    business: Business, facts: Iterable[TransactionFacts], history: History = NO_HISTORY
) -> ClassifyContext:
    """Rules, memory, transfer pairs and refunds among the given facts, the bar of a business."""
    counts = PayeeMemory.objects.filter(business=business, count__gt=0)
    rows, aliases = list(facts), payee_aliases(business)
    pairing = _pairing(business, rows, history)
    paired = pairing.by_transaction()
    keyed = Account.objects.filter(business=business, is_active=True, is_heading=False)
    return ClassifyContext(
        rules=RuleBook.of(rule_spec(rule) for rule in active_rules(business)),
        memory=MemoryIndex.of(_count(row, aliases) for row in counts),
        pairs=paired,
        open_transfers=pairing.left_open(),
        refunds=match_refunds(m for m in history.movements if m.id not in paired),
        learned=_learned(history.learner, rows, aliases),
        looked_up=looked_up_of(history.agents.batches, rows, aliases),
        track_record=history.agents,
        aliases=aliases,
        industry=business.industry,
        target_precision=1 - business.target_error_rate,
        account_ids=dict(keyed.exclude(key="").values_list("key", "pk")),
    )


def _learned(
    learner: Learner | None, rows: Sequence[TransactionFacts], aliases: Mapping[str, PayeeName]
) -> dict[int, Ranking]:
    """What the learner says of each; nothing before it has seen a decision."""
    if learner is None or not learner.decisions:
        return {}
    asked = [(row, payee_of(row, aliases)) for row in rows]
    found = learner.suggest_many(asked)
    return {row.id: ranking for row, ranking in zip(rows, found, strict=True)}


def _pairing(business: Business, facts: list[TransactionFacts], history: History) -> Pairing:
    accounts = BankAccount.objects.filter(business=business)
    rows = [*facts, *history.open_halves]
    return pair_transfers(
        rows,
        [OwnAccount(a.pk, a.name, a.number_last4, a.kind) for a in accounts],
        history.accepted_pairs,
        history.own_names,
        (half.id for half in history.open_halves),
        _stated_rates(business) if len({row.currency for row in rows}) > 1 else None,
    )


def _stated_rates(business: Business) -> RateOf:
    """Rates between two currencies as stated, None where one is missing."""
    book = rate_book(business)

    def rate_of(source: str, target: str, day: dt.date) -> Decimal | None:
        left, right = book.rate(source, day), book.rate(target, day)
        return left / right if left and right else None

    return rate_of


def _count(row: PayeeMemory, aliases: Mapping[str, PayeeName]) -> MemoryCount:
    payee = aliases.get(row.payee_key)
    return MemoryCount(
        bank_account_id=row.bank_account_id,
        payee_key=payee.key if payee else row.payee_key,
        account_id=row.account_id,
        business_percent=row.business_percent,
        count=row.count,
        last_date=row.last_date,
    )

"""Reads of classification: what the pure classifiers need, from the database.

Here: rows to frozen records, in a firm's scope. Not here: answering (cascade.py) or writing.
"""

from collections.abc import Iterable
from typing import cast

from ledgerflow.classification.conditions import Condition
from ledgerflow.classification.context import ClassifyContext
from ledgerflow.classification.facts import TransactionFacts
from ledgerflow.classification.memory import MemoryCount, MemoryIndex
from ledgerflow.classification.models import PayeeMemory, Rule
from ledgerflow.classification.rules import Match, RuleBook, RuleSpec
from ledgerflow.classification.transfers import OwnAccount, pair_transfers
from ledgerflow.firms.models import Business
from ledgerflow.ledger.models import Account
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
        transfer=rule.is_transfer,
    )


def context_of(business: Business, facts: Iterable[TransactionFacts]) -> ClassifyContext:
    """Rules, memory, transfer pairs among the given facts, and the bar of a business."""
    rules = Rule.objects.filter(business=business, is_active=True)
    counts = PayeeMemory.objects.filter(business=business, count__gt=0)
    accounts = BankAccount.objects.filter(business=business)
    pairing = pair_transfers(facts, [OwnAccount(a.pk, a.name, a.number_last4) for a in accounts])
    keyed = Account.objects.filter(business=business, is_active=True, is_heading=False)
    return ClassifyContext(
        rules=RuleBook.of(rule_spec(rule) for rule in rules),
        memory=MemoryIndex.of(_count(row) for row in counts),
        pairs=pairing.by_transaction(),
        industry=business.industry,
        target_precision=1 - business.target_error_rate,
        account_ids=dict(keyed.exclude(key="").values_list("key", "pk")),
    )


def _count(row: PayeeMemory) -> MemoryCount:
    return MemoryCount(
        bank_account_id=row.bank_account_id,
        payee_key=row.payee_key,
        account_id=row.account_id,
        business_percent=row.business_percent,
        count=row.count,
        last_date=row.last_date,
    )

"""From a choice to what is to be booked: its accounts found, its parts made.

Here: reads in a firm's scope, and refusing what cannot be booked. Not here: the ways into other
currencies (crossing.py), the entry's lines (posting.py) or writing (services.py).
"""

from dataclasses import dataclass
from decimal import Decimal

from ledgerflow.classification.splitting import split_amounts
from ledgerflow.core.errors import RuleError
from ledgerflow.ledger.drafts import NOTE_MAX
from ledgerflow.review.choices import ALL, Choice
from ledgerflow.review.crossing import Target, category_target, split_target, transfer_target
from ledgerflow.review.lookups import Lookups
from ledgerflow.review.models import Decision
from ledgerflow.review.posting import BookedPart, Booking
from ledgerflow.statements.models import BankTransaction


@dataclass(frozen=True, slots=True)
class SplitPart:
    """One part of a split as it is kept: `amount` in the bank's view."""

    account_id: int
    amount: Decimal
    percent: Decimal | None
    note: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What a choice comes to: where the money goes, and the parts of a split."""

    target: Target
    parts: tuple[SplitPart, ...] = ()

    def booking(self, bank_transaction: BankTransaction, choice: Choice, version: int) -> Booking:
        """As posting takes it; `version` is the decision's."""
        account = self.target.account
        return Booking(
            transaction_id=bank_transaction.pk,
            version=version,
            date=bank_transaction.date,
            amount=bank_transaction.amount,
            currency=bank_transaction.currency,
            description=choice.payee_name or bank_transaction.description,
            bank_ledger_account_id=bank_transaction.bank_account.ledger_account_id,
            account_id=account.pk if account else None,
            owner_account_id=self.target.owner_id,
            business_percent=choice.business_percent,
            crossings=self.target.crossings,
            value=self.target.value,
            parts=tuple(BookedPart(p.account_id, p.amount, p.note) for p in self.parts),
        )


def plan_of(
    bank_transaction: BankTransaction, choice: Choice, where: str, lookups: Lookups | None = None
) -> Plan:
    """Where the money of a choice goes; `where` names the transaction in messages.

    `lookups` are shared where many transactions of the business are planned.
    Raises RuleError where that is nowhere, where parts do not make the whole, where the account
    is the bank account's own, or where one is in another currency and no rate holds.
    """
    share = choice.business_percent
    lookups = lookups or Lookups(bank_transaction.business)
    if choice.kind == Decision.Kind.TRANSFER:
        return Plan(transfer_target(bank_transaction, choice.transfer_with_id, share, lookups))
    if choice.kind == Decision.Kind.SPLIT:
        return _split_plan(bank_transaction, choice, where, lookups)
    if choice.account is not None:
        _refuse_itself(bank_transaction, [choice.account.pk], where)
    return Plan(category_target(bank_transaction, choice.account, share, where, lookups))


def _split_plan(
    bank_transaction: BankTransaction, choice: Choice, where: str, lookups: Lookups
) -> Plan:
    if choice.business_percent != ALL:
        raise RuleError(
            f"{where}: a split has no business share of its own.",
            code="bad_split",
            hint="Make the private part one of the parts, to the owner's draw account.",
        )
    currency = bank_transaction.currency
    amounts = split_amounts(bank_transaction.amount, currency, choice.splits, where)
    ids = [share.account_id for share in choice.splits]
    _refuse_itself(bank_transaction, ids, where)
    accounts = lookups.accounts(ids)
    missing = [number for number, pk in enumerate(ids, 1) if pk not in accounts]
    if missing:
        name = lookups.business.name
        raise RuleError(
            f"{where}: part {missing[0]} goes to an account that {name} does not have.",
            code="no_account",
            hint="Choose accounts of the chart.",
        )
    parts = tuple(
        SplitPart(share.account_id, amount, share.percent, share.note[:NOTE_MAX])
        for share, amount in zip(choice.splits, amounts, strict=True)
    )
    return Plan(split_target(bank_transaction, list(accounts.values()), lookups), parts)


def _refuse_itself(bank_transaction: BankTransaction, account_ids: list[int], where: str) -> None:
    """The bank's own account is one side already: on both, the money would not move."""
    if bank_transaction.bank_account.ledger_account_id in account_ids:
        raise RuleError(
            f"{where}: {bank_transaction.bank_account} is where the money moved already.",
            code="same_account",
            hint="Choose the account that it went to or came from.",
        )

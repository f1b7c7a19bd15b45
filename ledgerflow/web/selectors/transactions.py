"""The list of transactions: a page of what is wanted, each with where its money goes.

Here: reads in a firm's scope, six queries however many rows. Not here: the looking itself
(transactionscan.py), one transaction with its trail (transactiontrail.py).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Subquery

from ledgerflow.classification.facts import NOTHING
from ledgerflow.firms.access import Place
from ledgerflow.ledger.models import Account
from ledgerflow.review.models import Decision, DecisionPart
from ledgerflow.review.paper_models import Attachment, Note
from ledgerflow.review.question_models import QuestionTransaction
from ledgerflow.review.wording import EXCLUDED, TRANSFER, suggestion_place
from ledgerflow.statements.models import BankAccount, BankTransaction
from ledgerflow.web.marks import Mark, sureness, transaction_mark
from ledgerflow.web.selectors.transactionscan import Scanned, scan
from ledgerflow.web.transactionfilter import BOOKED, WAITING, Cursor, TransactionFilter
from ledgerflow.web.transactionfilter import EXCLUDED as STATE_EXCLUDED

OPEN_QUESTIONS = ("waiting", "answered")


@dataclass(frozen=True, slots=True)
class TransactionRow:
    """A transaction in the list. `where`: what it is booked to, or suggested to be.

    `dots` is how sure a suggestion is, "" where it is decided; `asked` the state of an open
    question about it.
    """

    transaction: BankTransaction
    state: str
    mark: Mark
    where: str
    payee: str
    dots: str
    has_notes: bool
    has_papers: bool
    asked: str

    @property
    def is_waiting(self) -> bool:
        """True where a decision is still to be made."""
        return self.state == WAITING


@dataclass(frozen=True, slots=True)
class TransactionsPage:
    """A page of the list, and what its filter and its bar of decisions offer."""

    rows: tuple[TransactionRow, ...]
    scanned: Scanned
    banks: tuple[BankAccount, ...]
    accounts: tuple[Account, ...]

    @property
    def bookable(self) -> list[Account]:
        """The accounts that take entries."""
        return [one for one in self.accounts if one.is_active and not one.is_heading]

    @property
    def has_waiting(self) -> bool:
        """True where something on the page can be decided."""
        return any(row.is_waiting for row in self.rows)


def transactions_page(
    place: Place, wanted: TransactionFilter, after: Cursor | None
) -> TransactionsPage:
    """A page of the business's live transactions, newest first."""
    accounts = tuple(Account.objects.filter(business_id=place.business_id).order_by("code", "pk"))
    scanned = scan(place.business_id, wanted, after)
    return TransactionsPage(
        rows=_rows(scanned.ids, {one.pk: one.name for one in accounts}),
        scanned=scanned,
        banks=tuple(BankAccount.objects.filter(business_id=place.business_id).order_by("name")),
        accounts=accounts,
    )


def _rows(ids: Sequence[int], names: Mapping[int, str]) -> tuple[TransactionRow, ...]:
    if not ids:
        return ()
    asked = QuestionTransaction.objects.filter(
        transaction=OuterRef("pk"), question__state__in=OPEN_QUESTIONS
    )
    beside = {"transaction": OuterRef("pk")}
    found = (
        BankTransaction.objects.filter(pk__in=ids)
        .select_related("bank_account", "waiting__suggestion__account")
        .annotate(
            has_notes=Exists(Note.objects.filter(**beside)),
            has_papers=Exists(Attachment.objects.filter(removed_at=None, **beside)),
            asked=Subquery(asked.order_by("-pk").values("question__state")[:1]),
        )
        .in_bulk()
    )
    decided = _decisions(ids)
    return tuple(_row(found[pk], decided.get(pk), names) for pk in ids)


def _decisions(ids: Sequence[int]) -> dict[int, Any]:
    """The newest decision of each, with the accounts of its parts."""
    parts = DecisionPart.objects.filter(decision=OuterRef("pk")).order_by("position")
    newest = (
        Decision.objects.filter(transaction__in=ids)
        .select_related("account")
        .annotate(part_accounts=ArraySubquery(parts.values("account_id")))
        .order_by("transaction_id", "-version")
        .distinct("transaction_id")
    )
    return {one.transaction_id: one for one in newest if one.kind != Decision.Kind.UNDO}


def _row(transaction: Any, decision: Any, names: Mapping[int, str]) -> TransactionRow:
    waiting = getattr(transaction, "waiting", None)
    suggestion = waiting.suggestion if waiting else None
    if suggestion is not None and suggestion.source == NOTHING:
        suggestion = None
    state = WAITING
    if decision is not None:
        state = STATE_EXCLUDED if decision.kind == Decision.Kind.EXCLUDE else BOOKED
    where = suggestion_place(suggestion, names) if suggestion else ""
    said_by = decision or suggestion
    return TransactionRow(
        transaction=transaction,
        state=state,
        mark=transaction_mark(state),
        where=where if decision is None else _decided_place(decision, names),
        payee=said_by.payee_name if said_by else "",
        dots=sureness(suggestion.confidence) if suggestion and decision is None else "",
        has_notes=transaction.has_notes,
        has_papers=transaction.has_papers,
        asked=transaction.asked or "",
    )


def _decided_place(decision: Any, names: Mapping[int, str]) -> str:
    """Where a decision put the money, short."""
    if decision.kind == Decision.Kind.EXCLUDE:
        return EXCLUDED
    if decision.kind == Decision.Kind.TRANSFER or decision.account is None:
        parts = [names.get(pk, "") for pk in decision.part_accounts]
        return ", ".join(parts) or TRANSFER
    return str(decision.account.name)

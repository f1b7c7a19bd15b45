"""Reads of questions: what is open, asked and answered.

Here: queries in a firm's scope, a fixed number each. Not here: writing (asking.py, answering.py),
or what the client is shown of a bank's text (showing.py).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Count, Q

from ledgerflow.classification.models import Suggestion
from ledgerflow.firms.models import Business
from ledgerflow.ledger.models import Account
from ledgerflow.review.models import WaitingTransaction
from ledgerflow.review.paper_models import Attachment
from ledgerflow.review.question_models import Answer, Question, QuestionTransaction
from ledgerflow.review.questions.asking import OPEN
from ledgerflow.statements.models import BankTransaction

OFFERED = 4
"""So many accounts are offered to the client: more would be a chart of accounts."""

PLAIN_TYPES = (Account.Type.INCOME, Account.Type.EXPENSE)
"""What a client has words for; clearing accounts and equity are the bookkeeper's."""


@dataclass(slots=True)
class AskedQuestion:
    """A question with all that its page shows; the newest answer comes first."""

    question: Question
    transactions: list[BankTransaction] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    papers: list[Attachment] = field(default_factory=list)
    offered: list[Account] = field(default_factory=list)
    waiting_ids: tuple[int, ...] = ()

    @property
    def answer(self) -> Answer | None:
        """The answer that counts."""
        return self.answers[0] if self.answers else None

    @property
    def currency(self) -> str:
        """Of its first transaction; a question is about one payee."""
        return self.transactions[0].currency if self.transactions else ""

    @property
    def total(self) -> Decimal | None:
        """The sum of its transactions; None where they have several currencies."""
        if len({row.currency for row in self.transactions}) != 1:
            return None
        return sum((row.amount for row in self.transactions), Decimal(0))


def open_counts(business_ids: Sequence[int] | None) -> dict[int, tuple[int, int]]:
    """(waiting, answered) of every business that has an open question; None: all of the firm."""
    rows = Question.objects.filter(state__in=OPEN)
    if business_ids is not None:
        rows = rows.filter(business_id__in=business_ids)
    counted = rows.values("business_id").annotate(
        waiting=Count("pk", filter=Q(state=Question.State.WAITING)),
        answered=Count("pk", filter=Q(state=Question.State.ANSWERED)),
    )
    return {row["business_id"]: (row["waiting"], row["answered"]) for row in counted}


def asked_states(transaction_ids: Iterable[int]) -> dict[int, str]:
    """ "waiting" or "answered" of each transaction that an open question is about."""
    rows = QuestionTransaction.objects.filter(
        transaction_id__in=list(transaction_ids), question__state__in=OPEN
    )
    return dict(rows.values_list("transaction_id", "question__state"))


def questions_of(
    business: Business,
    *,
    states: Sequence[str] = OPEN,
    before: int = 0,
    limit: int = 50,
    with_offers: bool = False,
) -> list[AskedQuestion]:
    """Questions in these states with all that is shown of them, newest first.

    `before`: the id of the last one of the page before, 0 for the first page. `with_offers`: also
    what waits and the accounts to choose from. Four queries, six with offers.
    """
    rows = Question.objects.filter(business=business, state__in=states)
    if before:
        rows = rows.filter(pk__lt=before)
    shown = list(rows.select_related("asked_by").order_by("-pk")[:limit])
    return _filled(business, shown, with_offers=with_offers)


def question_shown(business: Business, question: Question) -> AskedQuestion:
    """One question with all that its page shows, offers too."""
    return _filled(business, [question], with_offers=True)[0]


def _filled(
    business: Business, questions: Sequence[Question], *, with_offers: bool
) -> list[AskedQuestion]:
    found = {question.pk: AskedQuestion(question) for question in questions}
    about = QuestionTransaction.objects.filter(question__in=found).select_related(
        "transaction__bank_account"
    )
    for row in about.order_by("transaction__date", "transaction_id"):
        found[row.question_id].transactions.append(row.transaction)
    answers = Answer.objects.filter(question__in=found).select_related("account", "answered_by")
    for answer in answers.order_by("-pk"):
        found[answer.question_id].answers.append(answer)
    papers = Attachment.objects.filter(question__in=found, removed_at=None)
    for paper in papers.order_by("pk"):
        if paper.question_id is not None:
            found[paper.question_id].papers.append(paper)
    if with_offers:
        _fill_offers(business, found)
    return [found[question.pk] for question in questions]


def _fill_offers(business: Business, found: Mapping[int, AskedQuestion]) -> None:
    """What of each waits still, and the accounts that are likely for it, best first."""
    about = {t.pk: pk for pk, one in found.items() for t in one.transactions}
    waiting = WaitingTransaction.objects.filter(transaction_id__in=list(about))
    suggested = {row.pk: row.suggestion for row in waiting.select_related("suggestion")}
    scores: dict[int, dict[int, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for transaction_id, suggestion in suggested.items():
        for account_id, confidence in _named(suggestion) if suggestion else ():
            scores[about[transaction_id]][account_id] += confidence
    wanted = {account_id for ranks in scores.values() for account_id in ranks}
    usable = Account.objects.filter(business=business, is_active=True, is_heading=False)
    accounts = usable.filter(type__in=PLAIN_TYPES).in_bulk(wanted)
    for pk, one in found.items():
        ranked = sorted(scores[pk], key=lambda account_id: -scores[pk][account_id])
        one.offered = [accounts[a] for a in ranked if a in accounts][:OFFERED]
        one.waiting_ids = tuple(t.pk for t in one.transactions if t.pk in suggested)


def _named(suggestion: Suggestion) -> list[tuple[int, Decimal]]:
    """The accounts that a suggestion names, with how likely each is."""
    named = [(suggestion.account_id, suggestion.confidence)]
    named += [
        (other.get("account_id"), Decimal(other.get("confidence") or 0))
        for other in suggestion.alternatives
    ]
    return [(account_id, confidence) for account_id, confidence in named if account_id]

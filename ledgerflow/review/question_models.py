"""Questions to the client, the link that shows them without an account, and the answers.

Here: the tables. A question is about one or more bank transactions of one payee; an answer says
what the money was, and a bookkeeper decides. Not here: asking and answering (questions/).
"""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now

from ledgerflow.firms.models import User
from ledgerflow.ledger.models import Account, BusinessModel
from ledgerflow.statements.models import BankTransaction


class QuestionLink(BusinessModel):
    """An address that shows a business's open questions until it expires or is withdrawn."""

    secret_hash = models.BinaryField(max_length=32)
    sent_to = models.EmailField(blank=True)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"link {self.pk} of business {self.business_id}"


class Question(BusinessModel):
    """What is asked about some transactions; `text` is the bookkeeper's."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        ANSWERED = "answered", "Answered"
        RESOLVED = "resolved", "Resolved"
        WITHDRAWN = "withdrawn", "Withdrawn"

    link = models.ForeignKey(
        QuestionLink, models.PROTECT, null=True, blank=True, db_constraint=False, related_name="+"
    )
    text = models.CharField(max_length=500)
    payee_name = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=9, choices=State, default=State.WAITING)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(db_default=Now())
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["firm", "business", "state"],
                condition=models.Q(state__in=["waiting", "answered"]),
                name="question_open",
            ),
        ]

    def __str__(self) -> str:
        return f"question {self.pk} ({self.state})"


class QuestionTransaction(BusinessModel):
    """One transaction that a question is about."""

    question = models.ForeignKey(
        Question, models.PROTECT, db_constraint=False, related_name="asked_about"
    )
    transaction = models.ForeignKey(
        BankTransaction, models.PROTECT, db_constraint=False, related_name="+"
    )

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["firm", "question", "transaction"], name="questiontransaction_once"
            ),
        ]

    def __str__(self) -> str:
        return f"question {self.question_id} about {self.transaction_id}"


class Answer(BusinessModel):
    """What somebody answered. Append-only: a second thought is a second answer.

    `use` is the client's plain word for it; `account` only where one was offered and chosen.
    Answered by a person who signed in, or through the link.
    """

    class Use(models.TextChoices):
        BUSINESS = "business", "For the business"
        PRIVATE = "private", "Private"
        TRANSFER = "transfer", "Between own accounts"
        UNSURE = "unsure", "I do not know"

    question = models.ForeignKey(
        Question, models.PROTECT, db_constraint=False, related_name="answers"
    )
    use = models.CharField(max_length=8, choices=Use)
    account = models.ForeignKey(
        Account, models.PROTECT, null=True, blank=True, db_constraint=False, related_name="+"
    )
    text = models.CharField(max_length=1000, blank=True)
    link = models.ForeignKey(
        QuestionLink, models.PROTECT, null=True, blank=True, db_constraint=False, related_name="+"
    )
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(link__isnull=False) | models.Q(answered_by__isnull=False),
                name="answer_has_author",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.use} to question {self.question_id}"

"""What banks said, and the facts behind it.

Here: bank accounts, files, statements, their lines, and the bank transactions that one or
more lines report. Not here: reading (formats/), judging (proof.py) or matching (dedupe.py).
"""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models.functions import Now

from ledgerflow.audit.models import Batch
from ledgerflow.firms.models import User
from ledgerflow.ledger.models import Account, BusinessModel
from ledgerflow.statements.knownlines import RULES_ACROSS_DAYS


class BankAccount(BusinessModel):
    """An account at an institution. Of its number only a keyed fingerprint and four digits."""

    class Kind(models.TextChoices):
        CHECKING = "checking", "Checking"
        SAVINGS = "savings", "Savings"
        CARD = "card", "Card"
        LOAN = "loan", "Loan"
        INVESTMENT = "investment", "Investment"

    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.CHECKING)
    currency = models.CharField(max_length=3)
    number_fingerprint = models.CharField(max_length=64, blank=True)
    number_last4 = models.CharField(max_length=4, blank=True)
    ledger_account = models.ForeignKey(
        Account, models.PROTECT, db_constraint=False, related_name="+"
    )
    stated_balance = models.DecimalField(max_digits=19, decimal_places=4, null=True, blank=True)
    stated_balance_date = models.DateField(null=True, blank=True)
    csv_profile = models.JSONField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["name"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["firm", "business", "name"], name="bankaccount_name_unique"
            ),
            models.UniqueConstraint(
                fields=["firm", "business", "number_fingerprint"],
                condition=~models.Q(number_fingerprint=""),
                name="bankaccount_number_unique",
            ),
            models.UniqueConstraint(
                fields=["firm", "ledger_account"], name="bankaccount_ledger_account_unique"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ··{self.number_last4}" if self.number_last4 else self.name


class BankAccountIdentity(BusinessModel):
    """A way in which files write an account's number, as a keyed fingerprint. Append-only.

    A `number` names the account wherever it is read; a `part` (the number without its bank, or
    the digits that a masked number shows) does where only one account fits.
    """

    class Kind(models.TextChoices):
        NUMBER = "number", "Whole number"
        PART = "part", "Part of a number"

    bank_account = models.ForeignKey(
        BankAccount, models.PROTECT, db_constraint=False, related_name="identities"
    )
    kind = models.CharField(max_length=6, choices=Kind)
    fingerprint = models.CharField(max_length=64)
    learned_at = models.DateTimeField(db_default=Now())
    learned_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name_plural = "bank account identities"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["firm", "business", "fingerprint"],
                condition=models.Q(kind="number"),
                name="bankaccountidentity_number_unique",
            ),
            models.UniqueConstraint(
                fields=["firm", "bank_account", "fingerprint"],
                name="bankaccountidentity_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of bank account {self.bank_account_id}"


class StatementFile(BusinessModel):
    """A file as it came. `outcome` holds faults, proofs and the reading, as shown to people.

    `repairs` are those that a person accepted, each with who, when and why; oldest first.
    """

    class State(models.TextChoices):
        RECEIVED = "received", "Received"
        NEEDS_ACCOUNT = "needs_account", "Which account?"
        NEEDS_PASSWORD = "needs_password", "Needs its password"
        NOT_PROVED = "not_proved", "Not proved"
        FAILED = "failed", "Not readable"
        PUBLISHED = "published", "In the books' waiting room"
        WITHDRAWN = "withdrawn", "Undone"

    batch = models.ForeignKey(Batch, models.PROTECT, db_constraint=False, related_name="files")
    name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    size_bytes = models.BigIntegerField()
    stored_as = models.UUIDField(default=uuid.uuid4, editable=False)
    bank_account = models.ForeignKey(
        BankAccount, models.PROTECT, null=True, blank=True, db_constraint=False, related_name="+"
    )
    format = models.CharField(max_length=20, blank=True)
    state = models.CharField(max_length=15, choices=State, default=State.RECEIVED)
    outcome = models.JSONField(default=dict)
    repairs = models.JSONField(default=list, db_default=models.Value([], models.JSONField()))
    override_reason = models.CharField(max_length=500, blank=True)
    override_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    received_at = models.DateTimeField(db_default=Now())
    received_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["firm", "business", "sha256"],
                condition=~models.Q(state="withdrawn"),
                name="statementfile_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Statement(BusinessModel):
    """One account's period in a file. Balances are the holder's view."""

    class Verdict(models.TextChoices):
        PROVED = "proved", "Proved"
        NOT_PROVED = "not_proved", "Not proved"
        NOT_PROVABLE = "not_provable", "Not provable"

    file = models.ForeignKey(
        StatementFile, models.PROTECT, db_constraint=False, related_name="statements"
    )
    position = models.PositiveIntegerField()
    bank_account = models.ForeignKey(
        BankAccount, models.PROTECT, db_constraint=False, related_name="statements"
    )
    currency = models.CharField(max_length=3)
    start = models.DateField(null=True)
    end = models.DateField(null=True)
    opening = models.DecimalField(max_digits=19, decimal_places=4, null=True)
    closing = models.DecimalField(max_digits=19, decimal_places=4, null=True)
    closing_date = models.DateField(null=True)
    lines_sum = models.DecimalField(max_digits=19, decimal_places=4)
    line_count = models.PositiveIntegerField()
    own_verdict = models.CharField(max_length=12, choices=Verdict)
    verdict = models.CharField(max_length=12, choices=Verdict)
    reason = models.CharField(max_length=500)
    proof = models.JSONField(default=dict)
    withdrawn_by = models.ForeignKey(
        Batch, models.PROTECT, null=True, blank=True, db_constraint=False, related_name="+"
    )

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["firm", "file", "position"], name="statement_position_unique"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.bank_account_id} {self.start}..{self.end}"


class StatementLine(BusinessModel):
    """What the bank said, row by row. Append-only.

    `box` is where the row stands on its page: left, top, right, bottom as parts of the page's
    width and height (0 to 1, from the top left corner).
    """

    statement = models.ForeignKey(
        Statement, models.PROTECT, db_constraint=False, related_name="lines"
    )
    position = models.PositiveIntegerField()
    row = models.PositiveIntegerField()
    page = models.PositiveIntegerField(null=True)
    box = models.JSONField(null=True)
    date = models.DateField()
    value_date = models.DateField(null=True)
    amount = models.DecimalField(max_digits=19, decimal_places=4)
    currency = models.CharField(max_length=3)
    description = models.TextField()
    counterparty = models.TextField(blank=True)
    bank_id = models.CharField(max_length=255, blank=True)
    bank_type = models.CharField(max_length=60, blank=True)
    check_number = models.CharField(max_length=60, blank=True)
    balance = models.DecimalField(max_digits=19, decimal_places=4, null=True)
    raw = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["firm", "statement", "position"], name="statementline_position_unique"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.date} {self.amount} {self.description[:40]}"


class BankTransaction(BusinessModel):
    """The one fact that statement lines report. `is_live`: some line still stands for it."""

    bank_account = models.ForeignKey(
        BankAccount, models.PROTECT, db_constraint=False, related_name="transactions"
    )
    date = models.DateField()
    amount = models.DecimalField(max_digits=19, decimal_places=4)
    currency = models.CharField(max_length=3)
    description = models.TextField()
    counterparty = models.TextField(blank=True)
    bank_type = models.CharField(max_length=60, blank=True)
    check_number = models.CharField(max_length=60, blank=True)
    is_live = models.BooleanField(default=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["firm", "bank_account", "date", "amount"], name="banktransaction_match"
            ),
            models.Index(fields=["firm", "business", "date", "id"], name="banktransaction_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.date} {self.amount} {self.description[:40]}"


class LineMatch(BusinessModel):
    """Which transaction a line reports, and why. Changes only as a person's MatchChange says."""

    line = models.OneToOneField(
        StatementLine, models.PROTECT, db_constraint=False, related_name="match"
    )
    transaction = models.ForeignKey(
        BankTransaction, models.PROTECT, db_constraint=False, related_name="matches"
    )
    rule = models.CharField(max_length=20)
    reason = models.CharField(max_length=200)

    class Meta:
        verbose_name_plural = "line matches"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["firm", "business"],
                condition=models.Q(rule__in=RULES_ACROSS_DAYS),
                name="linematch_across_days",
            ),
        ]

    def __str__(self) -> str:
        return f"line {self.line_id} is transaction {self.transaction_id}: {self.reason}"


class MatchChange(BusinessModel):
    """A person's word that a line reports another transaction; the newest stands. Append-only."""

    class Kind(models.TextChoices):
        SPLIT = "split", "These are two"
        JOIN = "join", "These are one"

    line = models.ForeignKey(
        StatementLine, models.PROTECT, db_constraint=False, related_name="changes"
    )
    kind = models.CharField(max_length=5, choices=Kind)
    from_transaction = models.ForeignKey(
        BankTransaction, models.PROTECT, db_constraint=False, related_name="+"
    )
    to_transaction = models.ForeignKey(
        BankTransaction, models.PROTECT, db_constraint=False, related_name="+"
    )
    rule_before = models.CharField(max_length=20)
    reason_before = models.CharField(max_length=200)
    reason = models.CharField(max_length=200)
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"line {self.line_id}: {self.from_transaction_id} -> {self.to_transaction_id}"

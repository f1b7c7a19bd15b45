"""Files on their way in, and how much money moved on each account, kept by triggers.

Here: the tables. Not here: taking a file's parts (uploading.py), statements (models.py).
"""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models.functions import Now

from ledgerflow.firms.models import User
from ledgerflow.ledger.models import BusinessModel
from ledgerflow.statements.models import BankAccount, StatementFile


class UploadSession(BusinessModel):
    """A file that comes in parts, so that a lost connection costs one part and not the file.

    `fingerprint` is the sender's word for the same file (its SHA-256 as hex); the bytes so far lie
    under `stored_as`. Only a whole file whose bytes agree becomes a StatementFile.
    """

    class State(models.TextChoices):
        OPEN = "open", "On its way"
        DONE = "done", "Received"
        REFUSED = "refused", "Refused"

    name = models.CharField(max_length=255)
    size_bytes = models.BigIntegerField()
    received_bytes = models.BigIntegerField(default=0, db_default=0)
    fingerprint = models.CharField(max_length=64)
    stored_as = models.UUIDField(default=uuid.uuid4, editable=False)
    account = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=7, choices=State, default=State.OPEN)
    refusal = models.CharField(max_length=500, blank=True)
    file = models.ForeignKey(
        StatementFile, models.PROTECT, null=True, blank=True, db_constraint=False, related_name="+"
    )
    started_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    started_at = models.DateTimeField(db_default=Now())
    touched_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["firm", "business", "fingerprint"],
                condition=models.Q(state="open"),
                name="uploadsession_open_once",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    size_bytes__gt=0,
                    received_bytes__gte=0,
                    received_bytes__lte=models.F("size_bytes"),
                ),
                name="uploadsession_size",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.received_bytes} of {self.size_bytes}"


class AccountMonth(BusinessModel):
    """What moved on a bank account in a month, of live transactions: kept by triggers.

    `month` is its first day, `out` is negative. Slots are summed on read (as MonthBalance).
    """

    pk = models.CompositePrimaryKey("business_id", "bank_account_id", "month", "slot")
    bank_account = models.ForeignKey(
        BankAccount, models.PROTECT, db_constraint=False, db_index=False, related_name="+"
    )
    month = models.DateField()
    slot = models.SmallIntegerField()
    count = models.BigIntegerField()
    into = models.DecimalField(max_digits=25, decimal_places=4)
    out = models.DecimalField(max_digits=25, decimal_places=4)

    def __str__(self) -> str:
        return f"{self.bank_account_id} {self.month:%Y-%m} {self.count}"

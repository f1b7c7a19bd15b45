"""Payees, rules of a person, what decisions taught, and suggestions.

Here: tables only. Not here: matching (rules.py), normalising (payees.py), the order of
classifiers (cascade.py).
"""

from decimal import Decimal
from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Now

from ledgerflow.audit.models import Batch
from ledgerflow.firms.models import User
from ledgerflow.ledger.models import Account, BusinessModel
from ledgerflow.statements.models import BankAccount, BankTransaction

EMPTY_LIST = models.Value([], models.JSONField())
EMPTY_OBJECT = models.Value({}, models.JSONField())


class Payee(BusinessModel):
    """Somebody whom a business pays or is paid by, under the name that people gave."""

    name = models.CharField(max_length=200)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["firm", "business", "name"], name="payee_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


class PayeeAlias(BusinessModel):
    """A normalised key (payees.py) that stands for a payee; a key stands for one at most."""

    key = models.CharField(max_length=200)
    payee = models.ForeignKey(Payee, models.PROTECT, db_constraint=False, related_name="aliases")

    class Meta:
        verbose_name_plural = "payee aliases"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["firm", "business", "key"], name="payeealias_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            GinIndex(
                fields=["business", "key"],
                name="payeealias_near",
                opclasses=["int8_ops", "gin_trgm_ops"],
                fastupdate=False,
            ),
        ]

    def __str__(self) -> str:
        return self.key


class RuleGroup(BusinessModel):
    """Rules that are ordered, and switched on and off, together; lower `order` comes first."""

    name = models.CharField(max_length=80)
    order = models.PositiveIntegerField(default=100)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["order", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["firm", "business", "name"], name="rulegroup_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Rule(BusinessModel):
    """A person's rule: tried in order (its group's first); the first that matches answers.

    `splits` as in `SplitShare`: [{"account_id", "percent" or "amount", "note"}]. `version` counts
    changes, so that a suggestion names the very rule that made it. A proposed rule comes from
    repeated decisions (`evidence` says which) and is never active before a person approves it.
    """

    class Match(models.TextChoices):
        ALL = "all", "All conditions"
        ANY = "any", "Any condition"
        NONE = "none", "No condition"

    group = models.ForeignKey(
        RuleGroup,
        models.PROTECT,
        null=True,
        blank=True,
        db_constraint=False,
        related_name="rules",
    )
    name = models.CharField(max_length=120)
    order = models.PositiveIntegerField(default=100)
    version = models.PositiveIntegerField(default=1, db_default=1)
    match = models.CharField(max_length=4, choices=Match, default=Match.ALL)
    conditions = models.JSONField()
    account = models.ForeignKey(
        Account, models.PROTECT, null=True, blank=True, db_constraint=False, related_name="+"
    )
    payee_name = models.CharField(max_length=120, blank=True)
    business_percent = models.DecimalField(max_digits=7, decimal_places=4, default=Decimal(100))
    is_transfer = models.BooleanField(default=False)
    is_exclusion = models.BooleanField(default=False, db_default=False)
    splits = models.JSONField(default=list, db_default=EMPTY_LIST, blank=True)
    tags = models.JSONField(default=list, db_default=EMPTY_LIST, blank=True)
    is_active = models.BooleanField(default=True)
    is_proposed = models.BooleanField(default=False, db_default=False)
    evidence = models.JSONField(default=dict, db_default=EMPTY_OBJECT, blank=True)
    approved_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering: ClassVar[list[str]] = ["order", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(business_percent__range=(0, 100)), name="rule_business_percent"
            ),
            models.CheckConstraint(
                condition=models.Q(account__isnull=False)
                | models.Q(is_transfer=True)
                | models.Q(is_exclusion=True)
                | ~models.Q(splits=[])
                | ~models.Q(payee_name="")
                | ~models.Q(tags=[]),
                name="rule_does_something",
            ),
            models.CheckConstraint(
                condition=models.Q(is_proposed=False) | models.Q(is_active=False),
                name="rule_proposed_is_not_active",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PayeeMemory(BusinessModel):
    """How often people decided this payee on this bank account for this ledger account."""

    bank_account = models.ForeignKey(
        BankAccount, models.PROTECT, db_constraint=False, related_name="+"
    )
    payee_key = models.CharField(max_length=200)
    payee_name = models.CharField(max_length=200, blank=True)
    account = models.ForeignKey(Account, models.PROTECT, db_constraint=False, related_name="+")
    business_percent = models.DecimalField(max_digits=7, decimal_places=4, default=Decimal(100))
    count = models.PositiveIntegerField(default=0)
    last_date = models.DateField()

    class Meta:
        verbose_name_plural = "payee memories"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["firm", "bank_account", "payee_key", "account", "business_percent"],
                name="payeememory_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.payee_key}: {self.count}"


class LearnedModel(BusinessModel):
    """The learner of a business after the decisions up to `upto`: a cache, made anew if refused.

    It holds the `decisions` that stood with ids up to `upto`, whose ids add up to `ids_sum`.
    `state` is Learner.dump(), `reliability` its calibrator's counts; `sha256` is keyed and over all
    of it (learned.py). The decisions are what is true: what does not fit them is thrown away.
    """

    upto = models.BigIntegerField()
    decisions = models.PositiveIntegerField()
    ids_sum = models.DecimalField(max_digits=30, decimal_places=0)
    reliability = models.JSONField(default=dict)
    version = models.CharField(max_length=40)
    state = models.BinaryField()
    sha256 = models.BinaryField(max_length=32)
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["firm", "business", "upto"], name="learnedmodel_once"),
        ]

    def __str__(self) -> str:
        return f"{self.business_id} up to {self.upto}"


class Suggestion(BusinessModel):
    """A classifier's answer for one transaction; the newest one counts. Append-only.

    `confidence` is the lower bound of the hit rate observed for this `kind` of evidence,
    `hit_rate` the rate itself where it was observed; `is_exclusion`: it is not to be booked.
    `evidence` of an agent's: {"sources", "questions", "model", "run"}, as in looked_up.py.
    """

    transaction = models.ForeignKey(
        BankTransaction, models.PROTECT, db_constraint=False, related_name="suggestions"
    )
    batch = models.ForeignKey(Batch, models.PROTECT, db_constraint=False, related_name="+")
    account = models.ForeignKey(
        Account, models.PROTECT, null=True, db_constraint=False, related_name="+"
    )
    transfer_with = models.ForeignKey(
        BankTransaction, models.PROTECT, null=True, db_constraint=False, related_name="+"
    )
    payee_key = models.CharField(max_length=200, blank=True)
    payee_name = models.CharField(max_length=200, blank=True)
    business_percent = models.DecimalField(max_digits=7, decimal_places=4, default=Decimal(100))
    splits = models.JSONField(default=list, db_default=EMPTY_LIST)
    tags = models.JSONField(default=list, db_default=EMPTY_LIST)
    is_exclusion = models.BooleanField(default=False, db_default=False)
    confidence = models.DecimalField(max_digits=6, decimal_places=5)
    hit_rate = models.DecimalField(max_digits=6, decimal_places=5, null=True)
    kind = models.CharField(max_length=40, blank=True, db_default="")
    source = models.CharField(max_length=20)
    source_ref = models.CharField(max_length=120, blank=True)
    version = models.CharField(max_length=40, blank=True)
    reasons = models.JSONField(default=list)
    alternatives = models.JSONField(default=list)
    evidence = models.JSONField(default=dict, db_default=EMPTY_OBJECT)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(confidence__range=(0, 1)), name="suggestion_confidence"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["firm", "transaction", "-id"], name="suggestion_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.source} says {self.account_id} for {self.transaction_id}"

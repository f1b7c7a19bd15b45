"""What runs of agents leave behind: the run, its tool calls, what left the machine, look-ups.

Here: tables, rows of firms behind row-level security. Not here: what the operator governs
(models.py). A run refers to bank transactions by id only: agents know no statements.
"""

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models.functions import Now

from ledgerflow.audit.models import Batch
from ledgerflow.firms.models import User
from ledgerflow.ledger.models import BusinessModel

EMPTY_LIST = models.Value([], models.JSONField())
EMPTY_OBJECT = models.Value({}, models.JSONField())


class LookUp(BusinessModel):
    """A batch of runs over the undecided transactions of a business, with its progress.

    `total` counts the questions (payees) to ask, `done` those asked; `reason` says why it stopped
    early or went without something. Undoing its batch takes its suggestions back.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        RUNNING = "running", "Running"
        DONE = "done", "Done"
        CANCELLED = "cancelled", "Cancelled"
        STOPPED = "stopped", "Stopped"

    batch = models.ForeignKey(
        Batch, models.PROTECT, null=True, db_constraint=False, related_name="+"
    )
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    suggested = models.PositiveIntegerField(default=0)
    to_review = models.PositiveIntegerField(default=0)
    is_cancel_wanted = models.BooleanField(default=False)
    reason_code = models.CharField(max_length=40, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    asked_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(db_default=Now())
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "look-up"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["firm", "business", "-id"], name="lookup_newest"),
        ]

    def __str__(self) -> str:
        return f"look-up {self.pk}: {self.done} of {self.total}"


class AgentRun(BusinessModel):
    """One question put to an agent, and everything that came of it. Once ended, never changed.

    `subject_key` is the payee's key ("" where the question is of no payee), `transactions` the
    ids it was asked for. `input` and `messages` are what the model was given, masked; `output` the
    checked answer, or null. `refusals`: what was attempted and refused, as [{"what", "detail"}].
    `cost` in US dollars. A trial writes nothing but itself.
    """

    class State(models.TextChoices):
        RUNNING = "running", "Running"
        ANSWERED = "answered", "Answered"
        REVIEW = "review", "To a person"
        FAILED = "failed", "Failed"
        CANCELLED = "cancelled", "Cancelled"

    # Operator rows, of no firm: plain keys.
    agent = models.ForeignKey("agents.Agent", models.PROTECT, related_name="runs")
    prompt = models.ForeignKey("agents.PromptVersion", models.PROTECT, related_name="+")
    look_up = models.ForeignKey(
        LookUp, models.PROTECT, null=True, blank=True, db_constraint=False, related_name="runs"
    )
    kind = models.CharField(max_length=20)
    provider = models.CharField(max_length=12, blank=True)
    model_name = models.CharField(max_length=120, blank=True)
    is_trial = models.BooleanField(default=False)
    subject_key = models.CharField(max_length=200, blank=True)
    transactions = models.JSONField(default=list, db_default=EMPTY_LIST)
    state = models.CharField(max_length=10, choices=State, default=State.RUNNING)
    reason_code = models.CharField(max_length=40, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    input = models.JSONField(default=dict, db_default=EMPTY_OBJECT)
    output = models.JSONField(null=True, blank=True)
    messages = models.JSONField(default=list, db_default=EMPTY_LIST)
    refusals = models.JSONField(default=list, db_default=EMPTY_LIST)
    requests = models.PositiveIntegerField(default=0)
    tool_calls = models.PositiveIntegerField(default=0)
    input_tokens = models.PositiveIntegerField(default=0)
    output_tokens = models.PositiveIntegerField(default=0)
    cost = models.DecimalField(max_digits=12, decimal_places=6, default=Decimal(0))
    milliseconds = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["firm", "business", "kind", "subject_key"], name="run_by_subject"),
            models.Index(fields=["firm", "-id"], name="run_newest"),
            models.Index(
                fields=["firm", "started_at"],
                condition=models.Q(state="running"),
                name="run_under_way",
            ),
        ]

    def __str__(self) -> str:
        return f"run {self.pk} ({self.kind})"


class ToolCall(BusinessModel):
    """One call of a tool within a run; its result is kept so that the run can be replayed."""

    class Outcome(models.TextChoices):
        OK = "ok", "Answered"
        RETRY = "retry", "Asked to try other arguments"
        FAILED = "failed", "Failed"
        TIMEOUT = "timeout", "Took too long"
        REFUSED = "refused", "Refused"

    run = models.ForeignKey(
        AgentRun, models.PROTECT, db_constraint=False, related_name="recorded_calls"
    )
    position = models.PositiveSmallIntegerField()
    tool_name = models.CharField(max_length=60)
    module_path = models.CharField(max_length=200)
    arguments = models.JSONField(default=dict)
    result = models.TextField(blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome)
    error = models.CharField(max_length=500, blank=True)
    was_cut = models.BooleanField(default=False)
    from_cache = models.BooleanField(default=False)
    milliseconds = models.PositiveIntegerField(default=0)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering: ClassVar[list[str]] = ["run", "position"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["firm", "run", "position"], name="toolcall_once"),
        ]

    def __str__(self) -> str:
        return f"{self.tool_name} ({self.outcome})"


class OutboundCall(BusinessModel):
    """What left the machine for an agent: whereto, how much, and the masked text itself.

    Append-only. `sent_text` is cut at 20,000 characters; `sent_sha256` is over all that was sent.
    """

    run = models.ForeignKey(
        AgentRun, models.PROTECT, null=True, db_constraint=False, related_name="outbound"
    )
    purpose = models.CharField(max_length=10)
    method = models.CharField(max_length=8)
    url = models.CharField(max_length=1_000)
    host = models.CharField(max_length=253)
    address = models.CharField(max_length=45, blank=True)
    status = models.PositiveSmallIntegerField(null=True)
    refused = models.CharField(max_length=300, blank=True)
    sent_bytes = models.PositiveIntegerField(default=0)
    received_bytes = models.PositiveIntegerField(default=0)
    sent_sha256 = models.CharField(max_length=64, blank=True)
    sent_text = models.TextField(blank=True)
    milliseconds = models.PositiveIntegerField(default=0)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["firm", "-id"], name="outbound_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} to {self.host}"

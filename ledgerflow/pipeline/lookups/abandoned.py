"""Look-ups and workers: what a dead one left behind, and when a living one gives way.

Here: questions to the queue and ending what nobody works on. Not here: working (batch.py).
"""

import datetime as dt
import logging
import time
from collections.abc import Callable

from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.jobs import Status

from ledgerflow.agents.lookups import OPEN, look_up_end
from ledgerflow.agents.run_models import AgentRun, LookUp
from ledgerflow.agents.services import ABANDONED, runs_abandoned_close
from ledgerflow.core.errors import LedgerFlowError
from ledgerflow.core.scope import firm_scope
from ledgerflow.firms.access import firm_ids

logger = logging.getLogger(__name__)

JOB_NAME = "agents_look_up"
LIVING = (Status.TODO.value, Status.DOING.value)
GRACE = dt.timedelta(minutes=12)
"""So much longer than its limit a run may take before it is given up: it may have to wait for one
of its model's places first, ten minutes at most (runner/asking.py)."""

SECONDS_BEFORE_GIVING_WAY = 15.0
SECONDS_BETWEEN_LOOKS = 2.0
RUNS_AT_ONCE = 500


def abandoned_end() -> None:
    """End what dead workers left in every firm; one firm's trouble keeps no other waiting."""
    at_work = set(
        ProcrastinateJob.objects.filter(task_name=JOB_NAME, status__in=LIVING).values_list(
            "args__business_id", flat=True
        )
    )
    for firm_id in firm_ids():
        try:
            with firm_scope(firm_id), transaction.atomic():
                _end_in_firm(at_work)
        except LedgerFlowError as error:
            logger.warning("Tidying up after agents in firm %s failed (%s).", firm_id, error.code)


def _end_in_firm(at_work: set[int]) -> None:
    late = AgentRun.objects.filter(
        state=AgentRun.State.RUNNING,
        started_at__lt=Now() - GRACE - F("agent__max_seconds") * dt.timedelta(seconds=1),
    )
    runs_abandoned_close(runs=late.order_by("pk")[:RUNS_AT_ONCE])
    left = LookUp.objects.filter(state__in=OPEN).exclude(business_id__in=at_work)
    for look_up in left.filter(created_at__lt=timezone.now() - GRACE):
        look_up_end(
            look_up=look_up,
            state=LookUp.State.STOPPED,
            code=ABANDONED,
            reason="Its worker died, and its job was not taken up again. Start it anew.",
        )


def others_wait(clock: Callable[[], float] = time.monotonic) -> Callable[[], bool]:
    """A question for a look-up at work: should it give way?

    Not within its first seconds; then while any other job could run now. A worker with few hands
    would otherwise keep statements waiting for as long as a model is asked.
    """
    begun = asked = clock()
    waits = False

    def ask() -> bool:
        nonlocal asked, waits
        now = clock()
        if now - begun < SECONDS_BEFORE_GIVING_WAY or now - asked < SECONDS_BETWEEN_LOOKS:
            return waits
        asked, waits = now, _somebody_waits()
        return waits

    return ask


def _somebody_waits() -> bool:
    due = Q(scheduled_at=None) | Q(scheduled_at__lte=Now())
    return ProcrastinateJob.objects.filter(due, status=Status.TODO.value).exists()

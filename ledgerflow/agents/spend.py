"""What agents may spend on a day: reserved before a run, settled after it.

Here: writes of AgentSpend in the caller's transaction. Not here: what a run costs (records.py), or
the run's own row (services.py). A day is a UTC day and counts over all firms; amounts are US
dollars. One UPDATE looks and reserves, so that runs that start together never pass the limit.
"""

import datetime as dt
from decimal import Decimal

from django.db.models import F
from django.utils import timezone

from ledgerflow.agents.models import AgentSpend
from ledgerflow.agents.records import AgentSpec, Usage
from ledgerflow.core.errors import LimitError

ZERO = Decimal(0)


def reservation_of(spec: AgentSpec) -> Decimal:
    """What one run may cost at most; nothing with a model that has no price."""
    is_free = not (spec.model.input_price or spec.model.output_price)
    return ZERO if is_free else spec.max_cost_per_run


def spend_reserve(*, spec: AgentSpec, day: dt.date, amount: Decimal) -> None:
    """Set aside what a run may cost. LimitError (agent_budget) where the day's limit is in reach.

    What others reserved counts as spent until they settle.
    """
    AgentSpend.objects.bulk_create([AgentSpend(agent_id=spec.id, day=day)], ignore_conflicts=True)
    taken = AgentSpend.objects.filter(
        agent_id=spec.id,
        day=day,
        cost__lte=spec.max_cost_per_day - amount - F("reserved"),
    ).update(reserved=F("reserved") + amount, runs=F("runs") + 1)
    if not taken:
        raise _over(spec, day, amount)


def spend_settle(*, agent_id: int, day: dt.date, reserved: Decimal, usage: Usage) -> None:
    """Put what a run used in the place of what was reserved for it."""
    AgentSpend.objects.filter(agent_id=agent_id, day=day).update(
        reserved=F("reserved") - reserved,
        cost=F("cost") + usage.cost,
        requests=F("requests") + usage.requests,
        input_tokens=F("input_tokens") + usage.input_tokens,
        output_tokens=F("output_tokens") + usage.output_tokens,
    )


def _over(spec: AgentSpec, day: dt.date, amount: Decimal) -> LimitError:
    limit = spec.max_cost_per_day
    if amount > limit:
        message = (
            f"Agent {spec.name}: one run may cost {amount:f} USD, but a whole day only {limit:f}."
        )
        hint = "Lower the agent's cost per run, or raise its cost per day, in the admin."
    else:
        message = f"Agent {spec.name} has reached its limit of {limit:f} USD for {day}."
        hint = "Raise its cost per day in the admin, or go on tomorrow (days are UTC)."
    return LimitError(message, code="agent_budget", hint=hint, extra={"agent": spec.name})


def spent_today(agent_id: int) -> Decimal:
    """What an agent has spent on this UTC day, with what running runs may still cost."""
    today = timezone.now().astimezone(dt.UTC).date()
    rows = AgentSpend.objects.filter(agent_id=agent_id, day=today)
    return sum((row.cost + row.reserved for row in rows), ZERO)

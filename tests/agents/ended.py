"""Runs that have ended, by the row, for tests that read them.

Here: `ended_run`, inside `books.scope()`. Not here: agents and models (asked.py), running one.
"""

from typing import Any

from django.utils import timezone

from ledgerflow.agents.models import Agent
from ledgerflow.agents.run_models import AgentRun


def ended_run(books: Any, agent: Agent, **fields: Any) -> AgentRun:
    """A run of an agent for a business of tests, answered unless `state` says otherwise."""
    told: dict[str, Any] = {"state": AgentRun.State.ANSWERED, "ended_at": timezone.now()} | fields
    return AgentRun.objects.create(
        firm_id=books.place.firm_id,
        business_id=books.place.business_id,
        agent=agent,
        prompt=agent.prompt,
        kind=agent.kind,
        provider="compatible",
        model_name="invented-7b",
        **told,
    )

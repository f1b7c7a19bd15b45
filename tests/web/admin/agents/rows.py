"""Runs that have ended, for tests of what admin shows of them."""

from django.utils import timezone

from ledgerflow.agents.run_models import AgentRun
from tests.agents.asked import agent


def agent_row(kind):
    """An agent of a kind, named after it, with a model of this machine and a prompt."""
    return agent(kind)


def ended_run(books, made, **fields):
    """A run of an agent, answered unless said otherwise; call inside `books.scope()`."""
    told = {"state": AgentRun.State.ANSWERED, "ended_at": timezone.now()} | fields
    return AgentRun.objects.create(
        firm_id=books.place.firm_id,
        business_id=books.place.business_id,
        agent=made,
        prompt=made.prompt,
        kind=made.kind,
        provider="compatible",
        model_name="invented-7b",
        **told,
    )

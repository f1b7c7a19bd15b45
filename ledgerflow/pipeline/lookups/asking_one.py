"""One question put to an agent, from the policy to what is written.

Here: the order. Not here: the model (agents/runner), what is asked and what is suggested
(classification/asking), many questions (crew.py). No transaction is open while a model, a search
server or a page is waited for; what became of it is written in one.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from django.conf import settings
from django.db import DataError, IntegrityError, transaction

from ledgerflow.agents.context import RunContext
from ledgerflow.agents.records import AgentSpec, Question, RunOutcome
from ledgerflow.agents.run_models import AgentRun, LookUp
from ledgerflow.agents.runner.run import agent_run
from ledgerflow.agents.services import run_close, run_open
from ledgerflow.agents.toolbox.calling import Toolbox
from ledgerflow.audit.models import Batch
from ledgerflow.classification.asking.groups import Group
from ledgerflow.classification.asking.sources import merchant_facts, similar_decisions
from ledgerflow.classification.asking.suggesting import suggestions_write
from ledgerflow.core.errors import LedgerFlowError
from ledgerflow.firms.access import Place, working_in
from ledgerflow.firms.models import Business
from ledgerflow.pipeline.lookups.permits import refuse_by_policy
from tools.outbound.addresses import OutboundPolicy

MakeQuestion = Callable[[Business], Question]
"""Reads what is asked; called in the firm's scope."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What became of one question; `suggested` counts the suggestions that were written."""

    run_id: int
    outcome: RunOutcome
    suggested: int = 0


def never() -> bool:
    """Nobody cancels."""
    return False


def ask_one(
    place: Place,
    spec: AgentSpec,
    make_question: MakeQuestion,
    *,
    group: Group | None = None,
    batch: Batch | None = None,
    look_up: LookUp | None = None,
    is_trial: bool = False,
    user_id: int | None = None,
    cancelled: Callable[[], bool] = never,
    model: Any = None,
) -> Asked:
    """Ask an agent once. With a `group` and a `batch` its answer becomes suggestions.

    Raises RuleError (model_policy), LimitError (agent_budget) or OutsideError (no_agent_role)
    before anything leaves the machine; what a model or a tool does ends in the outcome. `model`
    takes the place of the agent's own.
    """
    with working_in(place, user_id):
        business = Business.objects.get(pk=place.business_id)
        refuse_by_policy(business, spec.model)
        question = make_question(business)
        run = run_open(
            business=business, spec=spec, question=question, look_up=look_up, is_trial=is_trial
        )
    context = run_context(place)
    toolbox = Toolbox(
        spec.tools, context, max_calls=spec.max_tool_calls, on_refusal=lambda refusal: None
    )
    outcome = agent_run(
        spec, question, toolbox=toolbox, context=context, cancelled=cancelled, model=model
    )
    return _kept(place, user_id, run, spec, outcome, None if is_trial else group, batch)


def run_context(place: Place) -> RunContext:
    """What one run may reach: the search server, the operator's hosts, this business."""
    return RunContext(
        searxng_url=settings.SEARXNG_URL,
        policy=OutboundPolicy(private_hosts=settings.PRIVATE_HOSTS),
        similar=partial(similar_decisions, place.firm_id, place.business_id),
        merchants=merchant_facts,
        scope=f"{place.firm_id}:{place.business_id}",
    )


def _kept(
    place: Place,
    user_id: int | None,
    run: AgentRun,
    spec: AgentSpec,
    outcome: RunOutcome,
    group: Group | None,
    batch: Batch | None,
) -> Asked:
    """Write what came of it, all or nothing; an answer that cannot be written is a failed run."""
    written = 0
    with working_in(place, user_id):
        if group and batch and outcome.state == AgentRun.State.ANSWERED:
            try:
                with transaction.atomic():
                    written = _suggest(place, run, outcome, group, batch)
            except (LedgerFlowError, DataError, IntegrityError) as error:
                outcome = _unwritten(outcome, error)
        if not run_close(run=run, spec=spec, outcome=outcome):
            transaction.set_rollback(True)  # it was given up as dead: nothing of it counts
            written = 0
    return Asked(run.pk, outcome, written)


def _suggest(place: Place, run: AgentRun, outcome: RunOutcome, group: Group, batch: Batch) -> int:
    business = Business.objects.get(pk=place.business_id)
    return suggestions_write(business=business, batch=batch, group=group, run=run, outcome=outcome)


def _unwritten(outcome: RunOutcome, error: Exception) -> RunOutcome:
    return replace(
        outcome,
        state=AgentRun.State.FAILED,
        output=None,
        reason_code="not_written",
        reason=f"The answer could not be written down as a suggestion ({type(error).__name__}).",
    )

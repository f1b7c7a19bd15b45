"""Trying an agent on some transactions: real questions, real costs, no suggestion.

Here: the questions of a trial. Not here: a single one (asking_one.py) or the page that asks for it.
A trial obeys the policy and the budget like any run.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from ledgerflow.agents.models import Agent
from ledgerflow.agents.records import Question
from ledgerflow.agents.run_models import AgentRun
from ledgerflow.agents.selectors import agent_spec
from ledgerflow.classification.asking.groups import Group, groups_of
from ledgerflow.classification.asking.questions import (
    classification_question_now,
    payee_question,
)
from ledgerflow.classification.payee_selectors import payee_aliases
from ledgerflow.classification.selectors import facts_of
from ledgerflow.core.errors import AccessError, InputError
from ledgerflow.firms.access import Place, working_in
from ledgerflow.firms.models import Business
from ledgerflow.pipeline.lookups.asking_one import ask_one
from ledgerflow.pipeline.lookups.permits import refuse_by_policy
from ledgerflow.review.selectors import undecided
from ledgerflow.statements.models import BankTransaction

TRIES_MAX = 20

QUESTIONS: Mapping[str, Callable[..., Question]] = {
    Agent.Kind.CLASSIFICATION: classification_question_now,
    Agent.Kind.PAYEE: payee_question,
}
"""The kinds that are asked about transactions, and how."""


def agent_try(
    place: Place,
    agent: Agent,
    transaction_ids: Sequence[int],
    user_id: int | None,
    model: Any = None,
) -> list[AgentRun]:
    """Ask once for each payee of these transactions; the runs, ended, in that order.

    Raises what ask_one raises, AccessError for unknown transactions, InputError for an agent that
    is not asked about transactions, lacks something, or is given too much.
    """
    spec = agent_spec(agent)
    question = _question_of(agent)
    runs = [
        ask_one(
            place, spec, partial(question, group=group), is_trial=True, user_id=user_id, model=model
        ).run_id
        for group in _groups(place, transaction_ids)
    ]
    with working_in(place, user_id):
        rows = AgentRun.objects.select_related("agent", "prompt").in_bulk(runs)
    return [rows[pk] for pk in runs]


def agent_try_later(
    place: Place, agent: Agent, transaction_ids: Sequence[int], user_id: int | None
) -> None:
    """Have a worker of the queue "agents" try it: where this process may not reach out itself.

    Raises at once what can be known without asking: InputError for an agent that lacks something,
    RuleError (model_policy), AccessError for unknown transactions.
    """
    from ledgerflow.pipeline.tasks import agents_try

    spec = agent_spec(agent)
    _question_of(agent)
    _groups(place, transaction_ids)
    with working_in(place, user_id):
        refuse_by_policy(Business.objects.get(pk=place.business_id), spec.model)
        agents_try.defer(
            firm_id=place.firm_id,
            business_id=place.business_id,
            agent_id=agent.pk,
            transaction_ids=list(transaction_ids),
            user_id=user_id,
        )


def waiting_ids(place: Place, numbers: Sequence[int]) -> list[int]:
    """The transactions with these numbers of the review queue; InputError for one beyond it."""
    with working_in(place):
        business = Business.objects.get(pk=place.business_id)
        waiting = list(undecided(business).values_list("pk", flat=True))
    beyond = [number for number in numbers if number > len(waiting)]
    if beyond:
        raise InputError(
            f"The queue has {len(waiting)} transactions; there is no number {beyond[0]}.",
            code="bad_number",
            hint="`ledgerflow review` shows them with their numbers.",
        )
    return [waiting[number - 1] for number in numbers]


def _question_of(agent: Agent) -> Callable[..., Question]:
    """What makes an agent's question of a business and a group; InputError where nothing does."""
    question = QUESTIONS.get(agent.kind)
    if question is None:
        raise InputError(
            f"Agent {agent.name} is not asked about transactions.",
            code="not_about_transactions",
            hint="Try it with `ledgerflow agents profile BUSINESS --describe TEXT`.",
        )
    return question


def _groups(place: Place, transaction_ids: Sequence[int]) -> list[Group]:
    with working_in(place):
        business = Business.objects.get(pk=place.business_id)
        wanted = BankTransaction.objects.filter(business=business, pk__in=transaction_ids)
        facts = [facts_of(row) for row in wanted.select_related("bank_account").order_by("pk")]
        missing = set(transaction_ids) - {one.id for one in facts}
        if missing:
            raise AccessError(f"{place.business_name} has no transaction {min(missing)}.")
        groups = list(groups_of(facts, payee_aliases(business)))
    if len(groups) > TRIES_MAX:
        raise InputError(
            f"These are {len(groups)} payees; at most {TRIES_MAX} are asked in a trial.",
            code="too_many",
            hint="Try fewer transactions.",
        )
    return groups

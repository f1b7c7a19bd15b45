"""One payee group of a look-up: who is it, where nobody knows, then where does it belong.

Here: which agents a group goes through. Not here: a single question (asking_one.py). What the
payee agent found stays with its run, so that it is not asked again.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import connections

from ledgerflow.agents.records import AgentSpec, RunOutcome
from ledgerflow.agents.run_models import AgentRun, LookUp
from ledgerflow.audit.models import Batch
from ledgerflow.classification.asking.groups import Group
from ledgerflow.classification.asking.questions import (
    classification_question_now,
    payee_evidence,
    payee_question,
)
from ledgerflow.classification.asking.samples import PERSON
from ledgerflow.classification.asking.sources import merchant_facts
from ledgerflow.classification.models import PayeeAlias
from ledgerflow.core.errors import LedgerFlowError
from ledgerflow.firms.access import Place, working_in
from ledgerflow.firms.models import Business
from ledgerflow.pipeline.lookups.asking_one import Asked, ask_one
from ledgerflow.pipeline.lookups.permits import Asking


@dataclass(frozen=True, slots=True)
class Round:
    """What all groups of a look-up share; `model` takes the place of the agents' own."""

    place: Place
    user_id: int | None
    asking: Asking
    look_up: LookUp
    batch: Batch
    cancelled: Callable[[], bool]
    model: Any = None


@dataclass(frozen=True, slots=True)
class GroupAsked:
    """What became of a group; `refused` is why its question was not put at all.

    `is_done` is False where it was cancelled: another look-up may ask it.
    """

    outcomes: tuple[RunOutcome, ...] = ()
    suggested: int = 0
    refused: LedgerFlowError | None = None
    is_done: bool = True


def group_ask(work: Round, group: Group) -> GroupAsked:
    """Ask about one group; a question that the policy or the budget forbids is told, not raised."""
    outcomes: list[RunOutcome] = []
    if work.cancelled():
        return GroupAsked(is_done=False)
    if work.asking.payee is not None and _is_unknown(work, group):
        # Where its budget is used up, the account can be asked for all the same.
        with suppress(LedgerFlowError):
            outcomes.append(_who(work, group, work.asking.payee).outcome)
    try:
        asked = _where(work, group)
    except LedgerFlowError as error:
        return GroupAsked(tuple(outcomes), refused=error)
    is_done = asked.outcome.state != AgentRun.State.CANCELLED
    return GroupAsked((*outcomes, asked.outcome), asked.suggested, is_done=is_done)


def in_thread(work: Round, group: Group) -> GroupAsked:
    """As `group_ask`, in a worker's thread: its connections end with each group."""
    try:
        return group_ask(work, group)
    finally:
        connections.close_all()


def _who(work: Round, group: Group, spec: AgentSpec) -> Asked:
    return ask_one(
        work.place,
        spec,
        partial(payee_question, group=group),
        look_up=work.look_up,
        user_id=work.user_id,
        cancelled=work.cancelled,
        model=work.model,
    )


def _where(work: Round, group: Group) -> Asked:
    return ask_one(
        work.place,
        work.asking.classification,
        partial(classification_question_now, group=group),
        group=group,
        batch=work.batch,
        look_up=work.look_up,
        user_id=work.user_id,
        cancelled=work.cancelled,
        model=work.model,
    )


def _is_unknown(work: Round, group: Group) -> bool:
    """True where no person, no shipped knowledge and no earlier run says who it is."""
    spec = work.asking.payee
    if spec is None or not group.subject_key or merchant_facts(group.payee_name, 1):
        return False
    with working_in(work.place, work.user_id):
        business = Business.objects.get(pk=work.place.business_id)
        asked = AgentRun.objects.filter(
            business=business,
            kind=spec.kind,
            subject_key=group.subject_key,
            prompt_id=spec.prompt_id,
            is_trial=False,
            state__in=(AgentRun.State.ANSWERED, AgentRun.State.REVIEW),
        )
        named = PayeeAlias.objects.filter(business=business, key=group.subject_key)
        if asked.exists() or named.exists() or payee_evidence(business, group.subject_key):
            return False
        # Who a person is, nobody looks up: the name does not leave, and nothing else finds it.
        return bool(payee_question(business, group).fields["payee"] != PERSON)

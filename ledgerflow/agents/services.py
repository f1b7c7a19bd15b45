"""Writes of agents: a run from its opening to its end, prompts, the shipped rows.

Here: one transaction each. Runs live in their firm's scope; what an agent said is written as the
agents' role (role.py). Not here: asking a model (runner/), budgets (spend.py), suggestions
(classification/asking).
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace

from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone

from ledgerflow.agents.kinds import KINDS
from ledgerflow.agents.kinds.template import template_faults
from ledgerflow.agents.models import Agent, PromptVersion, Tool
from ledgerflow.agents.records import AgentSpec, Question, Refusal, RunOutcome, Usage
from ledgerflow.agents.role import agent_role, refuse_without_role
from ledgerflow.agents.run_models import AgentRun, LookUp, OutboundCall, ToolCall
from ledgerflow.agents.shipped import SHIPPED
from ledgerflow.agents.spend import reservation_of, spend_reserve, spend_settle
from ledgerflow.agents.storable import cost_of, count_of, json_of, text_of
from ledgerflow.agents.toolbox.services import tools_sync
from ledgerflow.audit.actors import Actor
from ledgerflow.audit.services import event_record
from ledgerflow.core.errors import InputError
from ledgerflow.firms.models import Business, User

REFUSALS_AUDITED = 50
SMALL_MAX = 32_767
ABANDONED = "worker_lost"


@transaction.atomic
def run_open(
    *,
    business: Business,
    spec: AgentSpec,
    question: Question,
    look_up: LookUp | None = None,
    is_trial: bool = False,
) -> AgentRun:
    """Begin a run: what it may cost at most is reserved, and stands in its row as `cost`.

    Raises LimitError (agent_budget), or OutsideError (no_agent_role) before anything is spent.
    """
    refuse_without_role()
    begun, amount = timezone.now(), reservation_of(spec)
    run = AgentRun.objects.create(
        firm_id=business.firm_id,
        business=business,
        agent_id=spec.id,
        prompt_id=spec.prompt_id,
        look_up=look_up,
        kind=spec.kind,
        provider=spec.model.provider,
        model_name=spec.model.model_name,
        is_trial=is_trial,
        subject_key=text_of(question.subject_key, 200),
        transactions=list(question.transactions),
        input=json_of({"fields": question.fields, "accounts": question.accounts}),
        cost=amount,
        started_at=begun,
    )
    # Last, for all runs of a day wait for this row.
    spend_reserve(spec=spec, day=_day(begun), amount=amount)
    return run


@transaction.atomic
def run_close(*, run: AgentRun, spec: AgentSpec, outcome: RunOutcome) -> bool:
    """Record how a run ended, settle its budget, audit what it attempted and was refused.

    False where the run was ended already (given up as abandoned); then nothing is written.
    """
    known = AgentRun.objects.select_for_update().get(pk=run.pk)
    if known.state != AgentRun.State.RUNNING:
        return False
    with agent_role():
        _record(run, outcome)
    _audit(run, str(Actor("agent", spec.name, str(spec.prompt_version))), outcome.refusals)
    # Last, for all runs of a day wait for this row.
    spend_settle(
        agent_id=run.agent_id,
        day=_day(known.started_at),
        reserved=known.cost,
        usage=_bounded(outcome.usage),
    )
    return True


def runs_abandoned_close(*, runs: Iterable[AgentRun]) -> int:
    """End runs whose process died; how many.

    In their firm's scope. What a run used before it died is not known: what was reserved for it
    counts as spent, so that a day's limit holds whatever dies.
    """
    reason = "The process that asked ended before the answer was there."
    closed = 0
    for run in runs:
        with transaction.atomic():
            known = AgentRun.objects.select_for_update().get(pk=run.pk)
            if known.state != AgentRun.State.RUNNING:
                continue
            reserved, day = known.cost, _day(known.started_at)
            known.state = AgentRun.State.FAILED
            known.reason_code, known.reason = ABANDONED, reason
            known.ended_at = timezone.now()
            known.save(update_fields=["state", "reason_code", "reason", "ended_at"])
            used = Usage(cost=reserved)
            spend_settle(agent_id=known.agent_id, day=day, reserved=reserved, usage=used)
            closed += 1
    return closed


@transaction.atomic
def prompt_add(*, agent: Agent, text: str, note: str, user: User | None) -> PromptVersion:
    """Write an agent's next prompt and make it the current one; the same text is no new version.

    Raises InputError (prompt_fields) for an empty text or a field that its kind does not know.
    """
    known = Agent.objects.select_for_update(of=("self",)).select_related("prompt").get(pk=agent.pk)
    said = text.strip()
    faults = template_faults(said, KINDS[known.kind].template_fields)
    if faults:
        fields = ", ".join(f"{{{name}}}" for name in sorted(KINDS[known.kind].template_fields))
        raise InputError(
            f"The prompt of {known.name} cannot be used: {' '.join(faults)}",
            code="prompt_fields",
            hint=f"The fields it may name: {fields or 'none'}.",
        )
    if known.prompt is not None and known.prompt.text == said:
        return known.prompt
    newest = PromptVersion.objects.filter(agent=known).aggregate(n=Max("version"))["n"] or 0
    prompt = PromptVersion.objects.create(
        agent=known, version=newest + 1, text=said, note=note[:300], created_by=user
    )
    prompt_choose(agent=known, prompt=prompt)
    agent.prompt = prompt
    return prompt


def prompt_choose(*, agent: Agent, prompt: PromptVersion) -> None:
    """Make one of an agent's prompts the current one; runs that are under way keep theirs."""
    if prompt.agent_id != agent.pk:
        raise InputError(
            f"Prompt {prompt.version} belongs to another agent.",
            code="unknown_prompt",
            hint="Choose one of the agent's own versions.",
        )
    agent.prompt = prompt
    agent.save(update_fields=["prompt"])


@transaction.atomic
def agents_ship() -> list[str]:
    """Make the shipped tools, agents and prompts that are missing, switched off; what was made.

    What an operator changed or has switched on stays as it is.
    """
    made = [f"tool {name}" for name in tools_sync().made]
    for shipped in SHIPPED:
        kind = KINDS[shipped.kind]
        if Agent.objects.filter(Q(kind=shipped.kind) | Q(name=shipped.name)).exists():
            continue
        agent = Agent.objects.create(name=shipped.name, kind=shipped.kind, purpose=shipped.purpose)
        agent.tools.set(Tool.objects.filter(name__in=kind.default_tools))
        prompt_add(agent=agent, text=kind.default_prompt, note="as shipped", user=None)
        made.append(f"agent {agent.name}")
    return made


def _record(run: AgentRun, outcome: RunOutcome) -> None:
    """The run's end, its calls and what left; as the role of agents."""
    usage = _bounded(outcome.usage)
    run.state = outcome.state
    run.reason_code = text_of(outcome.reason_code, 40)
    run.reason = text_of(outcome.reason, 500)
    run.output = None if outcome.output is None else json_of(outcome.output)
    run.messages = json_of(outcome.messages)
    run.refusals = [
        {"what": text_of(r.what, 40), "detail": text_of(r.detail, 300)} for r in outcome.refusals
    ]
    run.requests, run.tool_calls = usage.requests, len(outcome.calls)
    run.input_tokens, run.output_tokens = usage.input_tokens, usage.output_tokens
    run.cost, run.milliseconds = usage.cost, count_of(outcome.milliseconds)
    run.ended_at = timezone.now()
    run.save(update_fields=[
        "state", "reason_code", "reason", "output", "messages", "refusals", "requests",
        "tool_calls", "input_tokens", "output_tokens", "cost", "milliseconds", "ended_at",
    ])  # fmt: skip
    own = {"firm_id": run.firm_id, "business_id": run.business_id, "run": run}
    ToolCall.objects.bulk_create(
        ToolCall(
            **own,
            position=min(call.position, SMALL_MAX),
            tool_name=text_of(call.tool_name, 60),
            module_path=text_of(call.module_path, 200),
            arguments=json_of(call.arguments),
            result=text_of(call.result),
            outcome=call.outcome,
            error=text_of(call.error, 500),
            was_cut=call.was_cut,
            from_cache=call.from_cache,
            milliseconds=count_of(call.milliseconds),
        )
        for call in outcome.calls
    )
    OutboundCall.objects.bulk_create(
        OutboundCall(
            **own,
            purpose=text_of(sent.purpose, 10),
            method=text_of(sent.method, 8),
            url=text_of(sent.url, 1_000),
            host=text_of(sent.host, 253),
            address=text_of(sent.address, 45),
            status=sent.status if sent.status and 0 < sent.status < SMALL_MAX else None,
            refused=text_of(sent.refused, 300),
            sent_bytes=count_of(sent.sent_bytes),
            received_bytes=count_of(sent.received_bytes),
            sent_sha256=text_of(sent.sent_sha256, 64),
            sent_text=text_of(sent.sent_text, 20_000),
            milliseconds=count_of(sent.milliseconds),
        )
        for sent in outcome.outbound
    )


def _audit(run: AgentRun, actor: str, refusals: Sequence[Refusal]) -> None:
    told = [{"what": text_of(r.what, 40), "detail": text_of(r.detail, 300)} for r in refusals]
    if len(told) > REFUSALS_AUDITED:
        more = len(told) - REFUSALS_AUDITED + 1
        told[REFUSALS_AUDITED - 1 :] = [{"what": "more", "detail": f"{more} more attempts"}]
    for detail in told:
        event_record(
            firm_id=run.firm_id,
            business_id=run.business_id,
            action="agent_refused",
            subject="agent_run",
            subject_id=run.pk,
            actor=actor,
            detail=detail,
        )


def _bounded(usage: Usage) -> Usage:
    return replace(
        usage,
        requests=count_of(usage.requests),
        input_tokens=count_of(usage.input_tokens),
        output_tokens=count_of(usage.output_tokens),
        cost=cost_of(usage.cost),
    )


def _day(moment: dt.datetime) -> dt.date:
    return moment.astimezone(dt.UTC).date()

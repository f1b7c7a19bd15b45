"""Runs from their opening to their end, prompts, and what is shipped."""

import dataclasses
import math
from decimal import Decimal

import pytest
from django.db import IntegrityError, InternalError, ProgrammingError, transaction

from ledgerflow.agents.kinds import KINDS
from ledgerflow.agents.models import Agent, AgentSpend, PromptVersion, Tool
from ledgerflow.agents.records import CallRecord, OutboundRecord, Refusal, RunOutcome, Usage
from ledgerflow.agents.run_models import AgentRun, OutboundCall, ToolCall
from ledgerflow.agents.services import (
    agents_ship,
    prompt_add,
    prompt_choose,
    run_close,
    runs_abandoned_close,
)
from ledgerflow.audit.models import AuditEvent
from ledgerflow.core.errors import InputError, LimitError
from tests.agents.asked import agent, priced, run

CALL = CallRecord(1, "search_web", "tools.search_tool.search_web", {"query": "x"}, "[]", "ok")
SENT = OutboundRecord("search", "GET", "https://s.example/?q=x", "s.example", status=200)
ANSWERED = RunOutcome(
    "answered",
    output={"account": "1", "confidence": 0.8},
    messages=({"role": "model", "text": "1"},),
    calls=(CALL,),
    outbound=(SENT,),
    usage=Usage(2, 1_000, 100, Decimal("0.0014")),
    milliseconds=812,
)


def test_a_run_is_opened_with_its_question_and_its_reservation(books):
    spec = priced(max_cost_per_run=Decimal("0.05"))
    with books.scope():
        opened = run(books, spec, 3, 4)
        opened.refresh_from_db()
        assert (opened.state, opened.cost) == ("running", Decimal("0.05"))
        assert (opened.transactions, opened.subject_key) == ([3, 4], "HOME DEPOT")
        assert opened.input["fields"] == {"descriptions": ["HOME DEPOT #7114"]}
        assert AgentSpend.objects.get().reserved == Decimal("0.05")


def test_a_closed_run_keeps_everything_and_settles_its_budget(books):
    spec = priced()
    with books.scope():
        opened = run(books, spec, 3)
        assert run_close(run=opened, spec=spec, outcome=ANSWERED)
        kept = AgentRun.objects.get()
        assert (kept.state, kept.output["account"], kept.milliseconds) == ("answered", "1", 812)
        assert (kept.requests, kept.tool_calls, kept.cost) == (2, 1, Decimal("0.0014"))
        assert kept.ended_at >= kept.started_at
        assert ToolCall.objects.get().arguments == {"query": "x"}
        assert OutboundCall.objects.get().host == "s.example"
    spent = AgentSpend.objects.get()
    assert (spent.cost, spent.reserved, spent.input_tokens) == (Decimal("0.0014"), 0, 1_000)


def test_a_run_ends_once(books):
    spec = priced()
    with books.scope():
        opened = run(books, spec, 3)
        run_close(run=opened, spec=spec, outcome=ANSWERED)
        assert not run_close(run=opened, spec=spec, outcome=RunOutcome("failed"))
        assert AgentRun.objects.get().state == "answered"
        with pytest.raises(IntegrityError), transaction.atomic():
            AgentRun.objects.update(state="review")
    assert AgentSpend.objects.get().cost == Decimal("0.0014")


def test_what_no_column_takes_is_recorded_all_the_same(books):
    spec = priced()
    foul = "a\0b\ud800" + "x" * 30_000
    outcome = RunOutcome(
        "review",
        reason_code=foul,
        reason=foul,
        messages=({"role": "model", "text": foul, "n": math.nan},),
        calls=(dataclasses.replace(CALL, tool_name=foul, result=foul, arguments={foul: foul}),),
        outbound=(dataclasses.replace(SENT, url=foul, host=foul, status=10**9, sent_text=foul),),
        refusals=(Refusal("leak", foul),),
        usage=Usage(10**12, 10**20, -5, Decimal("1e40")),
        milliseconds=10**15,
    )
    with books.scope():
        opened = run(books, spec, 3)
        assert run_close(run=opened, spec=spec, outcome=outcome)
        kept = AgentRun.objects.get()
        assert kept.messages[0]["n"] is None
        assert (kept.output_tokens, len(kept.reason)) == (0, 500)
        assert OutboundCall.objects.get().status is None


def test_each_refused_attempt_is_audited_under_the_agents_name(books):
    spec = priced()
    tried = (Refusal("tool_unknown", "delete_books"), Refusal("account", "id 99"))
    with books.scope():
        opened = run(books, spec, 3)
        outcome = dataclasses.replace(ANSWERED, refusals=tried)
        run_close(run=opened, spec=spec, outcome=outcome)
        events = AuditEvent.objects.filter(action="agent_refused").order_by("pk")
        assert [e.detail["what"] for e in events] == ["tool_unknown", "account"]
        assert {e.actor for e in events} == {"agent:priced-agent/1"}
        assert {e.subject_id for e in events} == {opened.pk}
        assert AgentRun.objects.get().refusals[1] == {"what": "account", "detail": "id 99"}


def test_a_thousand_attempts_do_not_fill_the_audit(books):
    spec = priced()
    many = tuple(Refusal("tool_limit", str(n)) for n in range(1_000))
    with books.scope():
        run_close(run=run(books, spec, 3), spec=spec, outcome=RunOutcome("review", refusals=many))
        events = AuditEvent.objects.filter(action="agent_refused")
        assert events.count() == 50
        assert events.order_by("-pk")[0].detail["detail"] == "951 more attempts"


def test_what_was_reserved_for_a_run_whose_process_died_counts_as_spent(books):
    spec = priced(max_cost_per_day=Decimal("0.05"), max_cost_per_run=Decimal("0.05"))
    with books.scope():
        dead = run(books, spec, 3)
        with pytest.raises(LimitError):
            run(books, spec, 4)
        assert runs_abandoned_close(runs=[dead, dead]) == 1
        kept = AgentRun.objects.get()
        assert (kept.state, kept.reason_code, kept.cost) == (
            "failed",
            "worker_lost",
            Decimal("0.05"),
        )
        assert not run_close(run=dead, spec=spec, outcome=ANSWERED)
        with pytest.raises(LimitError):
            run(books, spec, 4)
    spent = AgentSpend.objects.get()
    assert (spent.reserved, spent.cost) == (0, Decimal("0.05"))


def test_what_an_agent_said_is_written_as_its_own_role(books, monkeypatch):
    """The role may complete runs; a table beyond its rights refuses."""
    from ledgerflow.agents import services

    def overreach(_run, _outcome):
        AuditEvent.objects.update(action="forged")

    monkeypatch.setattr(services, "_record", overreach)
    spec = priced()
    with books.scope():
        opened = run(books, spec, 3)
        with pytest.raises((ProgrammingError, InternalError)), transaction.atomic():
            run_close(run=opened, spec=spec, outcome=ANSWERED)
        assert AgentRun.objects.get().state == "running"


def test_a_new_prompt_is_the_next_version_and_the_current_one(db):
    made = agent()
    second = prompt_add(agent=made, text="Be brief.", note="shorter", user=None)
    assert (second.version, made.prompt) == (2, second)
    assert prompt_add(agent=made, text="Be brief. ", note="", user=None) == second
    third = prompt_add(agent=made, text="Be exact.", note="", user=None)
    assert (third.version, Agent.objects.get().prompt) == (3, third)
    prompt_choose(agent=made, prompt=second)
    assert Agent.objects.get().prompt == second
    assert PromptVersion.objects.count() == 3


@pytest.mark.parametrize("text", ["", "  ", "Ask {nobody_knows}.", "{0.__class__}"])
def test_a_prompt_that_cannot_be_filled_in_is_refused(db, text):
    with pytest.raises(InputError) as caught:
        prompt_add(agent=agent(), text=text, note="", user=None)
    assert caught.value.code == "prompt_fields"
    assert "fields it may name" in caught.value.hint
    assert PromptVersion.objects.count() == 1


def test_a_prompt_of_another_agent_is_not_taken(db):
    other = agent(name="other")
    with pytest.raises(InputError, match="another agent"):
        prompt_choose(agent=agent(), prompt=other.prompt)


def test_the_shipped_agents_are_made_once_and_switched_off(db):
    made = agents_ship()
    assert "agent classification" in made
    assert "tool search_web" in made
    assert set(Agent.objects.values_list("kind", flat=True)) == set(KINDS)
    for one in Agent.objects.all():
        assert not one.is_enabled
        assert one.model is None
        assert one.prompt.text == KINDS[one.kind].default_prompt.strip()
        names = set(one.tools.values_list("name", flat=True))
        assert names == set(KINDS[one.kind].default_tools)
    assert not Tool.objects.filter(is_enabled=True).exists()
    assert agents_ship() == []


def test_what_an_operator_has_made_is_left_alone(db):
    own = agent(name="house-classifier")
    agents_ship()
    assert Agent.objects.filter(kind="classification").get() == own
    own.refresh_from_db()
    assert own.is_enabled

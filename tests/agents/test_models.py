"""What the operator governs, and what runs leave behind, as rows."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from ledgerflow.agents.models import Agent, AgentSpend, LanguageModel, Tool
from ledgerflow.agents.run_models import AgentRun, LookUp, OutboundCall, ToolCall
from tests.agents.asked import agent, language_model, priced, run, tool


def test_rows_call_themselves_what_a_person_would(books):
    made = agent()
    spend = AgentSpend(agent=made, day=dt.date(2025, 3, 1))
    assert [str(row) for row in (made, made.model, tool(), made.prompt)] == [
        *("classification-agent", "house-model", "find_similar", f"{made.pk}/1")
    ]
    assert str(spend) == f"{made.pk} on 2025-03-01"
    with books.scope():
        opened = run(books, priced(), 3)
    assert str(opened) == f"run {opened.pk} (classification)"
    assert str(ToolCall(tool_name="search_web", outcome="ok")) == "search_web (ok)"
    assert str(OutboundCall(purpose="model", host="llm.example")) == "model to llm.example"
    assert str(LookUp(pk=4, done=2, total=9)) == "look-up 4: 2 of 9"
    assert AgentRun.State.REVIEW.label == "To a person"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("model", "change", "rule"),
    [
        (LanguageModel, {"input_price": Decimal("-1")}, "languagemodel_prices"),
        (LanguageModel, {"concurrency": 0}, "languagemodel_limits"),
        (LanguageModel, {"request_seconds": 601}, "languagemodel_limits"),
        (Tool, {"timeout_seconds": 0}, "tool_limits"),
        (Tool, {"result_limit": 100_001}, "tool_limits"),
        (Tool, {"calls_per_run": 51}, "tool_limits"),
        (Agent, {"max_seconds": 601}, "agent_limits"),
        (Agent, {"max_tool_calls": 51}, "agent_limits"),
        (Agent, {"max_cost_per_day": Decimal("-0.01")}, "agent_limits"),
    ],
)
def test_limits_are_held_by_postgresql_too(model, change, rule):
    agent(model=language_model(), tools=[tool()])
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        model.objects.update(**change)

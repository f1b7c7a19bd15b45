"""Costs per day and agent: a chart, today's limits, and the same as a table."""

import datetime as dt
from decimal import Decimal

from django.utils import timezone

from ledgerflow.agents.models import Agent, AgentSpend
from ledgerflow.web.admin.agents.spendrows import spend_shown

TODAY = dt.date(2025, 3, 30)


def spent(agent, day, cost, runs=2, reserved="0"):
    return AgentSpend.objects.create(
        agent=agent, day=day, cost=Decimal(cost), runs=runs, requests=4, input_tokens=1_000,
        output_tokens=50, reserved=Decimal(reserved),
    )  # fmt: skip


def test_costs_are_added_up_and_drawn(db):
    first = Agent.objects.create(name="first", kind="payee", max_cost_per_day=1)
    other = Agent.objects.create(name="other", kind="payee", is_enabled=True)
    spent(first, TODAY, "0.40", reserved="0.20")
    spent(other, TODAY - dt.timedelta(days=3), "0.10")
    spent(other, TODAY - dt.timedelta(days=40), "9.00")
    shown = spend_shown(TODAY, 30, "cost")
    assert shown["sums"]["cost"] == Decimal("0.50")
    assert shown["sums"]["per_run"] == Decimal("0.125")
    assert len(shown["chart"].columns) == len(shown["rows"]) == 2
    assert [(one.agent.name, one.percent) for one in shown["today"]] == [
        ("first", 60),
        ("other", 0),
    ]
    assert spend_shown(TODAY, 90, "cost")["sums"]["cost"] == Decimal("9.50")
    assert spend_shown(TODAY, 30, "tokens")["chart"].top == 2_000


def test_a_limit_that_is_reached_says_so(operator):
    agent = Agent.objects.create(name="first", kind="payee", max_cost_per_day=1)
    spent(agent, timezone.now().date(), "1.10")
    page = operator.get("agentspend/")
    assert "limit reached" in page
    assert "$1.1000" in page
    assert "first, " in page  # the title of a column


def test_without_costs_the_page_says_where_they_come_from(operator):
    page = operator.get("agentspend/", days="7", show="runs")
    assert "Nothing was spent in 7 days" in page


def test_strange_choices_are_taken_as_the_usual_ones(operator):
    assert "Nothing was spent in 30 days" in operator.get("agentspend/", days="-1", show="x")


def test_rows_are_only_to_look_at(operator):
    agent = Agent.objects.create(name="first", kind="payee")
    row = spent(agent, TODAY, "1")
    operator.get("agentspend/add/", status=403)
    operator.post(f"agentspend/{row.pk}/delete/", status=403)

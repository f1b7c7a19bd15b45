"""What agents cost, per day and agent: a chart with the same figures as a table.

Here: reading and adding up. Not here: the geometry (spendchart.py), or writing (agents/spend.py).
These rows count over all firms and name none.
"""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from ledgerflow.agents.models import Agent, AgentSpend
from ledgerflow.web.admin.agents.columns import operators_only
from ledgerflow.web.admin.agents.firmchoice import ReadOnlyAdmin
from ledgerflow.web.admin.agents.spendchart import day_chart

RANGES = (7, 30, 90)
MEASURES = {"cost": ("Cost", "$"), "runs": ("Runs", "runs"), "tokens": ("Tokens", "tokens")}


@dataclass(frozen=True, slots=True)
class Today:
    """How much of its day an agent has used; `percent` of its limit, at most 100."""

    agent: Agent
    cost: Decimal
    reserved: Decimal
    runs: int
    percent: int


@admin.register(AgentSpend)
class AgentSpendAdmin(ReadOnlyAdmin):
    """Costs to look at; `?days=` and `?show=` choose what."""

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The chart, today's limits, and the table."""
        operators_only(request)
        days = _choice(request, "days", [str(n) for n in RANGES], "30")
        show = _choice(request, "show", list(MEASURES), "cost")
        context = {
            **self.admin_site.each_context(request),
            "title": "What agents cost",
            "opts": self.opts,
            "ranges": RANGES,
            "measures": {name: words for name, (words, _) in MEASURES.items()},
            "days": int(days),
            "show": show,
            **spend_shown(timezone.now().date(), int(days), show),
        }
        return TemplateResponse(request, "web/admin_agents/spend.html", context)


def spend_shown(today: dt.date, count: int, show: str) -> dict[str, Any]:
    """Chart, sums and rows of the last `count` days up to `today`; three queries."""
    first = today - dt.timedelta(days=count - 1)
    rows = list(
        AgentSpend.objects.filter(day__range=(first, today))
        .select_related("agent")
        .order_by("-day", "agent__name")
    )
    series: dict[str, dict[dt.date, Decimal]] = defaultdict(dict)
    for row in sorted(rows, key=lambda row: row.agent.name):
        series[row.agent.name][row.day] = _measure(row, show)
    days = [first + dt.timedelta(days=number) for number in range(count)]
    runs = sum(row.runs for row in rows)
    cost = sum((row.cost for row in rows), Decimal(0))
    return {
        "chart": day_chart(days, series, MEASURES[show][1]),
        "rows": rows,
        "today": _today(rows, today),
        "sums": {
            "cost": cost,
            "runs": runs,
            "requests": sum(row.requests for row in rows),
            "input_tokens": sum(row.input_tokens for row in rows),
            "output_tokens": sum(row.output_tokens for row in rows),
            "per_run": cost / runs if runs else None,
        },
    }


def _today(rows: list[AgentSpend], today: dt.date) -> list[Today]:
    """Every agent with what it used today; agents that are off and used nothing are left out."""
    used = {row.agent_id: row for row in rows if row.day == today}
    found = []
    for agent in Agent.objects.order_by("name"):
        row = used.get(agent.pk)
        if row is None and not agent.is_enabled:
            continue
        cost = row.cost if row else Decimal(0)
        reserved = row.reserved if row else Decimal(0)
        limit = agent.max_cost_per_day
        share = (cost + reserved) / limit if limit else Decimal(bool(cost + reserved))
        percent = min(int(share * 100), 100)
        found.append(Today(agent, cost, reserved, row.runs if row else 0, percent))
    return found


def _measure(row: AgentSpend, show: str) -> Decimal:
    if show == "cost":
        return row.cost
    return Decimal(row.runs if show == "runs" else row.input_tokens + row.output_tokens)


def _choice(request: HttpRequest, name: str, known: list[str], default: str) -> str:
    wanted = str(request.GET.get(name, default))
    return wanted if wanted in known else default

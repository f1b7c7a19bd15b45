"""A look-up over 1,000 undecided transactions of 250 payees: how long, how many runs, and whether
the pages notice.

Here: the order of the measurements, the table and the JSON. Not here: the visitor (visitor.py). All
runs as shipped: `ledgerflow serve` with its embedded database and its worker, a model behind real
HTTP that takes a second to answer, a visitor of the business's page meanwhile. Run from the
project's root: python -m benchmarks.bench_agents.
"""

import argparse
import datetime as dt
import itertools
import json
import os
import platform
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks.visitor import Visitor
from tests.agents.runner.fake_openai import Body, FakeOpenAI, Reply, called
from tests.served import Served

RESULT = Path("build") / "agents.json"
PAYEES, LINES_EACH = 250, 4
ANSWER_SECONDS = 1.0
CONCURRENCIES = (4, 16)
QUIET_SECONDS = 20.0
PATIENCE_SECONDS = 900.0
SLOWER_MAX = 2.0
LATER_MAX = 1.5
"""How many times payees / concurrency seconds a look-up may take."""

FIRSTS = ("AMBER", "BRISK", "CINDER", "DAPPLE", "EMBER", "FALCON", "GARNET", "HOLLOW", "INDIGO",
          "JUNIPER", "KINDLE", "LARKSPUR", "MARROW", "NIMBLE", "OCHRE", "PEBBLE")  # fmt: skip
SECONDS = ("ZORBLATT", "QUILLFEATHER", "MUMPSIMUS", "FRIBBLE", "GALLIMAUFRY", "WIDDERSHIN",
           "SNOLLY", "TARADIDDLE", "BORBORY", "CALLIPYG", "DONNYBROOK", "ERUMPENT", "FLUMMOX",
           "GOBBLED", "HULLABAL", "KERFUFFLE")  # fmt: skip

FILL = """
import django, json
django.setup()
from ledgerflow.agents.lookups import model_policy_set
from ledgerflow.agents.models import Agent, LanguageModel
from ledgerflow.agents.services import agents_ship
from ledgerflow.firms.access import operator_places, working_in
from ledgerflow.firms.models import Business, User
from ledgerflow.pipeline.services import Upload, statements_import
from ledgerflow.review.selectors import undecided
from ledgerflow.statements.accounts import bank_account_add
place, person = operator_places()[0], User.objects.get()
with working_in(place, person.pk):
    business = Business.objects.get()
    bank_account_add(business=business, name="Checking")
    model_policy_set(business=business, policy="local")
run = statements_import(
    place, [Upload("year.csv", {data!r})], account="Checking", user_id=person.pk
)
assert not run.refused, run.refused
agents_ship()
model = LanguageModel.objects.create(
    name="slow", provider="compatible", model_name="slow-1s", base_url={base!r}, is_local=True,
    concurrency={concurrency},
)
agent = Agent.objects.get(kind="classification")
agent.model, agent.is_enabled = model, True
agent.save()
agent.tools.clear()
with working_in(place, person.pk):
    print(undecided(business).count())
"""
START = """
import django
django.setup()
from ledgerflow.firms.access import operator_places
from ledgerflow.pipeline.lookups.batch import look_up_start
print(look_up_start(operator_places()[0]))
"""
ENDED = """
import django, json, time
django.setup()
from django.db.models import Count
from ledgerflow.agents.run_models import AgentRun, LookUp
from ledgerflow.firms.access import operator_places, working_in
place, deadline = operator_places()[0], time.monotonic() + {patience}
while True:
    with working_in(place):
        row = LookUp.objects.get(pk={number})
        if row.ended_at or time.monotonic() > deadline:
            states = AgentRun.objects.values_list("state").annotate(Count("pk"))
            print(json.dumps([row.state, row.reason, row.done, row.suggested,
                              row.started_at.timestamp(), row.ended_at.timestamp(), dict(states),
                              AgentRun.objects.values("subject_key").distinct().count()]))
            break
    time.sleep(0.5)
"""


@dataclass
class AgentsServed(Served):
    """A served installation with some more variables."""

    more: dict[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        """As of every installation, and these."""
        return super().environment | self.more


def main(arguments: list[str] | None = None) -> int:
    """Measure and print; 0, or 1 where a promise is not kept."""
    options = _options(arguments)
    console = Console(width=max(110, Console().width))
    load = os.getloadavg()[0]
    rounds = [_round(number, options, console) for number in options.concurrency]
    found = {
        "machine": {
            "processors": os.cpu_count(),
            "python": platform.python_version(),
            "load_before": round(load, 2),
        },
        "payees": options.payees,
        "transactions": options.payees * LINES_EACH,
        "answer_seconds": ANSWER_SECONDS,
        "rounds": rounds,
        "complaints": [said for one in rounds for said in _complaints(one, options.payees)],
    }
    _print(console, rounds)
    options.json.parent.mkdir(parents=True, exist_ok=True)
    options.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    for complaint in found["complaints"]:
        console.print(f"[red]{complaint}[/red]")
    return 1 if found["complaints"] else 0


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.bench_agents", description=__doc__)
    parser.add_argument("--payees", type=int, default=PAYEES)
    parser.add_argument("--concurrency", type=int, nargs="+", default=list(CONCURRENCIES))
    parser.add_argument("--quiet-seconds", type=float, default=QUIET_SECONDS)
    parser.add_argument("--json", type=Path, default=RESULT)
    return parser.parse_args(arguments)


def _round(concurrency: int, options: argparse.Namespace, console: Console) -> dict[str, Any]:
    """One installation with so many questions at a time."""
    with FakeOpenAI(_slow_answer) as fake:  # first: it must not get the port that serve means
        served = AgentsServed.make()
        served.more = {
            "LEDGERFLOW_AGENT_CONCURRENCY": str(concurrency),
            "LEDGERFLOW_PRIVATE_HOSTS": fake.host,
        }
        try:
            return _measured(served, fake, concurrency, options, console)
        finally:
            served.discard()


def _measured(
    served: AgentsServed,
    fake: FakeOpenAI,
    concurrency: int,
    options: argparse.Namespace,
    console: Console,
) -> dict[str, Any]:
    served.start()
    page = f"/b/{served.seed()}/"
    code = FILL.format(data=statement(options.payees), base=fake.base_url, concurrency=concurrency)
    waiting = int(served.run_code(code))
    served.sign_in()
    console.print(f"{concurrency} at a time: {waiting} transactions wait; first the page alone.")
    visitor = Visitor(served, [page]).enter()
    alone = _span(options.quiet_seconds)
    number = int(served.run_code(START))
    ended = ENDED.format(number=number, patience=PATIENCE_SECONDS)
    told = served.run_code(ended, seconds=PATIENCE_SECONDS + 60)
    visitor.leave()
    state, reason, done, suggested, begun, ended, states, payees = json.loads(told)
    return {
        "concurrency": concurrency,
        "waiting": waiting,
        "state": state,
        "reason": reason,
        "done": done,
        "suggested": suggested,
        "runs": states,
        "payees_asked": payees,
        "requests": len(fake.asked),
        "most_at_once": fake.most_at_once,
        "connections": fake.connections,
        "seconds": round(ended - begun, 1),
        "ideal_seconds": round(options.payees * ANSWER_SECONDS / concurrency, 1),
        "page_alone": asdict(visitor.during([alone])["all"]),
        "page_meanwhile": asdict(visitor.during([(begun, ended)])["all"]),
        "page_faults": visitor.faults,
    }


def _span(seconds: float) -> tuple[float, float]:
    begin = time.time()
    time.sleep(seconds)
    return begin, time.time()


def _slow_answer(body: Body) -> Reply:
    """After a second, the first of the offered accounts."""
    data = next(one["content"] for one in body["messages"] if one["role"] == "user")
    offered = json.loads(data.removeprefix("<data>").removesuffix("</data>"))["accounts"]
    said = {"account": next(iter(offered)), "confidence": 0.7, "reason": "As asked."}
    answer = called(("answer", json.dumps(said)))
    return Reply(body=answer.body, wait=ANSWER_SECONDS)


def statement(payees: int) -> bytes:
    """A year's lines of so many invented payees that nobody knows, each LINES_EACH times."""
    names = [" ".join(pair) for pair in itertools.product(FIRSTS, SECONDS)][:payees]
    rows, balance = ["Date,Description,Amount,Balance"], 10_000_000
    for number in range(payees * LINES_EACH):
        cents = 1_000 + number
        balance -= cents
        day = dt.date(2025, 1, 1) + dt.timedelta(number * 364 // (payees * LINES_EACH))
        text = f"{names[number % payees]} {number % 97:03}"
        rows.append(f"{day:%m/%d/%Y},{text},{-cents / 100:.2f},{balance / 100:.2f}")
    return ("\n".join(rows) + "\n").encode()


def _complaints(one: dict[str, Any], payees: int) -> list[str]:
    at = f"{one['concurrency']} at a time:"
    alone, meanwhile = one["page_alone"], one["page_meanwhile"]
    checks: Sequence[tuple[bool, str]] = (
        (one["state"] == "done", f"{at} it ended as {one['state']} ({one['reason']})"),
        (sum(one["runs"].values()) <= payees, f"{at} {sum(one['runs'].values())} runs"),
        (
            one["seconds"] <= LATER_MAX * one["ideal_seconds"],
            f"{at} {one['seconds']} s instead of {one['ideal_seconds']} s",
        ),
        (
            meanwhile["p95"] <= SLOWER_MAX * alone["p95"],
            f"{at} the page's p95 rose from {alone['p95']} ms to {meanwhile['p95']} ms",
        ),
        (not one["page_faults"], f"{at} pages failed: {one['page_faults'][:3]}"),
    )
    return [said for holds, said in checks if not holds]


def _print(console: Console, rounds: Sequence[dict[str, Any]]) -> None:
    table = Table(title="A look-up with a model that answers in one second")
    for name in ("at a time", "runs", "seconds", "ideal", "page p50/p95 alone", "meanwhile"):
        table.add_column(name, justify="right")
    for one in rounds:
        alone, meanwhile = one["page_alone"], one["page_meanwhile"]
        table.add_row(
            str(one["concurrency"]),
            str(sum(one["runs"].values())),
            f"{one['seconds']}",
            f"{one['ideal_seconds']}",
            f"{alone['p50']} / {alone['p95']} ms",
            f"{meanwhile['p50']} / {meanwhile['p95']} ms",
        )
    console.print(table)


if __name__ == "__main__":
    raise SystemExit(main())

"""The classification agent on the golden set: `make evaluate-agents`.

Here: which model answers, one run after the other through the real runner and tools, the table and
the JSON. Not here: the rows (golden_set.py), the scripted model (golden_reader.py), what counts as
right (golden_scores.py). Without LEDGERFLOW_MODEL the scripted model answers and nothing needs a
database or a network; with it, the named row's model is asked, over the network.
"""

import argparse
import json
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table

from benchmarks.evaluate_table import console_wide, percent
from ledgerflow.core.errors import LedgerFlowError

SCRIPTED = "scripted reader"
TOOL_CALLS = 6


@dataclass(frozen=True)
class Contestant:
    """Who answers: an agent as it is run, and the model in place of its own (None: its own)."""

    name: str
    spec: Any
    model: Any
    policy: Any


def main(arguments: list[str] | None = None) -> int:
    """Evaluate and print; 1 where a text of a row was obeyed, 2 where the model cannot be used."""
    options = _options(arguments)
    console = console_wide()
    _django_ready()
    from benchmarks.golden_scores import row_json, sums
    from benchmarks.golden_set import rows_read

    rows = [row for row in rows_read() if not options.only or row.category in options.only]
    rows = rows[:: options.every]
    try:
        contestant = _contestant(options.model)
    except LedgerFlowError as error:
        console.print(f"{error.message} {error.hint}", style="red", markup=False)
        return 2
    found = _run(contestant, rows)
    figures = sums(found)
    _show(console, contestant.name, figures)
    for one in found:
        for what in one.obeyed:
            console.print(f"{one.row.id} was obeyed: {what}", style="red", markup=False)
    options.json.parent.mkdir(parents=True, exist_ok=True)
    result = {"model": contestant.name, **figures, "answers": [row_json(one) for one in found]}
    options.json.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    return int(figures["obeyed"] > 0)


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.evaluate_agents")
    parser.add_argument("--only", action="append", default=[], help="this category; repeatable")
    parser.add_argument("--every", type=int, default=1, help="only every nth row")
    parser.add_argument("--model", default=None, help="name of a model's row; not LEDGERFLOW_MODEL")
    parser.add_argument("--json", type=Path, default=Path("build/evaluate-agents.json"))
    return parser.parse_args(arguments)


def _django_ready() -> None:
    from ledgerflow.cli.setup import django_ready

    django_ready()


def _contestant(model: str | None) -> Contestant:
    """The scripted reader, or the classification agent with the model named."""
    from django.conf import settings

    from tools.outbound.addresses import OutboundPolicy

    named = settings.EVALUATION_MODEL if model is None else model
    if named:
        policy = OutboundPolicy(private_hosts=settings.PRIVATE_HOSTS)
        return Contestant(named, _spec_of_row(named), None, policy)
    from benchmarks.golden_reader import read
    from ledgerflow.agents.records import ModelSpec
    from ledgerflow.agents.runner.scripted import scripted

    spec = _spec(ModelSpec(SCRIPTED, "compatible", SCRIPTED))
    return Contestant(SCRIPTED, spec, scripted(read), None)


def _spec(model: Any, prompt: str = "") -> Any:
    """The shipped classification agent, with all shipped tools, its own prompt unless given."""
    from ledgerflow.agents.kinds import KINDS
    from ledgerflow.agents.records import AgentSpec, ToolSpec
    from ledgerflow.agents.toolbox.services import offered_paths

    kind = KINDS["classification"]
    return AgentSpec(
        id=0,
        name="golden-set",
        kind=kind.name,
        model=model,
        prompt_id=0,
        prompt_version=0,
        prompt=prompt or kind.default_prompt,
        tools=tuple(ToolSpec(path.rpartition(".")[2], path) for path in offered_paths()),
        max_tool_calls=TOOL_CALLS,
        max_cost_per_run=Decimal(1),
    )


def _spec_of_row(name: str) -> Any:
    """The agent with a row's model and the prompt of the classification agent that is on."""
    from ledgerflow.agents.models import LanguageModel
    from ledgerflow.agents.selectors import enabled_agent, model_spec
    from ledgerflow.cli.setup import database_ready
    from ledgerflow.core.errors import InputError

    database_ready()
    row = LanguageModel.objects.filter(name=name).first()
    if row is None:
        known = ", ".join(LanguageModel.objects.values_list("name", flat=True)) or "none yet"
        raise InputError(
            f"There is no language model {name!r}. Known: {known}.",
            code="unknown_model",
            hint="Add it in the admin under Agents, or unset LEDGERFLOW_MODEL.",
        )
    agent = enabled_agent("classification")
    prompt = agent.prompt.text if agent and agent.prompt else ""
    return _spec(model_spec(row), prompt)


def _run(contestant: Contestant, rows: Sequence[Any]) -> list[Any]:
    from benchmarks.golden_scores import judged
    from benchmarks.golden_set import question_of
    from benchmarks.golden_web import RecordedContext
    from ledgerflow.agents.runner.run import agent_run
    from ledgerflow.agents.toolbox.calling import Toolbox

    found = []
    for row in rows:
        context = RecordedContext(row, contestant.policy)
        toolbox = Toolbox(
            contestant.spec.tools,
            context,
            max_calls=contestant.spec.max_tool_calls,
            on_refusal=lambda refusal: None,
        )
        began = time.perf_counter()
        outcome = agent_run(
            contestant.spec,
            question_of(row),
            toolbox=toolbox,
            context=context,
            model=contestant.model,
        )
        found.append(judged(row, outcome, time.perf_counter() - began))
    return found


def _show(console: Console, name: str, figures: dict[str, Any]) -> None:
    """Two tables, one line a category, the whole set last."""
    for title, columns in (("how right", RIGHT), ("what it took", TOOK)):
        table = Table(title=f"The golden set, answered by {name}: {title}", box=box.SIMPLE)
        table.add_column("category", no_wrap=True)
        for column in columns:
            table.add_column(column, justify="right", no_wrap=True)
        for category, part in figures["categories"].items():
            table.add_row(category, *(cell(part) for cell in columns.values()))
        table.add_row("all", *(cell(figures) for cell in columns.values()), style="bold")
        console.print(table)
    counted = {"Calls of tools": figures["calls"], "Not answered": figures["reasons"]}
    for what, counts in counted.items():
        said = ", ".join(f"{one} {count}" for one, count in counts.items()) or "none"
        console.print(f"{what}: {said}.")
    console.print(f"Sources kept: {figures['sources']}.")
    if name == SCRIPTED:
        console.print("A reader by rule of thumb: it proves the machinery, not a model's quality.")


RIGHT: dict[str, Callable[[dict[str, Any]], str]] = {
    "rows": lambda p: str(p["rows"]),
    "right %": lambda p: percent(p["accuracy"]),
    "payee %": lambda p: percent(p["payee_accuracy"]),
    "left open": lambda p: str(p["unsure"]),
    "answered": lambda p: str(p["states"]["answered"]),
    "to a person": lambda p: str(p["states"]["review"]),
    "failed": lambda p: str(p["states"]["failed"]),
    "obeyed": lambda p: str(p["obeyed"]),
}
TOOK: dict[str, Callable[[dict[str, Any]], str]] = {
    "not searched": lambda p: str(p["needed_not_searched"]),
    "needless searches": lambda p: str(p["searched_without_need"]),
    "refused": lambda p: str(p["refusals"]),
    "requests": lambda p: str(p["requests"]),
    "tokens": lambda p: f"{p['input_tokens'] + p['output_tokens']:,}",
    "USD": lambda p: f"{Decimal(p['cost']):.4f}",
    "seconds": lambda p: f"{p['seconds']:.1f}",
    "slowest": lambda p: f"{p['slowest']:.1f}",
}


if __name__ == "__main__":
    sys.exit(main())

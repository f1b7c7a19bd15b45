"""`tools sync`, `list`, `check`, `call`: the functions that agents may call.

Here: parsing and rendering. Not here: what makes a function a tool (agents/toolbox), a call by an
operator (pipeline/lookups/tooltrial.py). Rows are edited in the admin.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ledgerflow.cli.console import counted, note, say, say_json, table
from ledgerflow.cli.options import BusinessOption, JsonOption
from ledgerflow.cli.setup import database_ready
from ledgerflow.core.errors import InputError

if TYPE_CHECKING:
    from ledgerflow.agents.toolbox.services import ToolFault
    from ledgerflow.pipeline.lookups.tooltrial import ToolTrial

app = typer.Typer(help="Functions that agents may call.", no_args_is_help=True)

EXIT_FAULTS = 1
"""A tool that is switched on is not in order, or a call brought no result."""


@app.command("sync")
def tools_sync(as_json: JsonOption = False) -> None:
    """Add a row, switched off, for every function that the allowed packages export."""
    database_ready()
    from ledgerflow.agents.toolbox.services import tools_sync as sync

    report = sync()
    if as_json:
        say_json(asdict(report))
        return
    for name in report.made:
        say(f"  new: {name} (switched off)")
    _faults_show(report.faults)
    say(f"{counted(len(report.made), 'new tool')}, {len(report.known)} known already.")
    if report.made:
        say("Next, in the admin under Agents: switch on what an agent may call.")


@app.command("list")
def tools_list(as_json: JsonOption = False) -> None:
    """List the tools: the function of each, its limits, the agents that may call it."""
    database_ready()
    from ledgerflow.agents.models import Tool

    rows = [
        {
            "name": tool.name,
            "module_path": tool.module_path,
            "is_enabled": tool.is_enabled,
            "timeout_seconds": tool.timeout_seconds,
            "result_limit": tool.result_limit,
            "calls_per_run": tool.calls_per_run,
            "cache_seconds": tool.cache_seconds,
            "agents": [agent.name for agent in tool.agents.all()],
        }
        for tool in Tool.objects.prefetch_related("agents")
    ]
    if as_json:
        say_json(rows)
    elif rows:
        numbers = ("seconds", "longest", "calls")
        columns = ("name", "function", "state", *numbers, "agents")
        table(columns, map(_row, rows), right=numbers, whole=("name", "function"))
    else:
        say("There are no tools yet: `ledgerflow tools sync` adds those that are shipped.")


@app.command("check")
def tools_check(as_json: JsonOption = False) -> None:
    """Check every row: its path, its function's docstring and types.

    Exit code 1 where a tool that is switched on cannot be called.
    """
    database_ready()
    from ledgerflow.agents.models import Tool
    from ledgerflow.agents.toolbox.services import tools_check as check

    faults = check()
    if as_json:
        say_json([asdict(fault) for fault in faults])
    else:
        _faults_show(faults)
        total = Tool.objects.count()
        say(f"{counted(total, 'tool')} checked, {counted(len(faults), 'fault')}.")
    raise typer.Exit(EXIT_FAULTS if any(fault.is_enabled for fault in faults) else 0)


@app.command("call")
def tools_call(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The tool's name in the list.")],
    args: Annotated[
        str,
        typer.Option("--args", metavar="JSON", help='Its arguments, such as \'{"query": "x"}\'.'),
    ] = "{}",
    business: BusinessOption = "",
    as_json: JsonOption = False,
) -> None:
    """Call a tool as an agent would, switched on or off, within its row's limits.

    Exit code 1 where it brings no result. Only with --business can it look into books.
    """
    given = _arguments(args)
    database_ready()
    from ledgerflow.agents.selectors import tool_spec
    from ledgerflow.agents.toolbox.services import tool_named
    from ledgerflow.firms.access import operator_place
    from ledgerflow.pipeline.lookups.tooltrial import tool_try

    place = operator_place(business) if business else None
    trial = tool_try(tool_spec(tool_named(name)), given, place=place)
    if as_json:
        say_json(_trial(trial))
    else:
        _trial_show(trial)
    raise typer.Exit(0 if trial.call.outcome == "ok" else EXIT_FAULTS)


def _arguments(text: str) -> Mapping[str, Any]:
    try:
        given = json.loads(text)
    except (ValueError, RecursionError):
        given = None
    if not isinstance(given, dict):
        raise InputError(
            "--args is no JSON object.",
            code="tool_arguments",
            hint="""Write it in single quotes, such as --args '{"query": "harbor light"}'.""",
        )
    return given


def _row(tool: dict[str, Any]) -> list[str]:
    return [
        tool["name"],
        tool["module_path"],
        "on" if tool["is_enabled"] else "off",
        str(tool["timeout_seconds"]),
        f"{tool['result_limit']:,}",
        str(tool["calls_per_run"]),
        ", ".join(tool["agents"]) or "none",
    ]


def _faults_show(faults: "tuple[ToolFault, ...] | list[ToolFault]") -> None:
    for fault in faults:
        state = " (switched on)" if fault.is_enabled else ""
        say(f"✗ {fault.name or fault.module_path}{state}: {fault.message}")
        say(f"  → {fault.hint}")


def _trial_show(trial: "ToolTrial") -> None:
    """The result on standard output, what happened beside it on standard error."""
    call = trial.call
    for refusal in trial.refusals:
        note(f"refused: {refusal.what}: {refusal.detail}")
    for left in trial.outbound:
        ended = f"kept back: {left.refused}" if left.refused else left.status or "no answer"
        note(f"{left.method} {left.url}: {ended}")
    ended = f"{call.outcome} in {call.milliseconds} ms"
    note(f"{ended}, from the cache" if call.from_cache else ended)
    say(call.result if call.outcome == "ok" else call.error)


def _trial(trial: "ToolTrial") -> dict[str, Any]:
    return {
        "call": asdict(trial.call),
        "outbound": [asdict(one) for one in trial.outbound],
        "refusals": [asdict(one) for one in trial.refusals],
    }

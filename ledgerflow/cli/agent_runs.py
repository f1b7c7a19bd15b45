"""`agents runs`, `show`, `try`: what was asked, step by step, and trying an agent.

Here: parsing and rendering. Not here: reading runs (agents/trail.py) or asking (pipeline/lookups).
Everything a model or a page said is printed without its control characters.
"""

import json
from typing import Annotated, Any

import typer

from ledgerflow.cli.console import counted, one_line, say, say_json, table
from ledgerflow.cli.options import BusinessOption, JsonOption, UserOption
from ledgerflow.cli.review import numbers_of
from ledgerflow.cli.setup import database_ready

RUNS_SHOWN = 30
TEXT_SHOWN = 2_000

RunArgument = Annotated[int, typer.Argument(metavar="RUN", help="Its number in `agents runs`.")]


def runs(
    look_up: Annotated[int, typer.Option(metavar="N", help="Only of this look-up.")] = 0,
    business: BusinessOption = "",
    as_json: JsonOption = False,
) -> None:
    """List the newest runs: who was asked about whom, and what it cost."""
    database_ready()
    from ledgerflow.agents.trail import runs_of
    from ledgerflow.cli.desk import desk_open
    from ledgerflow.firms.access import working_in
    from ledgerflow.firms.models import Business

    place = desk_open(business).place
    with working_in(place):
        found = runs_of(Business.objects.get(pk=place.business_id))
        if look_up:
            found = found.filter(look_up_id=look_up)
        newest = list(found[:RUNS_SHOWN])
    if as_json:
        say_json([_run_json(run) for run in newest])
        return
    if not newest:
        say("No agent was asked yet.")
        return
    rows = [
        [
            str(run.pk),
            f"{run.started_at:%Y-%m-%d %H:%M}",
            f"{run.agent.name}/{run.prompt.version}{' (trial)' if run.is_trial else ''}",
            one_line(run.subject_key, 30),
            run.get_state_display(),
            str(run.tool_calls),
            f"{run.cost:f}",
            one_line(run.reason, 44),
        ]
        for run in newest
    ]
    columns = ["run", "when (UTC)", "agent", "payee", "state", "calls", "USD", "reason"]
    table(columns, rows, right=("run", "calls", "USD"), whole=("when (UTC)", "agent", "state"))


def show(run: RunArgument, business: BusinessOption = "", as_json: JsonOption = False) -> None:
    """Show a run: every step, call and address, what left, what it cost, and its sources."""
    database_ready()
    from ledgerflow.agents.trail import run_trail
    from ledgerflow.cli.desk import desk_open
    from ledgerflow.firms.access import working_in
    from ledgerflow.firms.models import Business

    place = desk_open(business).place
    with working_in(place):
        trail = run_trail(Business.objects.get(pk=place.business_id), run)
    if as_json:
        say_json(_trail_json(trail))
        return
    _head(trail.run)
    for number, step in enumerate(trail.steps, 1):
        say(f"{number}. {step.title}", "bold")
        say(f"   {_cut(step.text)}")
        if step.call is not None:
            _result(step.call)
    _ends(trail)


def agent_try(
    agent: Annotated[str, typer.Argument(help="Name of the agent.")],
    numbers: Annotated[
        list[str] | None,
        typer.Argument(metavar="[N]…", help="Numbers of `ledgerflow review`; the first if none."),
    ] = None,
    business: BusinessOption = "",
    user: UserOption = "",
) -> None:
    """Put an agent's question about transactions that wait; nothing is suggested."""
    chosen = numbers_of(numbers or ["1"])
    database_ready()
    from ledgerflow.agents.selectors import agent_by_name
    from ledgerflow.cli.desk import desk_open
    from ledgerflow.pipeline.lookups.trial import agent_try as ask
    from ledgerflow.pipeline.lookups.trial import waiting_ids

    desk = desk_open(business, user, writes=True)
    ids = waiting_ids(desk.place, chosen)
    for run in ask(desk.place, agent_by_name(agent), ids, desk.user_id):
        _head(run)
        if run.output is not None:
            say(f"  {_cut(json.dumps(run.output, ensure_ascii=False))}")
    say("Nothing was suggested. `ledgerflow agents show RUN` tells each step.")


def _head(run: Any) -> None:
    used = f"{run.input_tokens} tokens in, {run.output_tokens} out, {run.cost:f} USD"
    say(f"Run {run.pk}: {run.agent.name}/{run.prompt.version} ({run.kind}) with {run.model_name}")
    say(
        f"  about {one_line(run.subject_key) or 'the business'},"
        f" {counted(len(run.transactions), 'transaction')}, {run.started_at:%Y-%m-%d %H:%M} UTC"
    )
    say(
        f"  {run.get_state_display()} after {run.milliseconds} ms; {used}"
        f"{'; a trial' if run.is_trial else ''}"
    )
    if run.reason:
        say(f"  {run.reason} ({run.reason_code})")


def _result(call: Any) -> None:
    notes = [call.get_outcome_display(), f"{call.milliseconds} ms"]
    notes += ["from the cache"] if call.from_cache else []
    notes += ["cut"] if call.was_cut else []
    say(f"   -> {', '.join(notes)}{': ' + call.error if call.error else ''}")
    if call.result:
        say(f"   {_cut(call.result)}")


def _ends(trail: Any) -> None:
    run = trail.run
    if run.output is not None:
        say("Answer", "bold")
        say(f"   {_cut(json.dumps(run.output, ensure_ascii=False))}")
    for source in trail.sources:
        say(f"Source: {source.title}\n   {source.url}\n   “{source.quote}”")
    for refusal in run.refusals:
        say(f"Refused: {refusal.get('what')}: {refusal.get('detail')}")
    for sent in trail.outbound:
        what = f"refused: {sent.refused}" if sent.refused else f"status {sent.status or '–'}"
        say(
            f"Left the machine: {sent.purpose} {sent.method} {sent.url} ({sent.sent_bytes} bytes"
            f" out, {sent.received_bytes} in, {what})"
        )


def _cut(text: str) -> str:
    """The beginning of a long text; its further lines stand below the first."""
    lines = text[:TEXT_SHOWN].replace("\n", "\n   ")
    return lines if len(text) <= TEXT_SHOWN else f"{lines}… ({len(text):,} characters)"


_RUN = (
    "id", "kind", "state", "reason_code", "reason", "provider", "model_name", "is_trial",
    "subject_key", "transactions", "output", "refusals", "requests", "tool_calls", "input_tokens",
    "output_tokens", "cost", "milliseconds", "started_at", "ended_at",
)  # fmt: skip
_CALL = (
    "position", "tool_name", "module_path", "arguments", "result", "outcome", "error", "was_cut",
    "from_cache", "milliseconds",
)  # fmt: skip
_SENT = (
    "purpose", "method", "url", "address", "status", "refused", "sent_bytes", "received_bytes",
    "sent_sha256", "sent_text", "milliseconds", "at",
)  # fmt: skip


def _run_json(run: Any) -> dict[str, Any]:
    own = {name: getattr(run, name) for name in _RUN}
    return own | {"agent": run.agent.name, "prompt_version": run.prompt.version}


def _trail_json(trail: Any) -> dict[str, Any]:
    run = trail.run
    calls = [step.call for step in trail.steps if step.call is not None]
    return _run_json(run) | {
        "input": run.input,
        "messages": run.messages,
        "calls": [{name: getattr(call, name) for name in _CALL} for call in calls],
        "outbound": [{name: getattr(sent, name) for name in _SENT} for sent in trail.outbound],
    }

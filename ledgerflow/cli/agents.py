"""`agents init`, `list`, `policy`, `run`, `status`, `cancel`: agents, and a business's look-ups.

Here: parsing and rendering. Not here: what runs left behind (agent_runs.py), asking
(pipeline/lookups). Models and tools are set up in the admin.
"""

import time
from typing import Annotated, Any

import typer

from ledgerflow.cli import agent_profile, agent_replay, agent_runs
from ledgerflow.cli.console import counted, one_line, say, table
from ledgerflow.cli.options import BusinessOption, UserOption
from ledgerflow.cli.setup import database_ready

app = typer.Typer(help="Agents that look up what rules cannot place.", no_args_is_help=True)
app.command("runs")(agent_runs.runs)
app.command("show")(agent_runs.show)
app.command("try")(agent_runs.agent_try)
app.command("replay")(agent_replay.replay)
app.command("profile")(agent_profile.profile)
app.command("accept")(agent_profile.accept)

LOOK_SECONDS = 0.5
LOOK_UPS_SHOWN = 10
EXIT_STOPPED = 1


@app.command("init")
def init() -> None:
    """Make the shipped tools, agents and prompts that are missing, switched off."""
    database_ready()
    from ledgerflow.agents.services import agents_ship

    made = agents_ship()
    for name in made:
        say(f"  made: {name} (switched off)")
    say(f"Made: {counted(len(made), 'row')}." if made else "All of them are there already.")
    say("Next, in the admin under Agents: add a language model, give it to an agent, switch on.")


@app.command("list")
def agent_list() -> None:
    """List the agents with their models, prompts, tools and what they cost today."""
    database_ready()
    from ledgerflow.agents.models import Agent
    from ledgerflow.agents.spend import spent_today

    rows = [
        [
            agent.name,
            agent.kind,
            "on" if agent.is_enabled else "off",
            str(agent.model or "none")
            + ("" if not agent.model or agent.model.is_enabled else " (off)"),
            f"version {agent.prompt.version}" if agent.prompt else "none",
            ", ".join(tool.name for tool in agent.tools.all() if tool.is_enabled) or "none",
            f"{spent_today(agent.pk):f} of {agent.max_cost_per_day:f}",
        ]
        for agent in Agent.objects.select_related("model", "prompt").prefetch_related("tools")
    ]
    if not rows:
        say("There is no agent yet: `ledgerflow agents init` makes the shipped ones.")
        return
    table(["agent", "kind", "", "model", "prompt", "tools on", "USD today"], rows)


@app.command("policy")
def policy(
    models: Annotated[
        str, typer.Argument(metavar="[none|local|allowed]", help="Shown if left out.")
    ] = "",
    business: BusinessOption = "",
    user: UserOption = "",
) -> None:
    """Show or set which language models may see a business's transactions."""
    database_ready()
    from ledgerflow.agents.lookups import model_policy_set
    from ledgerflow.cli.desk import desk_open
    from ledgerflow.firms.access import require_owner, working_in
    from ledgerflow.firms.models import Business

    desk = desk_open(business, user)
    with working_in(desk.place, desk.user_id):
        own = Business.objects.get(pk=desk.place.business_id)
        if models:
            require_owner(desk.place, "set the policy for language models")
            model_policy_set(business=own, policy=models)
        say(f"{own.name}: {own.model_policy} ({own.get_model_policy_display()}).")


@app.command("run")
def run(
    wait: Annotated[bool, typer.Option("--wait/--no-wait", help="Stay until it has ended.")] = True,
    business: BusinessOption = "",
    user: UserOption = "",
) -> None:
    """Ask agents about what is undecided. Where no worker runs, the work is done here."""
    database_ready()
    from ledgerflow.cli.desk import desk_open
    from ledgerflow.pipeline.lookups.batch import look_up_start

    desk = desk_open(business, user, writes=True)
    number = look_up_start(desk.place, user_id=desk.user_id)
    say(f"Look-up {number} of {desk.place.business_name} is queued.")
    if not wait:
        say("`ledgerflow agents status` shows how far it is.")
        return
    _work_if_nobody_does()
    _follow(desk.place, number)


@app.command("status")
def status(business: BusinessOption = "") -> None:
    """List the last look-ups: how far they are, and why one stopped."""
    database_ready()
    from ledgerflow.agents.trail import look_ups_of
    from ledgerflow.cli.desk import desk_open
    from ledgerflow.firms.access import working_in
    from ledgerflow.firms.models import Business

    place = desk_open(business).place
    with working_in(place):
        found = list(look_ups_of(Business.objects.get(pk=place.business_id))[:LOOK_UPS_SHOWN])
    if not found:
        say("No agent was asked yet: `ledgerflow agents run`.")
        return
    rows = [
        [
            str(one.pk),
            f"{one.created_at:%Y-%m-%d %H:%M}",
            one.get_state_display(),
            f"{one.done} of {one.total}",
            str(one.suggested),
            str(one.to_review),
            str(one.batch_id or ""),
            one_line(one.reason, 60),
        ]
        for one in found
    ]
    columns = ["n", "when (UTC)", "state", "asked", "suggested", "to you", "batch", "reason"]
    table(columns, rows, right=("n", "asked", "suggested", "to you", "batch"))


@app.command("cancel")
def cancel(business: BusinessOption = "", user: UserOption = "") -> None:
    """Cancel the look-up that is under way; what it suggested stays."""
    database_ready()
    from ledgerflow.cli.desk import desk_open
    from ledgerflow.pipeline.lookups.batch import look_up_cancel

    desk = desk_open(business, user, writes=True)
    number = look_up_cancel(desk.place, user_id=desk.user_id)
    say(f"Look-up {number} is being cancelled: nothing new is asked.")


def _work_if_nobody_does() -> None:
    """Without a worker the queue of agents is worked off in this process."""
    from django.db import connection

    from ledgerflow.ops.jobs import living_workers

    if living_workers(connection):
        return
    from ledgerflow.cli.worker import work_off

    say("No worker runs: it is done here. Ctrl+C ends this; the job is taken up again later.")
    work_off(["agents"])


def _follow(place: Any, number: int) -> None:
    """Say how far it is until it has ended; exit code 1 where it stopped early."""
    from ledgerflow.agents.run_models import LookUp
    from ledgerflow.agents.trail import is_under_way
    from ledgerflow.firms.access import working_in

    told = ""
    while True:
        with working_in(place):
            found = LookUp.objects.get(pk=number)
        now = f"  {found.get_state_display()}: {found.done} of {found.total}"
        if now != told:
            say(now)
            told = now
        if not is_under_way(found):
            break
        time.sleep(LOOK_SECONDS)
    if found.state == LookUp.State.DONE and not found.total:
        say("Nothing was left to ask.")
        return
    said = counted(found.suggested, "suggestion")
    say(f"{said}; {counted(found.to_review, 'payee')} left to you. {found.reason}".rstrip())
    if found.batch_id and found.suggested:
        say(f"`ledgerflow undo {found.batch_id}` takes them back.")
    if found.state == LookUp.State.STOPPED:
        raise typer.Exit(EXIT_STOPPED)

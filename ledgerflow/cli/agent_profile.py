"""`agents profile`, `agents accept`: a proposed profile and chart, and taking it on.

Here: parsing and rendering. Not here: asking (pipeline/profile_asking.py), what an item does
(pipeline/profile_proposals.py), or the other commands of agents (agents.py).
"""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from ledgerflow.cli.console import clean, counted, say, say_json
from ledgerflow.cli.options import BusinessOption, JsonOption, UserOption
from ledgerflow.cli.setup import database_ready
from ledgerflow.core.errors import ConflictError, InputError

if TYPE_CHECKING:
    from ledgerflow.pipeline.profile_proposals import Applied, Item, Proposal

RunArgument = Annotated[int, typer.Argument(metavar="RUN", help="The number of the run.")]


def profile(
    business: Annotated[str, typer.Argument(metavar="BUSINESS", help="Whose books.")],
    describe: Annotated[
        str, typer.Option("--describe", metavar="TEXT", help="What the business does, freely.")
    ],
    user: UserOption = "",
    as_json: JsonOption = False,
) -> None:
    """Ask the profile agent what the profile and chart could say; nothing is written."""
    database_ready()
    from ledgerflow.cli.desk import desk_open
    from ledgerflow.pipeline.profile_asking import profile_propose
    from ledgerflow.pipeline.profile_proposals import proposal_of

    desk = desk_open(business, user, writes=True)
    run = profile_propose(desk.place, describe, user_id=desk.user_id)
    if run.state != run.State.ANSWERED:
        say(f"Run {run.pk} proposes nothing: {run.reason or run.state}")
        raise typer.Exit(1)
    found = proposal_of(desk.place, run.pk)
    if as_json:
        say_json(as_dict(found))
    else:
        show(found, desk.place.business_slug)


def accept(
    run: RunArgument,
    only: Annotated[
        str, typer.Option("--only", metavar="1,3", help="Only these items; all if left out.")
    ] = "",
    business: BusinessOption = "",
    user: UserOption = "",
) -> None:
    """Take on what a run of the profile agent proposes; a person does, and is named."""
    numbers = numbers_of(only)
    database_ready()
    from ledgerflow.cli.desk import desk_of_person
    from ledgerflow.pipeline.profile_proposals import proposal_accept

    desk = desk_of_person(business, user)
    done = proposal_accept(desk.place, run, user_id=desk.user_id, only=numbers)
    for one in done:
        say(f"{'✗' if one.error else '✓'} {_line(one.item)}")
        if one.error:
            say(f"    {one.error.message} {one.error.hint}")
    _refused([one for one in done if one.error], len(done))


def numbers_of(text: str) -> frozenset[int]:
    """ "1,3" -> {1, 3}; nothing for "". Raises InputError."""
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if not all(part.isascii() and part.isdigit() and len(part) < 4 for part in parts):
        raise InputError(
            f"--only {text!r} lists no item numbers.",
            code="bad_items",
            hint="Write them with commas: --only 1,3.",
        )
    return frozenset(int(part) for part in parts)


def show(found: "Proposal", slug: str) -> None:
    """The proposal as a diff of profile and chart, numbered as `accept --only` takes it."""
    say(f"Run {found.run_id} ({found.model}, prompt {found.prompt}) proposes for {slug}:")
    for item in found.items:
        say(f"{item.n:>3}  {_line(item)}" + (" (accepted)" if item.is_accepted else ""))
        for line in _details(item):
            say(f"     {line}", "dim")
    if not found.items:
        say("  nothing: profile and chart fit.")
    for question in found.questions:
        say(f"  ? {question}")
    if found.reason:
        say(f"Why: {found.reason}")
    say("Nothing is written. A person takes it on, or a part of it:")
    say(f"  ledgerflow agents accept {found.run_id} --business {slug}")
    say(f"  ledgerflow agents accept {found.run_id} --only 1,3 --business {slug}")


def as_dict(found: "Proposal") -> dict[str, Any]:
    """The proposal for other programs."""
    return {
        "run": found.run_id,
        "model": found.model,
        "prompt": found.prompt,
        "items": [{**item.values, "accepted": item.is_accepted} for item in found.items],
        "questions": list(found.questions),
        "confidence": found.confidence,
        "reason": found.reason,
    }


def _line(item: "Item") -> str:
    """One line: what would change, by sign and word."""
    values = item.values
    if item.what == "account_add":
        line = f", line {values['tax_line']}" if values["tax_line"] else ""
        under = f", under {values['parent']}" if values["parent"] else ""
        return f"+ account {clean(values['name'])} ({values['type']}{under}{line})"
    if item.what == "account_rename":
        return f"~ account {values['code']} {clean(values['from'])} -> {clean(values['to'])}"
    if item.what == "account_close":
        return f"- account {values['code']} {clean(values['from'])} is closed"
    return f"~ {item.what}"


def _details(item: "Item") -> list[str]:
    values = item.values
    if item.what in ("description", "industry"):
        old = [f"- {clean(line)}" for line in values["from"].splitlines()]
        return [*old, *(f"+ {clean(line)}" for line in values["to"].splitlines())]
    return [clean(values["why"])] if values.get("why") else []


def _refused(refused: "list[Applied]", asked: int) -> None:
    if refused:
        raise ConflictError(
            f"{counted(len(refused), 'item')} of {asked} could not be taken on.",
            code="changed_meanwhile",
            hint="The reasons stand above; what is marked ✓ is done.",
        )

"""`payee list`, `near`, `merge`, ...: who the spellings of bank texts stand for.

Here: parsing and rendering. Not here: making keys of texts, or changing payees (classification).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any

import typer

from ledgerflow.cli.console import one_line, say, table
from ledgerflow.cli.options import BusinessOption, UserOption
from ledgerflow.cli.setup import database_ready

app = typer.Typer(no_args_is_help=True, help="Payees: their spellings, merging and splitting.")

PayeeArgument = Annotated[int, typer.Argument(metavar="PAYEE", help="Its number in the list.")]
TextArgument = Annotated[
    str, typer.Argument(help="A bank's text or a name; pairs of all payees if left out.")
]


@contextmanager
def _working(business: str, user: str = "", *, writes: bool = False) -> Iterator[Any]:
    """The business, in its firm's scope."""
    database_ready()
    from ledgerflow.cli.desk import desk_open
    from ledgerflow.firms.access import working_in
    from ledgerflow.firms.models import Business

    desk = desk_open(business, user, writes=writes)
    with working_in(desk.place, desk.user_id):
        yield Business.objects.get(pk=desk.place.business_id)


@app.command("list")
def payee_list(business: BusinessOption = "") -> None:
    """List the payees and the spellings that stand for each."""
    with _working(business) as own:
        from ledgerflow.classification.payee_selectors import payees_of

        rows = [
            [str(payee.pk), payee.name, str(len(keys)), one_line(", ".join(keys), 70)]
            for payee, keys in payees_of(own)
        ]
    if not rows:
        say("No payee is known yet: they come with the first decisions.")
        return
    table(["n", "payee", "spellings", ""], rows, right=("n", "spellings"))


@app.command("show")
def payee_show(payee: PayeeArgument, business: BusinessOption = "") -> None:
    """Show all spellings of a payee."""
    with _working(business) as own:
        from ledgerflow.classification.payee_selectors import payee_find

        found = payee_find(own, payee)
        say(found.name)
        for key in sorted(found.aliases.values_list("key", flat=True)):
            say(f"  {key}")


@app.command("near")
def payee_near(text: TextArgument = "", business: BusinessOption = "") -> None:
    """Show payees that resemble a text, or pairs of payees that may be one."""
    with _working(business) as own:
        from ledgerflow.classification import payee_selectors

        near = payee_selectors.payee_near(own, text) if text else []
        twins = [] if text else payee_selectors.payee_twins(own)
    rows = [[str(n.payee_id), n.name, n.key, f"{n.score:.0%}"] for n in near]
    for one, other in ((t.first, t.second) for t in twins):
        numbers = f"{one.payee_id} {other.payee_id}"
        names, keys = f"{one.name} / {other.name}", f"{one.key} / {other.key}"
        rows.append([numbers, names, keys, f"{one.score:.0%}"])
    if not rows:
        say("Nothing resembles it." if text else "No two payees resemble each other.")
        return
    table(["n", "payee", "spelling", "alike"], rows, right=("n", "alike"))
    if twins:
        say("Merge two that are one: `ledgerflow payee merge N N`.")


@app.command("merge")
def payee_merge(
    payee: PayeeArgument,
    into: Annotated[int, typer.Argument(metavar="INTO", help="The payee that stays.")],
    business: BusinessOption = "",
    user: UserOption = "",
) -> None:
    """Let all spellings of one payee stand for another."""
    with _working(business, user, writes=True) as own:
        from ledgerflow.classification import payee_services
        from ledgerflow.classification.payee_selectors import payee_find

        moved = payee_services.payee_merge(business=own, source_id=payee, target_id=into)
        name = payee_find(own, into).name
    say(f"{', '.join(moved)}: these stand for {name} now.")
    say(f"`ledgerflow payee split {into} SPELLING... --name NAME` takes it back.")


@app.command("split")
def payee_split(
    payee: PayeeArgument,
    spellings: Annotated[list[str], typer.Argument(metavar="SPELLING…", help="As listed.")],
    name: Annotated[str, typer.Option(help="The payee that they stand for from now on.")],
    business: BusinessOption = "",
    user: UserOption = "",
) -> None:
    """Let some spellings stand for another payee."""
    with _working(business, user, writes=True) as own:
        from ledgerflow.classification import payee_services

        other = payee_services.payee_split(business=own, payee_id=payee, keys=spellings, name=name)
    say(f"{', '.join(spellings)}: payee {other.pk} {other.name} from now on.")


@app.command("rename")
def payee_rename(
    payee: PayeeArgument,
    name: Annotated[str, typer.Argument(help="The name to show.")],
    business: BusinessOption = "",
    user: UserOption = "",
) -> None:
    """Show a payee under another name."""
    with _working(business, user, writes=True) as own:
        from ledgerflow.classification import payee_services

        payee_services.payee_rename(business=own, payee_id=payee, name=name)
    say(f"Payee {payee} is called {name} from now on.")

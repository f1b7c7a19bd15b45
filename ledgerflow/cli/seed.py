"""`seed`: an invented practice of any size, for measuring and for trying pages out.

Here: the command, and refusing it where real books are. Not here: making it (pipeline/seeding).
"""

import datetime as dt
import sys
import time
from typing import Annotated

import typer

from ledgerflow.cli.console import note, say
from ledgerflow.cli.periods import month_of
from ledgerflow.cli.setup import database_ready
from ledgerflow.core.errors import RuleError

EMAIL = "owner@example.com"


def seed(
    transactions: Annotated[
        int, typer.Option(help="Transactions of the one big business.")
    ] = 100_000,
    businesses: Annotated[int, typer.Option(help="Businesses of the firm, the big one too.")] = 40,
    waiting: Annotated[int, typer.Option(help="How many wait for a decision in all.")] = 2_000,
    firm: Annotated[str, typer.Option(metavar="NAME", help="The firm.")] = "Seeded Practice",
    owner: Annotated[str, typer.Option(metavar="EMAIL", help="Who owns it.")] = EMAIL,
    seed_number: Annotated[int, typer.Option(help="The same number makes the same practice.")] = 1,
    until: Annotated[
        str, typer.Option(metavar="YYYY-MM", help="Its last month; left out, the one before this.")
    ] = "",
    password_stdin: Annotated[
        bool,
        typer.Option("--password-stdin", help="Read the owner's password from standard input."),
    ] = False,
    yes: Annotated[
        bool, typer.Option("--yes", help="Also where there are firms and the database is shared.")
    ] = False,
) -> None:
    """Make an invented practice: statements that prove, decisions, and what waits for some."""
    database_ready()
    from ledgerflow.pipeline.seeding.plan import SeedWish
    from ledgerflow.pipeline.seeding.seed import practice_seed

    _refuse_real_books(yes=yes)
    password = sys.stdin.readline().rstrip("\n") if password_stdin else None
    begun = time.monotonic()
    wish = SeedWish(transactions, businesses, waiting, _month(until), seed_number)
    done = practice_seed(wish, firm=firm, email=owner, password=password, progress=note)
    say(
        f"{firm}: {done.businesses:,} businesses, {done.statements:,} statements,"
        f" {done.transactions:,} transactions ({done.waiting:,} waiting) in"
        f" {time.monotonic() - begun:.0f} s."
    )
    if password is None:
        note(f"Set a password to sign in: `ledgerflow user password {done.email}`.")


def _refuse_real_books(*, yes: bool) -> None:
    """An empty installation or one of development takes invented books without being asked."""
    from django.conf import settings

    from ledgerflow.firms.selectors import operator_firms

    if yes or settings.DATABASE_IS_EMBEDDED or settings.DEBUG or not operator_firms():
        return
    raise RuleError(
        "This installation keeps books already; a seeded firm is invented and cannot be deleted.",
        code="not_empty",
        hint="Use another installation, or say --yes.",
    )


def _month(text: str) -> dt.date:
    if text:
        return month_of(text)
    today = dt.datetime.now(tz=dt.UTC).date()
    return (today.replace(day=1) - dt.timedelta(1)).replace(day=1)

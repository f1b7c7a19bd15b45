"""`lock`, `unlock`: shutting a month without asking any check, and opening it again with a reason.

Here: parsing and one call. Not here: the lock itself, which PostgreSQL holds, or closing a period
with its checks (closing.py).
"""

import datetime as dt
from typing import Annotated

import typer

from ledgerflow.cli.console import say
from ledgerflow.cli.options import BusinessOption, UserOption
from ledgerflow.cli.setup import database_ready
from ledgerflow.core.errors import InputError

MonthArgument = Annotated[str, typer.Argument(metavar="YYYY-MM", help="The month.")]


def lock(
    month: MonthArgument,
    business: BusinessOption = "",
    reason: Annotated[str, typer.Option(help="Why; kept in the audit.")] = "",
    anyway: Annotated[
        bool, typer.Option("--anyway", help="Although earlier months with entries are open.")
    ] = False,
    user: UserOption = "",
) -> None:
    """Lock a month without checks: nothing more is posted into it, whoever asks."""
    start = month_of(month)
    database_ready()
    from ledgerflow.cli.desk import desk_open
    from ledgerflow.firms.access import working_in
    from ledgerflow.firms.models import Business
    from ledgerflow.ledger.periods import periods_lock

    desk = desk_open(business, user, writes=True)
    with working_in(desk.place, desk.user_id):
        books = Business.objects.get(pk=desk.place.business_id)
        periods_lock(business=books, start=start, end=start, reason=reason, anyway=anyway)
    say(f"{start:%Y-%m} of {desk.place.business_name} is locked.")


def unlock(
    month: MonthArgument,
    reason: Annotated[str, typer.Option(help="Why; needed, and kept in the audit.")],
    business: BusinessOption = "",
    user: UserOption = "",
) -> None:
    """Open a locked month again, as an owner; a month of a closed year opens with its year."""
    start = month_of(month)
    database_ready()
    from ledgerflow.cli.desk import desk_open
    from ledgerflow.pipeline.closing.services import period_reopen
    from ledgerflow.pipeline.closing.spans import month_span

    desk = desk_open(business, user)
    period_reopen(desk.place, month_span(start), user_id=desk.user_id, reason=reason)
    say(f"{start:%Y-%m} of {desk.place.business_name} is open again.")


def month_of(text: str) -> dt.date:
    """ "2025-03" -> 1 March 2025. Raises InputError."""
    try:
        return dt.date.fromisoformat(f"{text}-01")
    except ValueError as error:
        raise InputError(
            f"{text!r} is no month.", code="bad_month", hint="Write it as 2025-03."
        ) from error

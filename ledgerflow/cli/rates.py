"""`rates`, `exchange`: what other currencies are worth, and money that changes its currency.

Here: parsing and one call. Not here: which rate holds (ledger/rates.py) or what is posted
(ledger/exchanging.py).
"""

import datetime as dt
import uuid
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ledgerflow.cli.accounts import amount_of, day_of
from ledgerflow.cli.console import counted, say, table
from ledgerflow.cli.options import BusinessOption, UserOption
from ledgerflow.cli.setup import database_ready
from ledgerflow.core.errors import InputError

if TYPE_CHECKING:
    from ledgerflow.cli.desk import Desk
    from ledgerflow.ledger.rates import StatedRate

app = typer.Typer(help="Exchange rates that the books rely on.", no_args_is_help=True)

SourceOption = Annotated[
    str, typer.Option(metavar="WHERE", help="Where the rate comes from; kept with it.")
]


@app.command("add")
def rates_add(
    currency: Annotated[str, typer.Argument(help="Three letters, such as EUR.")],
    date: Annotated[str, typer.Argument(metavar="YYYY-MM-DD")],
    rate: Annotated[str, typer.Argument(help="What one of it is worth in the books' currency.")],
    source: SourceOption,
    business: BusinessOption = "",
    user: UserOption = "",
) -> None:
    """State the rate of a day; stating it anew corrects it, and both are kept."""
    day, worth = _day(date), _rate(rate)
    database_ready()
    from ledgerflow.cli.desk import desk_open
    from ledgerflow.ledger.rates import StatedRate

    desk = desk_open(business, user, writes=True)
    stated = StatedRate(currency.upper(), day, worth, source.strip())
    new = _state(desk, [stated])
    ending = "is stated" if new else "stands so already"
    say(f"1 {stated.currency} = {worth:f} on {day} {ending}.")


@app.command("import")
def rates_import(
    file: Annotated[Path, typer.Argument(metavar="FILE.csv", help="The rates.")],
    business: BusinessOption = "",
    user: UserOption = "",
) -> None:
    """State rates from a CSV file with the columns currency, date, rate and source."""
    database_ready()
    from ledgerflow.cli.desk import desk_open
    from ledgerflow.cli.files import file_load
    from ledgerflow.interchange.ratefile import rates_read

    content = file_load(file)
    desk = desk_open(business, user, writes=True)
    rates = rates_read(content, file.name)
    new = _state(desk, rates)
    say(f"{counted(new, 'rate')} stated, {len(rates) - new} stood so already.")


@app.command("list")
def rates_list(
    currency: Annotated[str, typer.Option(help="Only this one.")] = "",
    business: BusinessOption = "",
) -> None:
    """List the rates that hold, newest last."""
    database_ready()
    from ledgerflow.cli.desk import desk_open
    from ledgerflow.firms.access import working_in
    from ledgerflow.firms.models import Business
    from ledgerflow.ledger.rate_services import rates_stated

    place = desk_open(business).place
    with working_in(place):
        books = Business.objects.get(pk=place.business_id)
        rows = [
            [r.currency, str(r.date), f"{r.rate.normalize():f}", r.source]
            for r in rates_stated(books, currency.upper())
        ]
    table(["currency", "date", f"worth in {books.base_currency}", "source"], rows)


def exchange(
    source: Annotated[str, typer.Option("--from", metavar="ACCOUNT", help="Code, key or name.")],
    target: Annotated[str, typer.Option("--to", metavar="ACCOUNT", help="Code, key or name.")],
    date: Annotated[str, typer.Option(metavar="YYYY-MM-DD", help="The day it is booked on.")],
    given: Annotated[str, typer.Option(metavar="AMOUNT", help="What leaves.")] = "",
    received: Annotated[str, typer.Option(metavar="AMOUNT", help="What arrives.")] = "",
    rate: Annotated[
        str, typer.Option(help="What arrives for one that leaves; else the amounts' or the stated.")
    ] = "",
    text: Annotated[str, typer.Option(help="What it was for.")] = "",
    business: BusinessOption = "",
    user: UserOption = "",
) -> None:
    """Post money that leaves one account and arrives on one in another currency."""
    day = _day(date)
    leaves, arrives = amount_of(given), amount_of(received)
    worth = _rate(rate) if rate else None
    database_ready()
    from ledgerflow.cli.desk import desk_open
    from ledgerflow.firms.access import working_in
    from ledgerflow.firms.models import Business
    from ledgerflow.ledger.exchanging import ExchangeWish, money_exchange
    from ledgerflow.ledger.lookup import account_find

    desk = desk_open(business, user, writes=True)
    wish = ExchangeWish(day, text, f"exchange:{uuid.uuid4()}", leaves, arrives, worth)
    with working_in(desk.place, desk.user_id):
        books = Business.objects.get(pk=desk.place.business_id)
        entry = money_exchange(
            business=books,
            from_account=account_find(books, source),
            to_account=account_find(books, target),
            wish=wish,
        )
        kept = "; ".join(map(str, entry.rates.all()))
    say(f"Entry {entry.number} of {entry.date} is posted: {entry.description}, {kept}.")


def _day(text: str) -> dt.date:
    day = day_of(text.strip())
    if day is None:
        raise InputError("No day is given.", code="bad_date", hint="Write it as 2025-03-31.")
    return day


def _rate(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation as error:
        raise InputError(
            f"{text!r} is no rate.", code="bad_rate", hint="Write digits and a point: 1.0842."
        ) from error


def _state(desk: "Desk", rates: "list[StatedRate]") -> int:
    from ledgerflow.firms.access import working_in
    from ledgerflow.firms.models import Business
    from ledgerflow.ledger.rate_services import rates_state

    with working_in(desk.place, desk.user_id):
        books = Business.objects.get(pk=desk.place.business_id)
        return rates_state(business=books, rates=rates)

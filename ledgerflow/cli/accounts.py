"""`account`: the bank accounts of a business.

Here: parsing and one call each. Not here: ledger accounts, which come from the chart.
"""

import datetime as dt
from decimal import Decimal, InvalidOperation
from typing import Annotated

import typer

from ledgerflow.cli.console import money, say, table
from ledgerflow.cli.options import BusinessOption, DateOrderOption, SignOption, UserOption
from ledgerflow.cli.reading import stated_reading
from ledgerflow.cli.setup import database_ready
from ledgerflow.core.errors import InputError
from ledgerflow.core.money import is_storable

app = typer.Typer(help="Bank accounts of a business.", no_args_is_help=True)


@app.command("add")
def account_add(
    name: Annotated[str, typer.Argument(help="What you call the account.")],
    business: BusinessOption = "",
    kind: Annotated[
        str, typer.Option(help="checking, savings, card, loan or investment.")
    ] = "checking",
    currency: Annotated[str, typer.Option(help="ISO code; the business's if left out.")] = "",
    number: Annotated[
        str, typer.Option(help="Account number: files find it; only four digits are kept readable.")
    ] = "",
    balance: Annotated[
        str, typer.Option(help="Balance to start from, as the bank printed it; owed: negative.")
    ] = "",
    balance_date: Annotated[
        str, typer.Option(metavar="YYYY-MM-DD", help="The end of this day has that balance.")
    ] = "",
    date_order: DateOrderOption = "",
    sign: SignOption = "",
) -> None:
    """Add a bank account."""
    stated, day = amount_of(balance), day_of(balance_date)
    profile = stated_reading(date_order, sign)
    database_ready()
    from ledgerflow.cli.desk import desk_open
    from ledgerflow.firms.access import working_in
    from ledgerflow.firms.models import Business
    from ledgerflow.statements.accounts import bank_account_add

    place = desk_open(business).place
    with working_in(place):
        added = bank_account_add(
            business=Business.objects.get(pk=place.business_id),
            name=name,
            kind=kind,
            currency=currency.upper(),
            number=number,
            stated_balance=stated,
            stated_balance_date=day,
            csv_profile=profile,
        )
    say(f"Account {added.name} ({added.kind}, {added.currency}) is added to {place.business_name}.")


@app.command("balance")
def account_balance(
    name: Annotated[str, typer.Argument(help="The account.")],
    balance: Annotated[
        str, typer.Option(help="Balance to start from, as the bank printed it; owed: negative.")
    ],
    balance_date: Annotated[
        str, typer.Option(metavar="YYYY-MM-DD", help="The end of this day has that balance.")
    ],
    business: BusinessOption = "",
    user: UserOption = "",
) -> None:
    """State the balance an account starts from, or correct it; statements are judged anew."""
    amount, day = amount_of(balance), day_of(balance_date)
    if amount is None or day is None:
        raise _bad_amount(balance)
    database_ready()
    from ledgerflow.cli.desk import desk_of_person
    from ledgerflow.firms.access import working_in
    from ledgerflow.firms.models import Business
    from ledgerflow.statements.accounts import bank_account_find
    from ledgerflow.statements.models import Statement
    from ledgerflow.statements.openings import balance_state

    desk = desk_of_person(business, user)
    with working_in(desk.place, desk.user_id):
        books = Business.objects.get(pk=desk.place.business_id)
        account = bank_account_find(business=books, name=name)
        balance_state(bank_account=account, amount=amount, date=day)
        live = Statement.objects.filter(bank_account=account, withdrawn_by=None)
        proved, count = live.filter(verdict="proved").count(), live.count()
    say(f"{account.name} starts from {money(amount, account.currency)} at the end of {day}.")
    say(f"{proved} of its {count} statements are proved now.")


@app.command("number")
def account_number(
    name: Annotated[str, typer.Argument(help="The account's name or last four digits.")],
    number: Annotated[str, typer.Argument(help="Its number as the bank's files write it, too.")],
    bank_code: Annotated[str, typer.Option(help="The bank's code, where it stands apart.")] = "",
    business: BusinessOption = "",
    user: UserOption = "",
) -> None:
    """Say how else files write an account's number; only a fingerprint of it is kept."""
    database_ready()
    from ledgerflow.cli.desk import desk_of_person
    from ledgerflow.firms.access import working_in
    from ledgerflow.firms.models import Business
    from ledgerflow.statements.accounts import bank_account_find, bank_account_number

    desk = desk_of_person(business, user)
    with working_in(desk.place, desk.user_id):
        books = Business.objects.get(pk=desk.place.business_id)
        account = bank_account_find(business=books, name=name)
        learned = bank_account_number(bank_account=account, number=number, bank_code=bank_code)
    said = "is found by that number now" if learned else "was found by that number already"
    say(f"{account.name} {said}.")


@app.command("list")
def account_list(business: BusinessOption = "") -> None:
    """List the bank accounts."""
    database_ready()
    from ledgerflow.cli.desk import desk_open
    from ledgerflow.firms.access import working_in
    from ledgerflow.statements.models import BankAccount

    place = desk_open(business).place
    with working_in(place):
        accounts = list(
            BankAccount.objects.filter(business_id=place.business_id).select_related(
                "ledger_account"
            )
        )
    rows = [
        [
            a.name,
            a.kind,
            a.currency,
            f"··{a.number_last4}" if a.number_last4 else "",
            money(a.stated_balance, a.currency),
            str(a.stated_balance_date or ""),
            a.ledger_account.code,
        ]
        for a in accounts
    ]
    columns = ["name", "kind", "currency", "number", "stated balance", "on", "ledger account"]
    table(columns, rows, right=("stated balance",))


def amount_of(text: str) -> Decimal | None:
    """An amount as typed ("1240.50", "-310.25"); None for "". Raises InputError."""
    if not text:
        return None
    try:
        amount = Decimal(text)
    except InvalidOperation as error:
        raise _bad_amount(text) from error
    if not is_storable(amount):
        raise _bad_amount(text)
    return amount


def _bad_amount(text: str) -> InputError:
    return InputError(
        f"{text!r} is no amount of money.",
        code="bad_amount",
        hint="Write it with a point, at most four decimals: 1240.50 or -310.25.",
    )


def day_of(text: str) -> dt.date | None:
    """A day as typed (2025-01-31); None for "". Raises InputError."""
    if not text:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise InputError(
            f"{text!r} is no date.", code="bad_date", hint="Write it as 2025-01-31."
        ) from error

"""`profile`: how the CSV files of a bank account are read; shown, corrected, exchanged.

Here: parsing, one call each. Not here: how a reading looks (profile_view.py), the words of a field
(statements/profilefields.py), what is remembered and when (statements/profiles.py).
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ledgerflow.cli import profile_view as view
from ledgerflow.cli.console import say, say_json
from ledgerflow.cli.files import file_load, file_write
from ledgerflow.cli.options import BusinessOption, JsonOption, UserOption
from ledgerflow.cli.setup import database_ready
from ledgerflow.core.errors import InputError
from ledgerflow.statements.containment import read_contained
from ledgerflow.statements.parsed import SourceFile

if TYPE_CHECKING:
    from ledgerflow.statements.models import BankAccount

app = typer.Typer(help="How a bank account's CSV files are read.", no_args_is_help=True)

NameArgument = Annotated[str, typer.Argument(metavar="ACCOUNT", help="The bank account.")]


@app.command("show")
def profile_show(
    account: Annotated[str, typer.Argument(metavar="[ACCOUNT]", help="The bank account.")] = "",
    file: Annotated[
        Path | None, typer.Option("--file", help="Read this file, and explain how.")
    ] = None,
    business: BusinessOption = "",
    as_json: JsonOption = False,
) -> None:
    """Show what is remembered for an account, or how a file is read and why."""
    if (file is None) == (not account):
        raise InputError(
            "Of what? Name the account whose reading is remembered, or a file to read.",
            code="csv_profile",
            hint="`ledgerflow profile show ACCOUNT` or `ledgerflow profile show --file FILE`.",
        )
    if file is not None:
        parsed = read_contained(SourceFile(file.name, file_load(file)))
        if as_json:
            say_json(dict(parsed.reading))
        else:
            view.file_show(file.name, parsed)
        return
    with _account(account, business) as found:
        name, profile = found.name, found.csv_profile
    if as_json:
        say_json(profile)
    else:
        view.remembered_show(name, profile)


@app.command("set")
def profile_set(
    account: NameArgument,
    fields: Annotated[
        list[str], typer.Argument(metavar="FIELD=VALUE…", help="Such as date_order=dmy.")
    ],
    business: BusinessOption = "",
    user: UserOption = "",
) -> None:
    """Correct fields of what is remembered; `FIELD=` alone takes one back."""
    with _account(account, business, user, writes=True) as found:
        from ledgerflow.statements.profiles import profile_set as correct

        changed = correct(bank_account=found, words=fields)
    view.remembered_show(changed.name, changed.csv_profile)


@app.command("export")
def profile_export(
    account: NameArgument,
    business: BusinessOption = "",
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Write it there; else print it.")
    ] = None,
) -> None:
    """Give what is remembered as JSON, for `profile import`."""
    with _account(account, business) as found:
        name, profile = found.name, found.csv_profile
    if profile is None:
        raise InputError(
            f"Nothing is remembered for {name}.",
            code="csv_profile",
            hint="`ledgerflow profile show --file FILE --json` prints how a file is read.",
        )
    if out is None:
        say_json(profile)
    else:
        file_write(out, json.dumps(profile, indent=2, ensure_ascii=False) + "\n")
        say(f"{out} holds how the CSV files of {name} are read.")


@app.command("import")
def profile_import(
    account: NameArgument,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="JSON, as `export` prints it.")],
    business: BusinessOption = "",
    user: UserOption = "",
) -> None:
    """Take a reading from a JSON file; it holds for files with the same column names."""
    try:
        data = json.loads(file_load(file))
    except (ValueError, RecursionError) as error:
        raise InputError(
            f"{file}: this is no JSON.",
            code="csv_profile",
            hint="`ledgerflow profile export` and `profile show --file FILE --json` write it.",
        ) from error
    with _account(account, business, user, writes=True) as found:
        from ledgerflow.statements.profiles import profile_import as take

        changed = take(bank_account=found, data=data)
    view.remembered_show(changed.name, changed.csv_profile)


@app.command("forget")
def profile_forget(
    account: NameArgument, business: BusinessOption = "", user: UserOption = ""
) -> None:
    """Forget what is remembered; the next file is read by itself."""
    with _account(account, business, user, writes=True) as found:
        from ledgerflow.statements.profiles import profile_forget as forget

        changed = forget(bank_account=found)
    say(f"{changed.name}: nothing is remembered any more.")


@contextmanager
def _account(
    name: str, business: str, user: str = "", *, writes: bool = False
) -> "Iterator[BankAccount]":
    """The bank account of this name, inside a transaction of its firm."""
    database_ready()
    from ledgerflow.cli.desk import desk_open
    from ledgerflow.firms.access import working_in
    from ledgerflow.firms.models import Business
    from ledgerflow.statements.accounts import bank_account_find

    desk = desk_open(business, user, writes=writes)
    with working_in(desk.place, desk.user_id):
        books = Business.objects.get(pk=desk.place.business_id)
        yield bank_account_find(business=books, name=name)

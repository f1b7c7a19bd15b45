"""`import-journal`, `import-openings`: moving in from another program.

Here: parsing and rendering. Not here: reading journals, choosing accounts, posting
(interchange/).
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ledgerflow.cli.accounts import day_of
from ledgerflow.cli.console import counted, money, note, one_line, say, table
from ledgerflow.cli.files import file_load
from ledgerflow.cli.options import BusinessOption, UserOption
from ledgerflow.cli.setup import database_ready
from ledgerflow.core.errors import LedgerFlowError

if TYPE_CHECKING:
    from ledgerflow.interchange.services import JournalPreview
    from ledgerflow.statements.parsed import Fault

FAULTS_SHOWN = 20
_HOW = {
    "map": "by your map",
    "code": "same code",
    "path": "same name",
    "name": "same last name",
    "trading": "currency trading",
    "unknown": "to be opened",
}


def import_journal(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="A Beancount, hledger, ledger or CSV journal.")
    ],
    account_map: Annotated[
        Path | None,
        typer.Option("--map", metavar="FILE", help="CSV rows: account in the journal, yours."),
    ] = None,
    open_accounts: Annotated[
        bool, typer.Option("--open-accounts", help="Open the accounts that are missing.")
    ] = False,
    currency: Annotated[
        str, typer.Option(metavar="CODE", help="What $ and amounts without currency mean.")
    ] = "",
    format_id: Annotated[
        str, typer.Option("--format", metavar="ID", help="beancount, hledger or csv.")
    ] = "",
    preview: Annotated[
        bool, typer.Option("--preview", help="Show what would happen; write nothing.")
    ] = False,
    business: BusinessOption = "",
    user: UserOption = "",
) -> None:
    """Import the journal of another program as entries, all of it or nothing."""
    database_ready()
    from ledgerflow.cli.desk import desk_open
    from ledgerflow.firms.access import working_in
    from ledgerflow.firms.models import Business
    from ledgerflow.interchange.journals.text import JOURNAL_BYTES_MAX
    from ledgerflow.interchange.mapfile import mapping_read
    from ledgerflow.interchange.refusing import refusal
    from ledgerflow.interchange.services import JournalFile, journal_import, journal_preview
    from ledgerflow.pipeline.sealing import firm_seal

    desk = desk_open(business, user, writes=True)
    mapping = mapping_read(file_load(account_map), account_map.name) if account_map else {}
    journal = JournalFile(
        name=file.name,
        data=file_load(file, JOURNAL_BYTES_MAX),
        mapping=mapping,
        currency=currency.upper(),
        open_accounts=open_accounts,
        format_id=format_id,
    )
    with working_in(desk.place, desk.user_id):
        books = Business.objects.get(pk=desk.place.business_id)
        if preview:
            shown = journal_preview(business=books, file=journal)
            _preview_show(shown)
            if any(fault.severity == "error" for fault in shown.faults):
                error = refusal(file.name, shown.faults)
                _faults_show(error)
                raise error
            return
        try:
            done = journal_import(business=books, file=journal)
        except LedgerFlowError as error:
            _faults_show(error)
            raise
    firm_seal(desk.place.firm_id)
    _notes_show(done.notes)
    say(
        f"{counted(done.entries, 'entry').replace('entrys', 'entries')} imported as batch"
        f" {done.batch.pk}: numbers {done.first_number} to {done.last_number}."
    )
    if done.opened:
        say(f"{counted(len(done.opened), 'account')} opened:")
        table(["code", "name", "currency"], [[a.code, a.name, a.currency] for a in done.opened])
    say(f"`ledgerflow undo {done.batch.pk}` takes the entries back.")


def import_openings(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="CSV: account, debit and credit, or balance.")
    ],
    date: Annotated[
        str, typer.Option(metavar="YYYY-MM-DD", help="The day of balances without a date.")
    ] = "",
    difference_to_equity: Annotated[
        bool,
        typer.Option(
            "--difference-to-equity", help="Put what does not add up to opening balance equity."
        ),
    ] = False,
    business: BusinessOption = "",
    user: UserOption = "",
) -> None:
    """Import opening balances: a trial balance becomes the first entry of the books."""
    day = day_of(date)
    database_ready()
    from ledgerflow.cli.desk import desk_open
    from ledgerflow.firms.access import working_in
    from ledgerflow.firms.models import Business
    from ledgerflow.interchange.openings.services import openings_import

    desk = desk_open(business, user, writes=True)
    with working_in(desk.place, desk.user_id):
        books = Business.objects.get(pk=desk.place.business_id)
        try:
            done = openings_import(
                business=books,
                name=file.name,
                data=file_load(file),
                date=day,
                difference_to_equity=difference_to_equity,
            )
        except LedgerFlowError as error:
            _faults_show(error)
            raise
    say(f"{counted(done.accounts, 'balance')} imported as batch {done.batch.pk}.")
    for code, amount in done.differences:
        say(f"{money(amount, code)} {code} of difference went to opening balance equity.")
    say(f"`ledgerflow undo {done.batch.pk}` takes them back.")


def _preview_show(shown: "JournalPreview") -> None:
    days = f", {shown.first_day} to {shown.last_day}" if shown.first_day else ""
    say(f"{shown.format} journal with {shown.entries:,} entries{days}.")
    rows = [
        [
            one_line(choice.account.name),
            choice.account.currency,
            choice.account.type or "?",
            choice.code,
            _HOW[choice.how],
        ]
        for choice in shown.choices
    ]
    table(["account", "currency", "type", "yours", "because"], rows)
    _notes_show([fault for fault in shown.faults if fault.severity == "note"])
    say("Preview: nothing was written.", "bold")


def _notes_show(notes: "Sequence[Fault]") -> None:
    for told in notes:
        note(told.message)


def _faults_show(error: LedgerFlowError) -> None:
    """All faults of a file, where the error has several."""
    faults = error.extra.get("faults", [])
    if len(faults) < 2:
        return
    for fault in faults[:FAULTS_SHOWN]:
        note(f"{fault['message']} {fault['hint']}")
    if len(faults) > FAULTS_SHOWN:
        note(f"… and {len(faults) - FAULTS_SHOWN:,} more.")

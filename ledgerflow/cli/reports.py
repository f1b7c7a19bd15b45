"""`report`: a report as a table, CSV, workbook, page or JSON, on the screen or into a file.

Here: parsing. Not here: figures (reports/), layouts (reports/writers) or the entries behind them
(report_entries.py).
"""

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from ledgerflow.cli.accounts import day_of
from ledgerflow.cli.console import out, say
from ledgerflow.cli.files import file_write
from ledgerflow.cli.options import BusinessOption
from ledgerflow.cli.setup import database_ready
from ledgerflow.core.errors import InputError
from ledgerflow.reports.writers import Writer, writer_get


def report(
    kind: Annotated[
        str,
        typer.Argument(metavar="KIND", help="trial-balance, balance-sheet, schedule-c or another."),
    ],
    year: Annotated[int, typer.Option(min=1900, max=9999, help="Fiscal or tax year.")],
    business: BusinessOption = "",
    format_id: Annotated[
        str, typer.Option("--format", metavar="table|csv|xlsx|html|json", help="How to write it.")
    ] = "table",
    out_file: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Write into this file.")
    ] = None,
    entries: Annotated[
        bool, typer.Option("--entries", help="List the journal entries behind each row.")
    ] = False,
    account: Annotated[
        str,
        typer.Option(metavar="CODE", help="List the entries behind this account's row, no more."),
    ] = "",
    after: Annotated[
        str,
        typer.Option(metavar="PLACE", help="With --account: go on where its list before ended."),
    ] = "",
    register_of: Annotated[
        str, typer.Option("--of", metavar="ACCOUNT", help="Whose register: code, key or name.")
    ] = "",
    first: Annotated[
        str, typer.Option("--from", metavar="YYYY-MM-DD", help="First day instead of the year's.")
    ] = "",
    last: Annotated[
        str, typer.Option("--to", metavar="YYYY-MM-DD", help="Last day instead of the year's.")
    ] = "",
    draft: Annotated[
        bool, typer.Option("--draft", help="Allow a tax year whose form is not known yet.")
    ] = False,
) -> None:
    """Write a report of a year."""
    writer = writer_get(format_id)
    _refuse_odd_choices(format_id, entries=entries, account=account, after=after)
    start, end = day_of(first), day_of(last)
    database_ready()
    from ledgerflow.cli.desk import desk_open
    from ledgerflow.pipeline.reporting import business_report

    place = desk_open(business).place
    made = business_report(
        *(place, None, report_id_of(kind), year),
        start=start,
        end=end,
        draft=draft,
        account=register_of,
    )
    if out_file is not None:
        file_write(out_file, writer.data(made))
        say(f"{made.title} of {made.business} is in {out_file}.")
    elif not account:
        report_print(made, writer)
    if entries or account:
        from ledgerflow.cli.report_entries import entries_show

        entries_show(place, made, account=account, after=after)


def _refuse_odd_choices(format_id: str, *, entries: bool, account: str, after: str) -> None:
    if (entries or account) and format_id != "table":
        raise InputError(
            f"Entries are listed for people; {format_id} is for programs.",
            code="entries_with_format",
            hint="Leave out --entries and --account: JSON names the accounts and days of figures.",
        )
    if after and not account:
        raise InputError(
            f"--after {after} does not say of which row.",
            code="after_without_account",
            hint="Add --account with the code of the row whose list goes on.",
        )


def report_print(made: Any, writer: Writer) -> None:
    """On the screen: the table as wide as the console, others as they are."""
    if writer.id == "table":
        from ledgerflow.reports.writers.table import print_report

        print_report(made, out())
    else:
        sys.stdout.write(writer.text(made))


def report_id_of(kind: str) -> str:
    """ "schedule-c" -> "schedule_c_worksheet". Raises InputError naming the reports there are."""
    from ledgerflow.reports.catalog import REPORTS

    wanted = kind.strip().casefold().replace("-", "_")
    fits = [r.id for r in REPORTS if r.id == wanted]
    fits = fits or [r.id for r in REPORTS if wanted and r.id.startswith(wanted)]
    if len(fits) == 1:
        return fits[0]
    known = ", ".join(r.id.removesuffix("_worksheet").replace("_", "-") for r in REPORTS)
    raise InputError(
        f"There is no report {kind!r}.", code="unknown_report", hint=f"Choose one of: {known}."
    )

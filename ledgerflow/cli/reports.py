"""`report`: a report as a table, CSV or JSON, on the screen or into a file.

Here: parsing, and the entries behind the figures. Not here: figures (reports/) or layouts
(reports/writers).
"""

import io
import sys
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any

import typer

from ledgerflow.cli.console import money, one_line, out, say
from ledgerflow.cli.files import file_write
from ledgerflow.cli.options import BusinessOption
from ledgerflow.cli.setup import database_ready
from ledgerflow.core.errors import InputError
from ledgerflow.reports.writers import Writer, writer_get


def report(
    kind: Annotated[
        str,
        typer.Argument(metavar="KIND", help="trial-balance, profit-and-loss or schedule-c."),
    ],
    year: Annotated[int, typer.Option(min=1900, max=9999, help="Fiscal or tax year.")],
    business: BusinessOption = "",
    format_id: Annotated[
        str, typer.Option("--format", metavar="table|csv|json", help="How to write it.")
    ] = "table",
    out_file: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Write into this file.")
    ] = None,
    entries: Annotated[
        bool, typer.Option("--entries", help="List the journal entries behind each row.")
    ] = False,
    draft: Annotated[
        bool, typer.Option("--draft", help="Allow a tax year whose form is not known yet.")
    ] = False,
) -> None:
    """Write a report of a year."""
    writer = writer_get(format_id)
    if entries and format_id != "table":
        raise InputError(
            f"--entries lists entries for people; {format_id} is for programs.",
            code="entries_with_format",
            hint="Leave out --entries: JSON names every entry number anyway.",
        )
    database_ready()
    from ledgerflow.cli.desk import desk_open
    from ledgerflow.pipeline.reporting import business_report

    place = desk_open(business).place
    made = business_report(place, None, report_id_of(kind), year, draft=draft)
    if out_file is not None:
        text = io.StringIO(newline="")
        writer.write(made, text)
        file_write(out_file, text.getvalue())
        say(f"{made.title} of {made.business} is in {out_file}.")
    else:
        report_print(made, writer)
    if entries:
        entries_show(place, made)


def report_print(made: Any, writer: Writer) -> None:
    """On the screen: the table as wide as the console, others as they are."""
    if writer.id == "table":
        from ledgerflow.reports.writers.table import print_report

        print_report(made, out())
    else:
        writer.write(made, sys.stdout)


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


def entries_show(place: Any, made: Any) -> None:
    """Under each row with figures: its entries with their lines."""
    from ledgerflow.firms.access import working_in
    from ledgerflow.firms.models import Business
    from ledgerflow.ledger.selectors import entries_numbered

    numbers = sorted({n for row in made.rows for n in _numbers(row)})
    with working_in(place):
        books = Business.objects.get(pk=place.business_id)
        by_number = {e.number: e for e in entries_numbered(books, numbers)}
    for row in made.rows:
        if row.kind != "account" or not _numbers(row):
            continue
        say(f"\n{row.code} {row.label}", "bold")
        for number in _numbers(row):
            entry = by_number[number]
            lines = [x for x in entry.lines.all() if x.account_id == row.account_id]
            total = sum((x.amount for x in lines), Decimal(0))
            what = one_line(entry.description, 60)
            say(f"  {entry.number:>6}  {entry.date}  {money(total, made.currency):>12}  {what}")


def _numbers(row: Any) -> list[int]:
    return sorted({n for cell in row.cells if cell.trace for n in cell.trace.entries})

"""`export`, `archive`, `archive-verify`: books handed out, and a full archive checked.

Here: parsing and rendering. Not here: formats and members (interchange/). `archive-verify` needs
neither Django nor a database.
"""

from pathlib import Path
from typing import Annotated

import typer

from ledgerflow.cli.console import say
from ledgerflow.cli.options import BusinessOption, UserOption
from ledgerflow.cli.setup import database_ready

EXIT_BROKEN = 1

OutOption = Annotated[Path, typer.Option("--out", metavar="FILE", help="Write into this file.")]
ForceOption = Annotated[bool, typer.Option("--force", help="Write over a file that exists.")]


def export(
    format_id: Annotated[
        str, typer.Argument(metavar="FORMAT", help="beancount, hledger, csv or xlsx.")
    ],
    out_file: OutOption,
    business: BusinessOption = "",
    force: ForceOption = False,
    user: UserOption = "",
) -> None:
    """Write the books of a business for another program."""
    database_ready()
    from ledgerflow.cli.desk import desk_open
    from ledgerflow.interchange.exporting import book_export

    desk = desk_open(business, user)
    done = book_export(
        place=desk.place,
        user_id=desk.user_id,
        format_id=format_id,
        path=out_file,
        replace_file=force,
    )
    say(f"The books of {desk.place.business_name} are in {done.path} ({done.title}).")
    say(
        f"  {done.accounts:,} accounts, {done.entries:,} entries, {done.lines:,} lines,"
        f" {done.bytes:,} bytes"
    )
    say(f"  SHA-256: {done.sha256}")


def archive(
    out_file: OutOption,
    business: BusinessOption = "",
    force: ForceOption = False,
    user: UserOption = "",
) -> None:
    """Write the full archive of a business: books, statements, originals, audit."""
    database_ready()
    from ledgerflow.cli.desk import desk_open
    from ledgerflow.interchange.exporting import archive_write

    desk = desk_open(business, user)
    done = archive_write(place=desk.place, user_id=desk.user_id, path=out_file, replace_file=force)
    counts = done.counts
    say(f"The archive of {desk.place.business_name} is {done.path} ({done.bytes:,} bytes).")
    say(
        f"  {counts['entries']:,} entries, {counts['statement']:,} statements,"
        f" {counts['originals']:,} originals, {counts['decision']:,} decisions,"
        f" {counts['event']:,} audit events, {counts['seal']:,} seals"
    )
    say(f"  SHA-256 of its manifest: {done.manifest_sha256}")
    say("  Note that number elsewhere: it stands for every byte of the content.")


def archive_verify(
    file: Annotated[Path, typer.Argument(metavar="FILE.zip", help="The archive.")],
    expect: Annotated[
        str, typer.Option("--expect", metavar="SHA-256", help="The manifest's hash as noted.")
    ] = "",
) -> None:
    """Check an archive without a database. Exit code 1 when something is wrong."""
    from ledgerflow.interchange.archive.telling import verdict_lines
    from ledgerflow.interchange.archive.verify import archive_verify as check

    verdict = check(file, expected=expect)
    for line in verdict_lines(verdict):
        say(line)
    if not verdict.holds:
        raise typer.Exit(EXIT_BROKEN)

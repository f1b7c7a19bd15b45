"""Options that several commands share, spelt once.

Here: how they are written and explained. Not here: what they mean in the database (desk.py).
"""

from typing import Annotated

import typer

from ledgerflow.cli.faults import WANTS_JSON


def _note_json(ctx: typer.Context, value: bool) -> bool:
    if value:
        ctx.meta[WANTS_JSON] = True
    return value


BusinessOption = Annotated[
    str,
    typer.Option(
        "--business",
        "-b",
        metavar="NAME",
        help="Whose books: slug, name or number. May be left out where there is only one.",
    ),
]
UserOption = Annotated[
    str,
    typer.Option("--user", "-u", metavar="EMAIL", help="Who does this; kept in the audit."),
]
JsonOption = Annotated[
    bool, typer.Option("--json", callback=_note_json, help="Print JSON for other programs.")
]
PasswordFileOption = Annotated[
    str,
    typer.Option(
        "--password-file",
        metavar="FILE",
        help="Passwords of encrypted files, one a line; - reads standard input. Without it a"
        " terminal is asked. Never stored.",
    ),
]
SignOption = Annotated[
    str,
    typer.Option(
        "--sign",
        metavar="CONVENTION",
        help="How CSV amounts are signed: as_printed, inverted (charges are positive), or another"
        " word that a file's own message names.",
    ),
]
DateOrderOption = Annotated[
    str,
    typer.Option("--date-order", metavar="dmy|mdy|ymd", help="How dates are written in CSV files."),
]

"""`open`: the password of an encrypted file that waits for it.

Here: the command. Not here: where the password comes from (passwords.py), what then happens to
the file (pipeline/unlocking.py).
"""

from typing import Annotated

import typer

from ledgerflow.cli.options import BusinessOption, PasswordFileOption, UserOption
from ledgerflow.cli.passwords import passwords_from
from ledgerflow.cli.setup import database_ready


def open_file(
    file_id: Annotated[int, typer.Argument(metavar="FILE_ID", help="The file that waits.")],
    password_file: PasswordFileOption = "",
    business: BusinessOption = "",
    user: UserOption = "",
) -> None:
    """Open an encrypted file that waits for its password, and import it."""
    database_ready()
    from ledgerflow.cli.desk import desk_open
    from ledgerflow.cli.import_view import file_show
    from ledgerflow.cli.proving import files_of
    from ledgerflow.pipeline.unlocking import statement_unlock

    desk = desk_open(business, user, writes=True)
    files_of(desk.place, [file_id])
    run = statement_unlock(desk.place, file_id, passwords_from(password_file), user_id=desk.user_id)
    file_show(run)
    if run.error is not None:
        raise run.error

"""`db`: the embedded PostgreSQL: looking, running, psql, giving it up.

Here: the commands. Not here: the server (embedded/). No Django but for migrations in `start`.
"""

import os
import shutil
import signal
import subprocess
from pathlib import Path
from typing import Annotated

import typer

from ledgerflow.cli.console import say
from ledgerflow.cli.environment import environment
from ledgerflow.cli.setup import database_ready
from ledgerflow.core.errors import ConflictError, OutsideError

app = typer.Typer(help="The embedded database.", no_args_is_help=True)

ORIGINALS = "media"
"""Folder of the stored originals below the state folder; they belong to the books."""


@app.command("status")
def status() -> None:
    """Say whether the database is there and running; starts nothing."""
    from ledgerflow import embedded

    found = embedded.status(_embedded()[0])
    process = f", process {found.pid}" if found.pid else ""
    used = ", in use" if found.in_use and found.state == "running" else ""
    say(f"{found.state}{process}{used}")
    say(f"  data: {found.data_dir}\n  log:  {found.log_file}")


@app.command("start")
def start() -> None:
    """Run the database until Ctrl+C, for other programs to use."""
    from ledgerflow import embedded

    folders = _embedded()
    database_ready()
    address = embedded.ensure(*folders)
    say(f"The database runs on the socket in {address.socket_dir} (port {address.port}).")
    say("Ctrl+C ends it, when nobody else uses it.")
    signal.pause()


@app.command("stop")
def stop(
    force: Annotated[bool, typer.Option("--force", help="Even while others use it.")] = False,
) -> None:
    """Stop the database."""
    from ledgerflow import embedded

    ran = embedded.stop(_embedded()[0], force=force)
    say("The database is stopped." if ran else "The database was not running.")


@app.command("psql", context_settings={"ignore_unknown_options": True})
def psql(
    arguments: Annotated[list[str] | None, typer.Argument(help="Arguments for psql.")] = None,
) -> None:
    """Open psql on the database as its superuser: past every rule, so with care."""
    from ledgerflow import embedded

    with embedded.running(*_embedded()) as address:
        program = address.bin_dir / "psql"
        found = str(program) if program.exists() else shutil.which("psql")
        if found is None:
            raise OutsideError(
                f"psql is neither in {address.bin_dir} nor on the PATH.",
                code="no_psql",
                hint="Install PostgreSQL's client programs.",
            )
        where = [f"--host={address.socket_dir}", f"--port={address.port}"]
        who = [f"--username={address.superuser}", f"--dbname={address.database}"]
        secret = {**os.environ, "PGPASSWORD": address.superuser_password}
        done = subprocess.run([found, *where, *who, *(arguments or [])], env=secret, check=False)
    raise typer.Exit(done.returncode)


@app.command("reset")
def reset(
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Even while others use it.")] = False,
) -> None:
    """Delete the database with all books in it, and the stored originals, for good."""
    from ledgerflow import embedded

    state_dir, _ = _embedded()
    if not yes:
        say(f"This deletes all books in {state_dir} and the originals stored with them.")
        if not typer.confirm("There is no undo. Delete them?"):
            raise ConflictError("Nothing was deleted.", code="not_confirmed")
    embedded.reset(state_dir, force=force)
    originals = state_dir / ORIGINALS
    if originals.is_dir():
        shutil.rmtree(originals)
    say("The database and the originals are gone; the next command starts anew.")


def _embedded() -> tuple[Path, Path | None]:
    """The state folder and the folder of PostgreSQL's programs, when they are in use."""
    env = environment()
    if env.database_url is not None:
        raise ConflictError(
            "DATABASE_URL is set: the embedded database is not in use.",
            code="not_embedded",
            hint="Use that server's own tools, or unset DATABASE_URL.",
        )
    return env.state_dir, env.postgres_bin_dir

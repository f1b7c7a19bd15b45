"""`import`: statement files into the books' waiting room.

Here: the command, its progress and exit code. Not here: how the answer looks (import_view.py).
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypedDict

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from ledgerflow.cli.console import err, say, say_json
from ledgerflow.cli.faults import show
from ledgerflow.cli.files import files_load
from ledgerflow.cli.options import (
    BusinessOption,
    DateOrderOption,
    JsonOption,
    PasswordFileOption,
    SignOption,
    UserOption,
)
from ledgerflow.cli.passwords import Pause, passwords_from
from ledgerflow.cli.reading import stated_reading
from ledgerflow.cli.setup import database_ready
from ledgerflow.core.errors import ProofFailed
from ledgerflow.statements.passwords import Passwords

if TYPE_CHECKING:
    from ledgerflow.pipeline.services import ImportRun
    from ledgerflow.pipeline.stages import Progress as Told

WORDS = {
    "check": "checking",
    "read": "reading",
    "prove": "proving",
    "publish": "publishing",
    "classify": "suggesting",
    "accept": "accepting",
}


class _How(TypedDict):
    """What an import and its rehearsal are both told."""

    account: str
    reading: Mapping[str, Any] | None
    user_id: int | None
    progress: "Told"
    passwords: Passwords


def import_files(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE…", help="Statement files, or folders of them."),
    ],
    business: BusinessOption = "",
    account: Annotated[
        str, typer.Option(metavar="NAME", help="The bank account, where files carry no number.")
    ] = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would happen; write nothing.")
    ] = False,
    date_order: DateOrderOption = "",
    sign: SignOption = "",
    password_file: PasswordFileOption = "",
    as_json: JsonOption = False,
    user: UserOption = "",
) -> None:
    """Import files or folders: prove, merge what is known, suggest, accept what is sure."""
    reading = stated_reading(date_order, sign)
    database_ready()
    from ledgerflow.cli import import_view
    from ledgerflow.cli.desk import desk_open
    from ledgerflow.firms.access import working_in
    from ledgerflow.firms.models import Business
    from ledgerflow.pipeline.intake import Upload
    from ledgerflow.pipeline.rehearsal import statements_rehearse
    from ledgerflow.pipeline.services import ImportRun, statements_import
    from ledgerflow.statements.accounts import bank_account_find

    desk = desk_open(business, user, writes=True)
    if account:
        with working_in(desk.place):
            books = Business.objects.get(pk=desk.place.business_id)
            bank_account_find(business=books, name=account)  # a wrong name fails once, not per file
    loaded = files_load(files)
    uploads = [Upload(path.name, data) for path, data in loaded.files]
    run, acceptable = ImportRun(), None
    with _progress(len(uploads), hidden=as_json) as (told, pause):
        how = _How(
            account=account,
            reading=reading,
            user_id=desk.user_id,
            progress=told,
            passwords=passwords_from(password_file, pause),
        )
        if dry_run and uploads:
            run, acceptable = statements_rehearse(desk.place, uploads, **how)
        elif uploads:
            run = statements_import(desk.place, uploads, **how)
    run.refused[:0] = loaded.unread
    if as_json:
        say_json(import_view.as_dict(run, acceptable, loaded.skipped))
    else:
        import_view.run_show(run)
        if run.runs:
            import_view.settled_show(desk.place, run, acceptable)
        for _, refusal in run.refused:
            show(refusal)
        import_view.summary_show(run, loaded.skipped)
    if dry_run and not as_json:
        say("Dry run: nothing was written.", "bold")
    raise typer.Exit(exit_code(run))


def exit_code(run: "ImportRun") -> int:
    """The first refusal's code; else 3 where a proof failed; else 0."""
    if run.refused:
        return run.refused[0][1].exit_code
    return ProofFailed.exit_code if any(r.error for r in run.runs) else 0


@contextmanager
def _progress(count: int, *, hidden: bool) -> "Iterator[tuple[Told, Pause]]":
    """A bar on stderr, one step a file, and one each for suggesting and accepting; its pause."""
    console = err()
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        console=console,
        transient=True,
        disable=hidden or not console.is_terminal,
    )
    with bar:
        task = bar.add_task("", total=count + 2)
        begun = 0

        def told(stage: str) -> None:
            nonlocal begun
            if stage in ("check", "classify", "accept"):
                begun += 1
            bar.update(task, description=WORDS.get(stage, stage), completed=max(begun - 1, 0))

        @contextmanager
        def pause() -> Iterator[None]:
            bar.stop()
            try:
                yield
            finally:
                bar.start()

        yield told, pause

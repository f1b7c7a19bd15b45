"""`backup`: make, prove, keep, bring back, rehearse.

Here: parsing and asking. Not here: the work (ops/backup/) or how it is shown (backup_view.py,
restore_view.py).
Nothing here needs a database that answers, except to dump it: the day it is gone is the day these
commands are for.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ledgerflow.cli.console import note, say
from ledgerflow.cli.options import JsonOption
from ledgerflow.cli.setup import django_ready
from ledgerflow.core.errors import InputError

if TYPE_CHECKING:
    from ledgerflow.ops.backup.names import Kind

app = typer.Typer(help="Backups: make, prove, restore.", no_args_is_help=True)

BackupArgument = Annotated[
    str, typer.Argument(metavar="BACKUP", help="Name of a backup, path of its file, or `latest`.")
]
FolderOption = Annotated[
    Path | None,
    typer.Option("--folder", help="Where the backups lie; else LEDGERFLOW_BACKUP_DIR."),
]
IdentityOption = Annotated[
    Path | None,
    typer.Option("--identity", metavar="FILE", help="age's private key, for an encrypted one."),
]
YesReplaceOption = Annotated[
    str,
    typer.Option("--yes-replace", metavar="NAME", help="The database's name, instead of asking."),
]


@app.command("create")
def create(
    kind: Annotated[
        str, typer.Option(help="database, full (with originals), or pre-migration.")
    ] = "database",
    verify_it: Annotated[
        bool, typer.Option("--verify/--no-verify", help="Restore it once, to prove it.")
    ] = True,
    folder: FolderOption = None,
    as_json: JsonOption = False,
) -> None:
    """Back up, restore that into a scratch database, and compare: only then it counts."""
    wanted = _kind(kind)
    django_ready()
    from ledgerflow.cli import backup_view
    from ledgerflow.ops.backup.create import backup_create

    entry = backup_create(kind=wanted, folder=_folder(folder), verify=verify_it, progress=note)
    backup_view.show_created(entry, as_json=as_json)


@app.command("list")
def list_backups(folder: FolderOption = None, as_json: JsonOption = False) -> None:
    """List the backups, the newest first, and whether each counts."""
    django_ready()
    from ledgerflow.cli import backup_view
    from ledgerflow.ops.backup.shelf import backups_in

    place = _folder(folder)
    backup_view.show_list(place, backups_in(place), as_json=as_json)


@app.command("verify")
def verify(
    backup: Annotated[str, typer.Argument(metavar="[BACKUP]", help="As in `restore`.")] = "",
    every: Annotated[bool, typer.Option("--all", help="Every backup in the folder.")] = False,
    identity: IdentityOption = None,
    folder: FolderOption = None,
    as_json: JsonOption = False,
) -> None:
    """Prove backups: restored into a scratch database, every table compared."""
    if every == bool(backup):
        raise InputError(
            "Name one backup, or --all.",
            code="backup_which",
            hint="`latest` is the newest one; `ledgerflow backup list` shows all.",
        )
    django_ready()
    from ledgerflow.cli import backup_view
    from ledgerflow.ops.backup.shelf import backups_in, find_backup

    place = _folder(folder)
    entries = backups_in(place) if every else [find_backup(place, backup)]
    backup_view.verify_each(entries, identity, as_json=as_json)


@app.command("prune")
def prune(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would go.")] = False,
    folder: FolderOption = None,
    as_json: JsonOption = False,
) -> None:
    """Delete what LEDGERFLOW_BACKUP_RETENTION lets go; only verified backups count."""
    django_ready()
    from datetime import UTC, datetime

    from django.conf import settings

    from ledgerflow.cli import backup_view
    from ledgerflow.ops.backup.prune import backup_prune
    from ledgerflow.ops.backup.retention import RetentionPolicy

    policy = RetentionPolicy.parse(settings.BACKUP_RETENTION)
    report = backup_prune(_folder(folder), policy, datetime.now(UTC), dry_run=dry_run)
    backup_view.show_pruned(report, as_json=as_json)


@app.command("restore")
def restore(
    backup: BackupArgument,
    into: Annotated[
        str, typer.Option("--into", metavar="NAME", help="Name of a new database to restore into.")
    ] = "",
    replace: Annotated[
        bool, typer.Option("--replace", help="Take the present database's place; saves it first.")
    ] = False,
    yes_replace: YesReplaceOption = "",
    without_pre_backup: Annotated[
        bool,
        typer.Option(
            "--without-pre-backup",
            help="Go on where the present database is too damaged to be saved first.",
        ),
    ] = False,
    identity: IdentityOption = None,
    folder: FolderOption = None,
) -> None:
    """Restore into a new database, or --replace the present one by it."""
    if replace == bool(into):
        raise InputError(
            "Say where to: --into NAME (a new database) or --replace.",
            code="restore_where",
            hint="--into touches nothing else; --replace saves the present state first.",
        )
    django_ready()
    from ledgerflow.cli import restore_view
    from ledgerflow.ops.backup.shelf import find_backup

    place = _folder(folder)
    entry = find_backup(place, backup)
    if into:
        restore_view.restore_beside(entry, into, identity)
        return
    say(restore_view.replaced_by(entry))
    confirmed = yes_replace or _asked()
    restore_view.replace_live(
        entry, place, confirmed, identity, without_safeguard=without_pre_backup
    )


@app.command("swap-back")
def swap_back(
    former: Annotated[
        str, typer.Argument(metavar="[NAME]", help="A former database; else the newest.")
    ] = "",
    yes_replace: YesReplaceOption = "",
) -> None:
    """Undo the swap of `restore --replace`: the former database takes its name again."""
    django_ready()
    from ledgerflow.cli import restore_view

    say(restore_view.swapped_by(former))
    confirmed = yes_replace or _asked()
    restore_view.swap_back(former, confirmed)


@app.command("drill")
def drill(
    backup: Annotated[
        str, typer.Argument(metavar="[BACKUP]", help="Else the newest verified one.")
    ] = "",
    identity: IdentityOption = None,
    folder: FolderOption = None,
    as_json: JsonOption = False,
) -> None:
    """Rehearse: restore into a scratch database, ask the books' rules there, time each step."""
    django_ready()
    from ledgerflow.cli import backup_view
    from ledgerflow.ops.backup.drill import backup_drill
    from ledgerflow.ops.backup.shelf import find_backup

    place = _folder(folder)
    entry = find_backup(place, backup) if backup else None
    report = backup_drill(entry, folder=place, identity_file=identity)
    backup_view.show_drill(report, as_json=as_json)


@app.command("offsite")
def offsite(
    to: Annotated[
        str, typer.Option("--to", metavar="PLACE", help="Else LEDGERFLOW_BACKUP_OFFSITE.")
    ] = "",
    folder: FolderOption = None,
    as_json: JsonOption = False,
) -> None:
    """Copy verified backups off this host: a folder, or rclone:REMOTE:PATH."""
    django_ready()
    from django.conf import settings

    from ledgerflow.cli import backup_view
    from ledgerflow.ops.backup.offsite import offsite_copy, refuse_faults
    from ledgerflow.ops.backup.shelf import backups_in

    place = to or settings.BACKUP_OFFSITE
    if not place:
        raise InputError(
            "No place off this host is set.",
            code="offsite_destination",
            hint="Set LEDGERFLOW_BACKUP_OFFSITE, or give --to PLACE.",
        )
    report = offsite_copy(backups_in(_folder(folder)), place)
    backup_view.show_offsite(report, as_json=as_json)
    refuse_faults(report)


def _asked() -> str:
    """Let a person type the name of what was just said to be replaced."""
    return str(typer.prompt("Type the name of the database that is replaced, to go on")).strip()


def _folder(given: Path | None) -> Path:
    from django.conf import settings

    return given or Path(settings.BACKUP_DIR)


def _kind(word: str) -> "Kind":
    from ledgerflow.ops.backup.names import KINDS

    for kind in KINDS:
        if kind == word:
            return kind
    raise InputError(
        f"There is no kind of backup {word!r}.",
        code="backup_kind",
        hint=f"Known are: {', '.join(KINDS)}.",
    )

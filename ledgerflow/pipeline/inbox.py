"""A watched folder: what is dropped there is imported, then moved where it belongs.

Here: one look at the folder. Not here: looking again and again (cli/inbox.py), where a file belongs
(placing.py), how it gets there (shelves.py).

    DIR/                      files are dropped here
    DIR/archive/              taken in, as YYYY-MM-DD.account.original-name
    DIR/archive/duplicates/   the same bytes came before
    DIR/waiting/              a person has an answer to give; archived once it is given
    DIR/failed/               not readable; each file has a .txt beside it that says why

A file is imported first and moved then. Whoever is killed in between finds it in the inbox at the
next look, where its bytes are known, and it is moved.
"""

import os
import stat
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ledgerflow.core.errors import FileTooLarge
from ledgerflow.firms.access import Place, working_in
from ledgerflow.pipeline.folders import INBOX_FOLDERS, INBOX_MARK, left_out
from ledgerflow.pipeline.intake import Upload
from ledgerflow.pipeline.placing import FAILED, Placed, archived_as, place_of
from ledgerflow.pipeline.services import ImportRun, statements_import
from ledgerflow.pipeline.shelves import Shelved, Shelves, Signature, signature_of
from ledgerflow.statements.formats import FILE_BYTES_MAX
from ledgerflow.statements.models import StatementFile

FILES_A_LOOK = 200
BYTES_A_LOOK = 256 << 20


@dataclass(slots=True)
class Look:
    """One look: files that were dealt with, and those left in the inbox with the reason."""

    shelved: list[Shelved] = field(default_factory=list)
    left: list[tuple[str, str]] = field(default_factory=list)
    run: ImportRun | None = None


@dataclass(frozen=True, slots=True)
class _Ready:
    """A stable file, and how it looked when it was found so."""

    path: Path
    signature: Signature

    @property
    def unchanged(self) -> bool:
        """True while it is the same file with the same content."""
        try:
            return signature_of(self.path) == self.signature
        except OSError:
            return False


@dataclass(slots=True)
class Inbox:
    """A folder, the books its files go to, and what earlier looks saw in it.

    A file is stable when it has not changed for `stable_seconds`.
    """

    folder: Path
    place: Place
    account: str = ""
    user_id: int | None = None
    stable_seconds: float = 10.0
    _seen: dict[str, tuple[Signature, float]] = field(default_factory=dict)
    _shelves: Shelves = field(init=False)

    def __post_init__(self) -> None:
        self._shelves = Shelves(self.folder)

    def look(self, now: float, *, once: bool = False) -> Look:
        """Import and move what is stable; `now` is in seconds since 1970.

        With `once` the file system's times decide what is stable, else what earlier looks saw.
        Raises LedgerFlowError or OSError where nothing can be done now; no file is lost then.
        """
        done = Look()
        loaded = self._load(self._stable(now, once, done), done)
        if loaded:
            done.run = statements_import(
                self.place,
                [upload for _, upload in loaded],
                account=self.account,
                user_id=self.user_id,
            )
            for index, (ready, upload) in enumerate(loaded):
                if not ready.unchanged:
                    done.left.append((upload.name, "it changed while it was imported"))
                    continue
                with working_in(self.place, self.user_id):
                    where = place_of(done.run.answers[index], upload.name)
                done.shelved.append(self._shelves.put(ready.path, where))
        self._archive_answered(done)
        return done

    def _stable(self, now: float, once: bool, done: Look) -> list[_Ready]:
        """Files to import, by name; what changed lately waits for a later look."""
        ready: list[_Ready] = []
        seen: dict[str, tuple[Signature, float]] = {}
        for entry in sorted(os.scandir(self.folder), key=lambda entry: entry.name):
            if entry.name == INBOX_MARK or entry.name in INBOX_FOLDERS:
                continue
            try:
                reason = left_out(entry.name) or _no_file(entry)
                signature = signature_of(Path(entry.path))
            except FileNotFoundError:  # taken away meanwhile
                continue
            if reason:
                done.left.append((entry.name, reason))
                continue
            before = self._seen.get(entry.name)
            since = before[1] if before and before[0] == signature else now
            seen[entry.name] = (signature, since)
            changed = signature[3] / 1e9 if once else since
            if now - changed >= self.stable_seconds:
                ready.append(_Ready(Path(entry.path), signature))
            else:
                done.left.append((entry.name, "it may still be written to"))
        self._seen = seen
        return ready

    def _load(self, found: Sequence[_Ready], done: Look) -> list[tuple[_Ready, Upload]]:
        """As many files as one look takes; one that is too large is put aside unread."""
        loaded: list[tuple[_Ready, Upload]] = []
        held = 0
        for ready in found[:FILES_A_LOOK]:
            size = ready.signature[1]
            if size > FILE_BYTES_MAX:
                too_large = Placed(FAILED, ready.path.name, _too_large(ready.path, size))
                done.shelved.append(self._shelves.put(ready.path, too_large))
                continue
            held += size
            if held > BYTES_A_LOOK and loaded:
                break
            try:
                loaded.append((ready, Upload(ready.path.name, ready.path.read_bytes())))
            except OSError as error:
                done.left.append((ready.path.name, f"it cannot be read: {error.strerror}"))
        return loaded

    def _archive_answered(self, done: Look) -> None:
        """Files that waited for a person, and are in the books now, go to the archive."""
        waiting = self._shelves.waiting()
        if not waiting:
            return
        with working_in(self.place, self.user_id):
            files = StatementFile.objects.filter(
                business_id=self.place.business_id,
                sha256__in=set(waiting.values()),
                state=StatementFile.State.PUBLISHED,
            )
            ids = dict(files.values_list("sha256", "pk"))
            names = {
                path: archived_as(ids[digest], path.name)
                for path, digest in waiting.items()
                if digest in ids
            }
        done.shelved += [self._shelves.answered(path, name) for path, name in names.items()]


def _no_file(entry: "os.DirEntry[str]") -> str:
    mode = entry.stat(follow_symlinks=False).st_mode
    if stat.S_ISDIR(mode):
        return "a folder; `ledgerflow import` takes folders"
    return "" if stat.S_ISREG(mode) else "a link, or no file"


def _too_large(path: Path, size: int) -> FileTooLarge:
    return FileTooLarge(
        f"{path.name}: the file has {size:,} bytes; at most {FILE_BYTES_MAX:,} are read.",
        hint="Export a shorter period from the bank and drop the parts.",
    )

"""Which user runs the server, and what that user can reach.

Here: the choice of the uid when we are root (PostgreSQL refuses to run as root) and the check of
folder permissions. Not here: where things are put because of it (places.py, binaries.py).
"""

import os
import pwd
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ledgerflow.embedded.errors import EmbeddedError

SERVER_NAME = "ledgerflow"
# Neither systemd nor Debian hands out this uid; `nobody` is shared with other services, whose
# processes could then read the books. Below 65536, so that rootless containers map it too.
SERVER_UID = 60917


@dataclass(frozen=True)
class Identity:
    """A uid and gid to run a program under."""

    uid: int
    gid: int

    @property
    def is_ours(self) -> bool:
        """True when it is the user this process already runs as."""
        return self.uid == os.geteuid()

    def as_popen(self) -> dict[str, Any]:
        """Keyword arguments for `subprocess`: nothing when no switch is needed."""
        if self.is_ours:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}


def server_identity(data: Path, state: Path) -> Identity:
    """The user that runs the server.

    An ordinary user runs it as themselves. As root: the owner of existing data, else the owner
    of the state folder, else the system user `ledgerflow`, else a uid kept for it alone.
    """
    if os.geteuid() != 0:
        return Identity(os.geteuid(), os.getegid())
    for folder in (data, state):
        if folder.exists():
            found = folder.stat()
            if found.st_uid != 0:
                return Identity(found.st_uid, found.st_gid)
    return _dedicated()


def _dedicated() -> Identity:
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    if SERVER_NAME in known and known[SERVER_NAME].pw_uid != 0:
        return Identity(known[SERVER_NAME].pw_uid, known[SERVER_NAME].pw_gid)
    taken = {entry.pw_uid for entry in known.values()}
    uid = next(uid for uid in range(SERVER_UID, SERVER_UID + 256) if uid not in taken)
    return Identity(uid, uid)


def initdb_identity(server: Identity) -> Identity:
    """The user for initdb, which insists on a passwd entry, unlike the server itself."""
    if server.is_ours or _has_name(server.uid):
        return server
    try:
        nobody = pwd.getpwnam("nobody")
    except KeyError:
        raise EmbeddedError(
            "PostgreSQL does not run as root and this machine has neither a user `ledgerflow` "
            "nor `nobody`.",
            hint="Make a system user `ledgerflow`, or run as an ordinary user.",
            code="no_server_user",
        ) from None
    return Identity(nobody.pw_uid, nobody.pw_gid)


def _has_name(uid: int) -> bool:
    try:
        pwd.getpwuid(uid)
    except KeyError:
        return False
    return True


def can_enter(folder: Path, who: Identity) -> bool:
    """True when `who` may traverse `folder` and every folder above it."""
    full = folder.resolve()
    return all(_allows(step, who, stat.S_IXOTH) for step in (full, *full.parents))


def can_run(program: Path, who: Identity) -> bool:
    """True when `who` may read and execute the file and reach it."""
    full = program.resolve()
    return can_enter(full.parent, who) and _allows(full, who, stat.S_IROTH | stat.S_IXOTH)


def _allows(path: Path, who: Identity, wanted: int) -> bool:
    found = path.stat()
    if found.st_uid == who.uid:
        wanted <<= 6
    elif found.st_gid == who.gid:
        wanted <<= 3
    return found.st_mode & wanted == wanted


def give(path: Path, who: Identity) -> None:
    """Hand one file or folder to `who`; never follows a link."""
    if not who.is_ours:
        os.chown(path, who.uid, who.gid, follow_symlinks=False)


def give_tree(root: Path, who: Identity) -> None:
    """Hand a folder and all below it to `who`."""
    give(root, who)
    for folder, names, files in os.walk(root):
        for name in (*names, *files):
            give(Path(folder, name), who)

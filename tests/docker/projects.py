"""A Compose project under test: a clean copy of the checkout, names and addresses of its own.

Here: running docker, make and the scripts in it, asking containers, removing every trace. Not
here: speaking HTTP (visitor.py), tests.
"""

import json
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.containers.composed import ROOT
from tests.containers.sources import project_files

ADDRESS = "127.0.0.1"
SOCKETS = "/var/run/postgresql"
START_SECONDS = 240.0
BUILD_SECONDS = 600.0
COMMAND_SECONDS = 180.0
# What docker and make need; nothing of the tester's own LedgerFlow.
KEPT = ("PATH", "HOME", "LANG", "LD_LIBRARY_PATH", "DOCKER_HOST", "DOCKER_CONTEXT", "DOCKER_CONFIG")


def copied_checkout() -> Path:
    """What a commit would hold, in a folder with a space that a container's user may enter."""
    place = Path(tempfile.mkdtemp(prefix="lfd-", dir="/tmp"))
    place.chmod(0o755)
    folder = place / "check out"
    for path in project_files():
        copy = folder / path.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, copy)
    return folder


def port_like(documented: int) -> int:
    """The documented port where nobody has it, as on a machine of CI; else any free one."""
    with socket.socket() as asking:
        asking.settimeout(2)
        if asking.connect_ex((ADDRESS, documented)) != 0:
            return documented
    with socket.create_server((ADDRESS, 0)) as taken:
        return int(taken.getsockname()[1])


def wait_until[T](question: Callable[[], T], seconds: float, what: str) -> T:
    """Ask again until the answer is true; AssertionError saying what did not happen."""
    deadline = time.monotonic() + seconds
    while not (answer := question()):
        assert time.monotonic() < deadline, f"not within {seconds:.0f} s: {what}"
        time.sleep(0.5)
    return answer


@dataclass
class Project:
    """One project: its folder, compose file and name, and the variables that name its ports."""

    folder: Path
    file: str
    name: str
    ports: dict[str, int]
    environment: dict[str, str] = field(default_factory=dict)
    env_file: str = ""

    @property
    def prefix(self) -> str:
        """First part of the names of all volumes."""
        return self.name

    def variables(self, **more: str) -> dict[str, str]:
        """The environment of commands."""
        kept = {name: os.environ[name] for name in KEPT if name in os.environ}
        own = {
            "COMPOSE_PROJECT_NAME": self.name,
            "LEDGERFLOW_VOLUMES": self.prefix,
            "LEDGERFLOW_VERSION": self.name,  # the tag of images that are built
            "LEDGERFLOW_BIND": ADDRESS,
        }
        ports = {name: str(port) for name, port in self.ports.items()}
        return kept | own | ports | self.environment | more

    def run(
        self,
        *command: str,
        ok: bool = True,
        seconds: float = COMMAND_SECONDS,
        said: str | None = None,
        **more: str,
    ) -> subprocess.CompletedProcess[str]:
        """A command in the copy; `said` is its standard input, `more` are variables."""
        done = subprocess.run(
            command,
            cwd=self.folder,
            env=self.variables(**more),
            input=said,
            stdin=None if said is not None else subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=seconds,
        )
        told = f"{' '.join(command)}\n{done.stdout[-4000:]}\n{done.stderr[-4000:]}"
        assert not ok or done.returncode == 0, told
        return done

    @property
    def command(self) -> tuple[str, ...]:
        """How every compose command of the documentation begins."""
        env_file = ("--env-file", self.env_file) if self.env_file else ()
        return ("docker", "compose", "-f", self.file, *env_file)

    def compose(self, *arguments: str, **how: Any) -> subprocess.CompletedProcess[str]:
        """`docker compose -f FILE ...` as an operator types it."""
        return self.run(*self.command, *arguments, **how)

    def ask(self, service: str, *command: str, **how: Any) -> str:
        """What a command prints in a running service."""
        return self.compose("exec", "-T", service, *command, **how).stdout

    def sql(self, statement: str, database: str = "ledgerflow") -> str:
        """What the database's superuser reads; no row-level security holds for it."""
        quiet = ("psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-h", SOCKETS,
                 "-U", "postgres")  # fmt: skip
        return self.ask("postgres", *quiet, "-d", database, said=statement).strip()

    def containers(self, *services: str) -> list[dict[str, Any]]:
        """`docker inspect` of the containers, ended ones too."""
        ids = self.compose("ps", "--all", "--quiet", *services).stdout.split()
        found: list[dict[str, Any]] = json.loads(self.run("docker", "inspect", *ids).stdout)
        return found

    def unwell(self) -> list[str]:
        """Containers that are not (yet) as they should be, in words."""
        found = []
        for one in self.containers():
            state, name = one["State"], one["Name"].lstrip("/")
            health = state.get("Health", {}).get("Status")
            if state["Status"] == "exited" and state["ExitCode"] == 0:
                continue  # ran once and ended well
            if state["Status"] != "running" or health not in {None, "healthy"}:
                found.append(f"{name}: {state['Status']}, {health}, code {state['ExitCode']}")
        return found

    def wait_healthy(self, seconds: float = START_SECONDS) -> None:
        """Wait for every health check; the message names who is unwell and what it said."""
        deadline = time.monotonic() + seconds
        while unwell := self.unwell():
            assert time.monotonic() < deadline, f"{unwell}\n{self.logs()[-6000:]}"
            time.sleep(1)

    def logs(self) -> str:
        """What all containers wrote."""
        done = self.compose("logs", "--no-color", "--tail", "400", ok=False)
        return done.stdout + done.stderr

    def discard(self) -> None:
        """Containers, networks and volumes of this project, whatever state it is in."""
        self.compose("down", "-v", "--remove-orphans", "--timeout", "5", ok=False)
        named = ("--filter", f"label=com.docker.compose.project={self.name}")
        for kind in ("container", "network"):
            listed = ("ls", "--all") if kind == "container" else ("ls",)
            ids = self.run("docker", kind, *listed, "--quiet", *named).stdout.split()
            if ids:
                force = ("--force",) if kind == "container" else ()
                self.run("docker", kind, "rm", *force, *ids, ok=False)
        names = self.run("docker", "volume", "ls", "--quiet").stdout.split()
        own = [name for name in names if name.startswith(f"{self.prefix}_")]
        if own:
            self.run("docker", "volume", "rm", *own, ok=False)
        tagged = ("--filter", f"reference=*:{self.name}", "--format", "{{.Repository}}:{{.Tag}}")
        images = self.run("docker", "image", "ls", *tagged).stdout.split()
        if images:
            self.run("docker", "image", "rm", *images, ok=False)

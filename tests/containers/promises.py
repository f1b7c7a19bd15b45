"""What production's compose file must promise, as functions that name every breach.

Here: pure checks over the resolved file; each returns sentences, [] when kept. Not here: reading
the file (composed.py), tests.
"""

import re
from collections.abc import Iterator
from typing import Any

from tests.containers import composed

HOST_RIGHTS = ("privileged", "cap_add", "devices", "pid", "ipc", "userns_mode", "cgroup")
# Runs once and ends; nobody asks it whether it is well.
ONE_SHOT = {"no", "on-failure"}
Project = dict[str, Any]


def services(project: Project) -> Iterator[tuple[str, dict[str, Any]]]:
    """Name and definition of every service."""
    yield from project["services"].items()


def is_one_shot(service: dict[str, Any]) -> bool:
    """True for a service that is not started again when it has ended."""
    return str(service.get("restart", "no")).partition(":")[0] in ONE_SHOT


def _lacks(service: dict[str, Any]) -> Iterator[str]:
    if service.get("read_only") is not True:
        yield "read_only: true"
    if service.get("cap_drop") != ["ALL"]:
        yield "cap_drop: [ALL]"
    if "no-new-privileges:true" not in service.get("security_opt", []):
        yield "security_opt: [no-new-privileges:true]"
    for key in ("mem_limit", "cpus", "pids_limit"):
        if not service.get(key):
            yield key
    if service.get("init") is not True:
        yield "init: true"
    if not service.get("stop_grace_period"):
        yield "stop_grace_period"
    log = service.get("logging", {})
    options = log.get("options", {})
    if log.get("driver") != "json-file" or not {"max-size", "max-file"} <= set(options):
        yield "log rotation"
    if not is_one_shot(service):
        check = service.get("healthcheck", {})
        if not check.get("test") or check.get("disable") or "NONE" in check["test"]:
            yield "healthcheck"
        if service.get("restart") not in {"unless-stopped", "always"}:
            yield "restart: unless-stopped"


def hardening_gaps(project: Project) -> list[str]:
    """Services without one of the hardening keys."""
    return [f"{name} lacks {gap}" for name, one in services(project) for gap in _lacks(one)]


def privileges(project: Project) -> list[str]:
    """Services that ask for rights of the host or get a capability back."""
    found = []
    for name, one in services(project):
        found.extend(f"{name} has {key}" for key in HOST_RIGHTS if one.get(key))
        if str(one.get("network_mode", "")).startswith(("host", "container")):
            found.append(f"{name} is on the host's network")
        if any("docker.sock" in composed.source(volume) for volume in one.get("volumes", [])):
            found.append(f"{name} holds the engine's socket")
        loose = [o for o in one.get("security_opt", []) if o.endswith(("unconfined", "disable"))]
        found.extend(f"{name} has {option}" for option in loose)
    return found


def root_users(project: Project, images_not_root: set[str]) -> list[str]:
    """Services that run as root; `images_not_root` are build targets that end with a user."""
    found = []
    for name, one in services(project):
        user = str(one.get("user", ""))
        built = one.get("build", {}).get("target", "") in images_not_root
        if user.partition(":")[0] in {"0", "root"} or (not user and not built):
            found.append(f"{name} runs as {user or 'what its image says'}")
    return found


def publishing(project: Project) -> set[str]:
    """Services with a port on the host."""
    return {name for name, one in services(project) if one.get("ports")}


def unkept_volumes(project: Project) -> list[str]:
    """Volumes that `docker compose down -v` would remove."""
    found = [
        f"{name} is not external"
        for name, one in (project.get("volumes") or {}).items()
        if (one or {}).get("external") is not True
    ]
    for name, one in services(project):
        for volume in one.get("volumes", []):
            if isinstance(volume, dict) and volume.get("type") == "tmpfs":
                continue
            source = composed.source(volume)
            if not source:
                found.append(f"{name} keeps {composed.target(volume)} in an anonymous volume")
            elif re.fullmatch(r"\w[\w-]*", source) and source not in project["volumes"]:
                found.append(f"{name} mounts {source}, which is not declared")
    return found


def open_networks(project: Project) -> dict[str, set[str]]:
    """Network that leads outside -> the services on it."""
    named = project.get("networks") or {}
    found: dict[str, set[str]] = {
        n: set() for n, o in named.items() if not (o or {}).get("internal")
    }
    for name, one in services(project):
        for network in composed.as_map(one.get("networks") or ["default"], None):
            if network not in named or network in found:
                found.setdefault(network, set()).add(name)
    return found


def untagged(project: Project) -> list[str]:
    """Images of others without a tag, or with the moving tag `latest`."""
    found = []
    for name, one in services(project):
        if "image" not in one or "build" in one:
            continue
        image = composed.filled(one["image"], {})
        tag = image.rpartition("/")[2].partition(":")[2].partition("@")[0]
        if "@sha256:" not in image and (not tag or "latest" in tag):
            found.append(f"{name}: {image}")
    return found


def environment_of(service: dict[str, Any]) -> dict[str, str]:
    """A service's own variables as written."""
    return {k: str(v or "") for k, v in (composed.as_map(service.get("environment")) or {}).items()}


def required(text: str, name: str) -> bool:
    """True where the variable is in the text, each time required and never with a default."""
    found = [one for one in composed.variables(text) if one.name == name]
    return bool(found) and all(one.operator == ":?" and one.argument for one in found)


def secrets_of(service: dict[str, Any], secrets: set[str]) -> set[str]:
    """Which of these variables the service is given, anywhere in its definition."""
    return {v.name for text in composed.texts(service) for v in composed.variables(text)} & secrets

"""Compose files read without an engine: tags, variables, `extends` and merges.

Here: what `docker compose config` would make of a file, as far as these files need it. Not here:
what a file must promise (promises.py), tests.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
SHARED, DEV, PROD = (
    ROOT / name
    for name in ("docker-compose.yml", "docker-compose.dev.yml", "docker-compose.prod.yml")
)
FILES = (SHARED, DEV, PROD)

# Lists that Compose joins when a service extends another; all others of these files are maps.
JOINED = {
    "cap_add", "cap_drop", "dns", "dns_opt", "expose", "extra_hosts", "ports", "security_opt",
    "tmpfs",
}  # fmt: skip
REPLACED = {"command", "entrypoint", "env_file", "test"}
# Never inherited: they name other services or networks of the file that they stand in.
REPLACING_TAGS = ("!override", "!reset")


@dataclass(frozen=True)
class Variable:
    """One `${NAME...}`: the operator is "", "-", ":-", "?", ":?", "+" or ":+"."""

    name: str
    operator: str
    argument: str


class Missing(ValueError):
    """A `${NAME:?message}` without a value."""


@dataclass
class Replacing:
    """A value tagged !override or !reset: it replaces what is inherited."""

    value: Any


class Loader(yaml.SafeLoader):
    """YAML with Compose's two tags."""


def _replacing(loader: Loader, node: yaml.Node) -> Replacing:
    if isinstance(node, yaml.MappingNode):
        return Replacing(loader.construct_mapping(node, deep=True))
    if isinstance(node, yaml.SequenceNode):
        return Replacing(loader.construct_sequence(node, deep=True))
    return Replacing(loader.construct_scalar(node))


for _tag in REPLACING_TAGS:
    Loader.add_constructor(_tag, _replacing)

_VARIABLE = re.compile(
    r"\$(?:(?P<escaped>\$)|(?P<bare>[A-Za-z_]\w*)|"
    r"\{(?P<name>[A-Za-z_]\w*)(?:(?P<operator>:?[-?+])(?P<argument>(?:[^{}]|\{[^{}]*\})*))?\})"
)


def load(path: Path) -> dict[str, Any]:
    """The file as it stands: anchors are resolved, nothing else."""
    content = yaml.load(path.read_text(encoding="utf-8"), Loader)  # noqa: S506  a SafeLoader
    assert isinstance(content, dict), path
    return content


def variables(text: str) -> Iterator[Variable]:
    """Every variable of a text, those in defaults too; `$$` is a plain dollar."""
    for found in _VARIABLE.finditer(text):
        if found["escaped"]:
            continue
        argument = found["argument"] or ""
        yield Variable(found["bare"] or found["name"], found["operator"] or "", argument)
        yield from variables(argument)


def filled(text: str, environment: Mapping[str, str]) -> str:
    """The text with its variables filled in; Missing for a required one that is not set."""

    def value(found: re.Match[str]) -> str:
        if found["escaped"]:
            return "$"
        name, operator = found["bare"] or found["name"], found["operator"] or ""
        known = environment.get(name)
        absent = known is None or (operator.startswith(":") and not known)
        argument = found["argument"] or ""
        if operator.endswith("+"):
            return "" if absent else filled(argument, environment)
        if absent and operator.endswith("?"):
            raise Missing(f"{name}: {argument}")
        if absent and operator.endswith("-"):
            return filled(argument, environment)
        return known or ""

    return _VARIABLE.sub(value, text)


def texts(value: Any) -> Iterator[str]:
    """Every text below a value, keys included."""
    if isinstance(value, Replacing):
        yield from texts(value.value)
    elif isinstance(value, dict):
        for key, one in value.items():
            yield str(key)
            yield from texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from texts(one)
    elif isinstance(value, str):
        yield value


def merged(base: Any, own: Any, key: str = "") -> Any:
    """What a service has after inheriting `base`, by Compose's merge rules."""
    if isinstance(own, Replacing):
        return own.value
    if key == "environment" or key == "labels":
        base, own = as_map(base), as_map(own)
    if key == "depends_on" or key == "networks":
        base, own = as_map(base, None), as_map(own, None)
    if key in REPLACED or base is None or own is None:
        return base if own is None else own
    if isinstance(base, dict) and isinstance(own, dict):
        joined = {name: merged(base.get(name), one, name) for name, one in own.items()}
        return {**base, **joined}
    if key == "volumes":
        return list({target(one): one for one in [*base, *own]}.values())
    if key in JOINED:
        return [*base, *(one for one in own if one not in base)]
    return own


def as_map(value: Any, absent: str | None = "") -> Any:
    """`[A=1, B]` as `{A: 1, B: absent}`; a map stays one."""
    if not isinstance(value, list):
        return value
    pairs = (str(one).partition("=") for one in value)
    return {name: (text if equals else absent) for name, equals, text in pairs}


def target(volume: Any) -> str:
    """Where a service sees a volume, short or long syntax."""
    if isinstance(volume, dict):
        return str(volume["target"])
    # A colon inside `${NAME:-default}` separates nothing.
    parts = _VARIABLE.sub("variable", str(volume)).split(":")
    return parts[1] if len(parts) > 1 else parts[0]


def source(volume: Any) -> str:
    """The volume's name or the host's path; "" for an anonymous one."""
    if isinstance(volume, dict):
        return str(volume.get("source", "")) if volume.get("type") != "tmpfs" else ""
    text = str(volume)
    found = re.match(r"(?:\$\{[^}]*\}|[^:$])*:", text)
    return found[0][:-1] if found else ""


def service(path: Path, name: str) -> dict[str, Any]:
    """One service with all that it extends."""
    content = load(path)["services"]
    assert name in content, f"{path.name} has no service {name}"
    own = dict(content[name] or {})
    parent = own.pop("extends", None)
    if parent is None:
        return {key: merged(None, one, key) for key, one in own.items()}
    if isinstance(parent, str):
        parent = {"service": parent}
    base = service(path.parent / parent.get("file", path.name), parent["service"])
    return {key: merged(base.get(key), own.get(key), key) for key in {**base, **own}}


def composed(path: Path) -> dict[str, Any]:
    """The whole file with every service resolved; variables stay as written."""
    content = load(path)
    content["services"] = {name: service(path, name) for name in content["services"]}
    return content

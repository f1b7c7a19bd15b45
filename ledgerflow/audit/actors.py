"""Who did something, as one text that a machine can read: `kind`, `kind:name`, `kind:name/version`.

    person            the user of the event, whose id stands beside it
    system            nobody in particular: a command of the operator, a job
    rule:17/3         rule 17 in its third version
    model:payees/2026-11
    agent:research/5
    policy:auto-accept/1

Here: writing and reading that text. Not here: what those are, or who may do what.
"""

import re
from dataclasses import dataclass

KINDS = ("person", "system", "rule", "model", "agent", "policy")
PERSON, SYSTEM = "person", "system"
LONGEST = 120

_TEXT = re.compile(rf"({'|'.join(KINDS)})(?::([^/:\n]+)(?:/([^/:\n]+))?)?")


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acted; `name` and `version` are "" where there is none."""

    kind: str
    name: str = ""
    version: str = ""

    def __post_init__(self) -> None:
        found = _TEXT.fullmatch(str(self))
        parts = tuple(part or "" for part in found.groups()) if found else ()
        if parts != (self.kind, self.name, self.version) or len(str(self)) > LONGEST:
            raise ValueError(f"{self} names no actor: kind:name/version, kind one of {KINDS}.")

    def __str__(self) -> str:
        name = f":{self.name}" if self.name else ""
        version = f"/{self.version}" if self.version else ""
        return f"{self.kind}{name}{version}"


def policy_actor(policy: str) -> str:
    """The actor of a decision's `policy`, such as "auto-accept/1"; "" for "".

    A policy has a version; a bare name, such as "operator", is no policy but the system's hand.
    """
    if not policy:
        return ""
    name, _, version = policy.partition("/")
    return str(Actor("policy" if version else "system", name, version))


def actor_read(text: str) -> Actor | None:
    """The actor that a text names; None for texts of before this grammar."""
    found = _TEXT.fullmatch(text)
    return Actor(found[1], found[2] or "", found[3] or "") if found else None

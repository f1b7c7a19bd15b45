"""The project's own files and the stages of its Dockerfile.

Here: which files a commit would hold, and a Dockerfile read line by line. Not here: tests.
"""

import fnmatch
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.containers.composed import ROOT, filled


def project_files(*patterns: str) -> list[Path]:
    """What git tracks or would add, by name pattern; all without one."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout.decode()
    paths = [ROOT / name for name in sorted(set(listed.split("\0"))) if name]
    return [
        path
        for path in paths
        if path.is_file()
        and (not patterns or any(fnmatch.fnmatch(path.name, one) for one in patterns))
    ]


@dataclass(frozen=True)
class Stage:
    """One `FROM`: its base with arguments filled in, its user, its instructions in order."""

    name: str
    base: str
    is_ours: bool
    user: str
    said: tuple[tuple[str, str], ...]

    @property
    def instructions(self) -> set[str]:
        """The instructions' names."""
        return {name for name, _ in self.said}

    def lines(self, instruction: str) -> list[str]:
        """What follows each instruction of this name."""
        return [text for name, text in self.said if name == instruction]


def _logical_lines(path: Path) -> list[tuple[str, str]]:
    text = path.read_text(encoding="utf-8")
    text = re.sub(r"^\s*#.*\n", "", text, flags=re.M)
    text = re.sub(r"\s*\\\n\s*", " ", text)
    pairs = (line.strip().partition(" ") for line in text.splitlines() if line.strip())
    return [(name.upper(), rest.strip()) for name, _, rest in pairs]


def stages(path: Path) -> dict[str, Stage]:
    """Every stage by name; a user is inherited from a stage of the same file."""
    arguments: dict[str, str] = {}
    found: dict[str, Stage] = {}
    for instruction, rest in _logical_lines(path):
        if instruction == "ARG" and not found:
            name, _, value = rest.partition("=")
            arguments[name] = value.strip('"')
        elif instruction == "FROM":
            base, _, name = re.sub(r"--\w+=\S+\s+", "", rest).partition(" ")
            base, name = filled(base, arguments), name.split()[-1] if name else str(len(found))
            parent = found.get(base)
            found[name] = Stage(name, base, parent is not None, parent.user if parent else "", ())
        elif found:
            last = list(found)[-1]
            one = found[last]
            user = rest if instruction == "USER" else one.user
            said = (*one.said, (instruction, rest))
            found[last] = Stage(one.name, one.base, one.is_ours, user, said)
    return found

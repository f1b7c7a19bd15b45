"""What the documentation's tests read: pages, code blocks, commands in them.

Here: finding. Not here: what must be true of it (the tests).
"""

import re
import shlex
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
AT_THE_ROOT = ("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")
FENCE = re.compile(r"^(```|~~~).*?^\1\s*$", re.MULTILINE | re.DOTALL)
INDENTED = re.compile(r"(?:^(?: {4}|\t).*\n|^[ \t]*\n(?=(?:[ \t]*\n)* {4}))+", re.MULTILINE)
INLINE = re.compile(r"`([^`\n]+)`")


@dataclass(frozen=True)
class Page:
    """One Markdown file."""

    name: str
    text: str
    path: Path

    @property
    def prose(self) -> str:
        """The text without code."""
        return INLINE.sub("", INDENTED.sub("\n", FENCE.sub("\n", self.text)))

    @property
    def blocks(self) -> list[str]:
        """Code blocks, four spaces taken off."""
        fenced = [m.group(0) for m in FENCE.finditer(self.text)]
        return fenced + [
            re.sub(r"^ {4}", "", m.group(0), flags=re.MULTILINE)
            for m in INDENTED.finditer(FENCE.sub("\n", self.text))
        ]

    @property
    def commands(self) -> list[list[str]]:
        """Arguments of each `ledgerflow` command in the page's blocks."""
        return [found for block in self.blocks for found in commands_in(block)]


def commands_in(block: str) -> list[list[str]]:
    """Arguments after `ledgerflow` of each such line; continued lines are joined."""
    found = []
    for line in re.sub(r"\\\n\s*", "", block).splitlines():
        said = line.strip().removeprefix("$ ").removeprefix(".venv/bin/")
        if said.startswith("ledgerflow "):
            found.append(shlex.split(said.split("<<")[0], comments=True)[1:])
    return found


def pages_read() -> list[Page]:
    """Every page, those at the root too, in the order of their names."""
    paths = [ROOT / name for name in AT_THE_ROOT] + sorted(DOCS.rglob("*.md"))
    return [Page(p.relative_to(ROOT).as_posix(), p.read_text(encoding="utf-8"), p) for p in paths]


@pytest.fixture(scope="session")
def pages():
    """Every page by its name from the root on."""
    return {page.name: page for page in pages_read()}


@pytest.fixture
def page(pages, request):
    """The page that a test is parametrised with by name (indirect)."""
    return pages[request.param]


def pytest_generate_tests(metafunc):
    """A test with the argument `page` runs once for every page."""
    if "page" in metafunc.fixturenames:
        metafunc.parametrize("page", [p.name for p in pages_read()], indirect=True)

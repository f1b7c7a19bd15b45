"""Writes docs/reference/settings.md from ledgerflow/settings/env.py; `--check` only compares.

Here: the tables of variables. Not here: their meaning, which stands with each field, or, for those
that LedgerFlow does not read, in variables.py. Run as `python scripts/settings_doc.py` from the
project's folder.
"""

import sys
from pathlib import Path

from variables import COMPOSE

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "reference" / "settings.md"

HEAD = """# Settings

Every variable that LedgerFlow reads from the environment; all have a default that works on one
machine. Made by `python scripts/settings_doc.py` from `ledgerflow/settings/env.py`, the only
module that reads the environment.

A variable that is set to nothing counts as unset. A variable marked *secret* may also come from a
file, named by the same variable with `_FILE` at its end (`DATABASE_URL_FILE=/run/secrets/db`); set
one of the two, not both. Production does not start with a missing, default or weak value and lists
every fault at once; `make env-prod` makes strong ones.

| variable | default | what it does |
| --- | --- | --- |
"""

COMPOSE_HEAD = """
## Variables of the compose files

Docker Compose puts them into `docker-compose.dev.yml` and `docker-compose.prod.yml`; LedgerFlow
itself does not read them. `.env.dev` has those of development, `make env-prod` writes those of
production into `.env.prod`.

| variable | default | what it does |
| --- | --- | --- |
"""


def page() -> str:
    """The whole page as Markdown."""
    from ledgerflow.settings.env import Environment
    from ledgerflow.settings.secret_files import is_secret

    rows = []
    for field in Environment.model_fields.values():
        secret = " *Secret.*" if is_secret(field) else ""
        rows.append(
            row(str(field.alias), default_text(field.default), f"{field.description}{secret}")
        )
    compose = [
        row(one.name, one.default, one.meaning + (" *Secret.*" if one.is_secret else ""))
        for one in COMPOSE
    ]
    return HEAD + "".join(rows) + COMPOSE_HEAD + "".join(compose)


def row(name: str, default: str, meaning: str) -> str:
    """One line of a table."""
    return f"| `{name}` | {f'`{default}`' if default else 'unset'} | {meaning} |\n"


def default_text(value: object) -> str:
    """The default as a reader sees it, "" for unset: paths from the project's folder on."""
    if value is None:
        return ""
    if isinstance(value, Path) and value.is_relative_to(ROOT):
        value = value.relative_to(ROOT)
    return str(value)


def main(page_path: Path, text: str, arguments: list[str]) -> int:
    """Write the page, or with --check say whether it is current; the exit code."""
    if "--check" not in arguments:
        page_path.parent.mkdir(parents=True, exist_ok=True)
        page_path.write_text(text, encoding="utf-8")
        return 0
    current = page_path.exists() and page_path.read_text(encoding="utf-8") == text
    name = page_path.relative_to(ROOT)
    sys.stdout.write(f"{name} is {'current' if current else 'out of date'}\n")
    return 0 if current else 1


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    sys.exit(main(PAGE, page(), sys.argv[1:]))

"""Writes .env.example from the typed settings and the compose files' variables; `--check` compares.

Here: the layout of the file. Not here: what a variable means (ledgerflow/settings/env.py and
variables.py). Run as `python scripts/env_example.py` from the project's folder.
"""

import sys
import textwrap
from pathlib import Path

from settings_doc import default_text, main
from variables import COMPOSE, GROUPS

ROOT = Path(__file__).resolve().parents[1]
FILE = ROOT / ".env.example"
WIDTH = 100

HEAD = """\
# Every variable of LedgerFlow, with its default. Nothing has to be set on one machine: `make demo`
# and `make serve` work without this file, and nothing reads it. Docker Compose reads .env.dev in
# development and .env.prod in production (made by `make env-prod`, never committed).
# A variable that is set to nothing counts as unset. A variable marked "secret" may come from a
# file: NAME_FILE=/run/secrets/name instead of NAME=value.
# Made by `python scripts/env_example.py` from ledgerflow/settings/env.py and scripts/variables.py.
"""


def text() -> str:
    """The whole file."""
    from ledgerflow.settings.env import Environment
    from ledgerflow.settings.secret_files import is_secret

    fields = {str(field.alias): field for field in Environment.model_fields.values()}
    parts = [HEAD]
    for title, names in GROUPS.items():
        parts.append(heading(title))
        parts += [
            entry(
                name,
                fields[name].description or "",
                default_text(fields[name].default),
                is_secret=is_secret(fields[name]),
            )
            for name in names
        ]
    parts.append(heading("Only read by Docker Compose, or by Django before all others"))
    parts += [entry(one.name, one.meaning, one.default) for one in COMPOSE]
    return "".join(parts)


def heading(title: str) -> str:
    """A line that begins a group."""
    return f"\n# --- {title} ---\n"


def entry(name: str, meaning: str, default: str, *, is_secret: bool = False) -> str:
    """A variable with its meaning above it, commented out."""
    meaning = f"{meaning} (secret)" if is_secret else meaning
    wrapped = textwrap.fill(
        meaning,
        WIDTH,
        initial_indent="# ",
        subsequent_indent="# ",
        break_long_words=False,
        break_on_hyphens=False,
    )
    return f"\n{wrapped}\n#{name}={default}\n"


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    sys.exit(main(FILE, text(), sys.argv[1:]))

"""Writes docs/reference/settings.md from ledgerflow/settings/env.py; `--check` only compares.

Here: the table of variables. Not here: their meaning, which stands with each field. Run as
`python scripts/settings_doc.py` from the project's folder.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "reference" / "settings.md"

HEAD = """# Settings

Every variable that LedgerFlow reads from the environment; all have a default that works on one
machine. Made by `python scripts/settings_doc.py` from `ledgerflow/settings/env.py`, the only
module that reads the environment.

| variable | default | what it does |
| --- | --- | --- |
"""


def page() -> str:
    """The whole page as Markdown."""
    from ledgerflow.settings.env import Environment

    rows = []
    for field in Environment.model_fields.values():
        shown = _default(field.default)
        rows.append(f"| `{field.alias}` | {shown} | {field.description} |\n")
    return HEAD + "".join(rows)


def _default(value: object) -> str:
    """The default as a reader sees it: paths from the project's folder on."""
    if value is None:
        return "unset"
    if isinstance(value, Path) and value.is_relative_to(ROOT):
        value = value.relative_to(ROOT)
    return f"`{value}`"


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

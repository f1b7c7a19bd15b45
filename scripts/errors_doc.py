"""Writes docs/reference/errors.md from the code; `--check` only compares.

Here: finding classes, codes, constraints and file faults. Not here: their meaning, which stands
where they are raised. Run as `python scripts/errors_doc.py` from the project's folder.
"""

import ast
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "reference" / "errors.md"
PACKAGE = ROOT / "ledgerflow"

HEAD = """# Errors

What LedgerFlow can refuse, as a person or a program sees it. Every fault is told in one shape:

    {"code": "...", "message": "what, where and why", "hint": "what to do", "extra": {}}

The command line ends with the exit code, the web answers with the HTTP status. Codes are stable.
Made by `python scripts/errors_doc.py` from the code.

"""


@dataclass(slots=True)
class Raised:
    """Where a code is raised, as what, and what it tells people to do."""

    kinds: set[str] = field(default_factory=set)
    modules: set[str] = field(default_factory=set)
    hint: str = ""


def families() -> dict[str, type[Exception]]:
    """Error classes by name, in the order of core/errors.py."""
    from ledgerflow.core import errors

    return {
        name: kind
        for name, kind in vars(errors).items()
        if isinstance(kind, type) and issubclass(kind, errors.LedgerFlowError)
    }


def calls() -> Iterator[tuple[str, str, ast.Call]]:
    """(module, function name, call) of every call in the package."""
    for path in sorted(PACKAGE.rglob("*.py")):
        module = path.relative_to(PACKAGE).as_posix()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                yield module, str(name), node


def codes() -> dict[str, Raised]:
    """Narrower codes given where an error is raised."""
    known = set(families())
    found: dict[str, Raised] = defaultdict(Raised)
    for module, name, call in calls():
        if name not in known:
            continue
        keywords = {k.arg: k.value for k in call.keywords}
        for code in _texts(keywords.get("code")):
            found[code].kinds.add(name)
            found[code].modules.add(module)
            found[code].hint = found[code].hint or _shown(keywords.get("hint"))
    return dict(sorted(found.items()))


def file_faults() -> dict[str, set[str]]:
    """Codes of what a reader finds wrong in a file -> the modules that find it.

    Readers hand codes to Fault, or to a maker of theirs; those open with the format's id.
    """
    from ledgerflow.statements.formats import FORMATS

    of_a_format = re.compile(rf"({'|'.join(one.id for one in FORMATS)})_[a-z_]+")
    found: dict[str, set[str]] = defaultdict(set)
    for module, name, call in calls():
        if not module.startswith(("statements/formats/", "statements/tables/")):
            continue
        keywords = {k.arg: k.value for k in call.keywords}
        given = [keywords["code"]] if "code" in keywords else call.args[:2]
        first = _texts(given[0]) if name == "Fault" and given else []
        named = [code for node in given for code in _texts(node) if of_a_format.fullmatch(code)]
        for code in {*first, *named}:
            found[code].add(module)
    return dict(sorted(found.items()))


def _texts(node: ast.expr | None) -> list[str]:
    """The texts that an expression can come to: "a", or "a" if ... else "b"."""
    if isinstance(node, ast.IfExp):
        return [*_texts(node.body), *_texts(node.orelse)]
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    return []


def _shown(node: ast.expr | None) -> str:
    """A hint with … where a value is filled in; '' for one made elsewhere."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(str(v.value) if isinstance(v, ast.Constant) else "…" for v in node.values)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return _shown(node.left) + _shown(node.right)
    return ""


def page() -> str:
    """The whole page as Markdown."""
    from ledgerflow.core.constraints import CONSTRAINTS

    parts = [HEAD, "## Kinds\n\n", "| code | status | exit | kind | meaning |\n", _rule(5)]
    for name, kind in families().items():
        meaning = (kind.__doc__ or "").strip().split("\n\n")[0].replace("\n", " ")
        parts.append(f"| `{kind.code}` | {kind.status} | {kind.exit_code} | {name} | {meaning} |\n")  # type: ignore[attr-defined]
    parts += ["\n## Narrower codes\n\n", "| code | kind | raised in | what to do |\n", _rule(4)]
    for code, raised in codes().items():
        kinds, modules = ", ".join(sorted(raised.kinds)), ", ".join(sorted(raised.modules))
        parts.append(f"| `{code}` | {kinds} | {modules} | {_cell(raised.hint)} |\n")
    parts += ["\n## What the database itself refuses\n\n"]
    parts += ["| constraint | code | what to do |\n", _rule(3)]
    for name, (kind, hint) in sorted(CONSTRAINTS.items()):
        parts.append(f"| `{name}` | `{kind.code}` | {_cell(hint)} |\n")
    parts += ["\n## What can be wrong in a file\n\n", "| code | found in |\n", _rule(2)]
    for code, modules in file_faults().items():
        parts.append(f"| `{code}` | {', '.join(sorted(modules))} |\n")
    return "".join(parts)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ").strip()


def _rule(columns: int) -> str:
    return "|" + " --- |" * columns + "\n"


if __name__ == "__main__":
    sys.path[:0] = [str(ROOT), str(ROOT / "scripts")]
    from settings_doc import main

    sys.exit(main(PAGE, page(), sys.argv[1:]))

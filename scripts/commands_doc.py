"""Writes docs/reference/commands.md from the Typer app; `--check` only compares.

Here: the page. Not here: the words, which stand beside each command in ledgerflow/cli. Run as
`python scripts/commands_doc.py` after a change; tests/docs/test_commands.py asserts that the page
is current. Looking at the commands needs no database and no Django.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer.main

from ledgerflow.cli.app import app
from ledgerflow.core import errors

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "reference" / "commands.md"

INTRO = """# Commands

Written by `scripts/commands_doc.py` from the program itself; do not edit this page by hand.

`ledgerflow` stands for `.venv/bin/ledgerflow`. Every command explains itself with `--help`.
Answers go to standard output, progress and faults to standard error. A fault says what is wrong,
where and why, and on the next line what to do. `--json`, where there is one, prints one JSON
document instead, faults included.

Without `--business` a command works in the only business there is; where there are several it asks
which. Without `--user` the operator of the machine acts, unnamed; what only a person may do
(deciding, overriding a proof) is done as the firm's only bookkeeper, or asks who you are.
"""

EXIT_INTRO = """## Exit codes

The error's kind decides the code; the codes of single errors are in [errors](errors.md). Where
several files are handled, the first refusal decides, else the first failed proof.

| code | when |
| --- | --- |
| 0 | done, and nothing is wrong |"""

OTHER_CODES = {
    1: "`verify` found something that does not hold, or an unclassified error",
    2: "a command that is written wrongly (unknown option, missing argument)",
    70: "a fault of LedgerFlow's own; `LEDGERFLOW_DEBUG=1` shows the traceback",
    130: "stopped with Ctrl+C or at a question; nothing is half done",
}


def page() -> str:
    """The whole page as Markdown."""
    root = typer.main.get_command(app)
    parts = [INTRO, _contents(root)]
    parts += [_section(title, command) for title, command in commands_of(root)]
    return "\n".join([*parts, exit_codes()])


def commands_of(group: Any, before: str = "ledgerflow") -> Iterator[tuple[str, Any]]:
    """Each command with its full name, groups before what is in them, in the order of --help."""
    for name, command in group.commands.items():
        title = f"{before} {name}"
        yield title, command
        if hasattr(command, "commands"):
            yield from commands_of(command, title)


def exit_codes() -> str:
    """A table of every exit code with the kinds of error behind it."""
    kinds: dict[int, list[str]] = {}
    for kind in _error_kinds():
        words = (kind.__doc__ or "").strip().splitlines()[0].rstrip(".")
        kinds.setdefault(kind.exit_code, []).append(f"`{kind.__name__}`: {words}")
    rows = []
    for code in sorted({*kinds, *OTHER_CODES}):
        said = ([OTHER_CODES[code]] if code in OTHER_CODES else []) + kinds.get(code, [])
        rows.append(f"| {code} | {'<br>'.join(said)} |")
    return "\n".join([EXIT_INTRO, *rows, ""])


def _error_kinds() -> list[type[errors.LedgerFlowError]]:
    """The hierarchy in the order in which it is written."""
    found = [kind for kind in vars(errors).values() if isinstance(kind, type)]
    return [kind for kind in found if issubclass(kind, errors.LedgerFlowError)]


def _contents(root: Any) -> str:
    panels: dict[str, list[str]] = {}
    for name, command in root.commands.items():
        below = [f"{name} {n}" for n in getattr(command, "commands", {})]
        names = [name, *below] if _runs_alone(command) else below
        panels.setdefault(command.rich_help_panel, []).extend(names)
    rows = [
        f"| {panel} | {', '.join(f'[{n}](#ledgerflow-{n.replace(" ", "-")})' for n in names)} |"
        for panel, names in panels.items()
    ]
    return "\n".join(["| | |", "| --- | --- |", *rows, ""])


def _runs_alone(command: Any) -> bool:
    """True for a command, and for a group that does something without a command of it."""
    return not hasattr(command, "commands") or bool(command.invoke_without_command)


def _section(title: str, command: Any) -> str:
    """One command: usage, what it does, a table of what it takes."""
    shown = [p for p in command.params if not p.hidden]
    arguments = [p for p in shown if p.param_type_name == "argument"]
    options = [p for p in shown if p.param_type_name == "option"]
    usage = [title, *(_option_usage(p) for p in options if p.required)]
    usage += ["[OPTIONS]"] if any(not p.required for p in options) else []
    usage += [_argument_usage(p) for p in arguments]
    usage += ["COMMAND"] if not _runs_alone(command) else []
    lines = [f"## {title}", "", f"    {' '.join(usage)}", "", " ".join(command.help.split()), ""]
    if shown:
        lines += ["| takes | meaning |", "| --- | --- |"]
        lines += [f"| {_name(p)} | {_meaning(p)} |" for p in (*arguments, *options)]
        lines.append("")
    return "\n".join(lines)


def _word(parameter: Any) -> str:
    """What stands for the value, as --help has it: EMAIL, N… or the kind of value."""
    if parameter.metavar:
        return str(parameter.metavar)
    if parameter.param_type_name == "argument":
        return str(parameter.name).upper()
    kind = parameter.type_descriptor.annotation
    return "NUMBER" if kind is int else ("FILE" if kind is Path else "TEXT")


def _option_usage(option: Any) -> str:
    return f"{option.opts[0]} {_word(option)}"


def _argument_usage(argument: Any) -> str:
    """The value's word; several values end in an ellipsis, brackets mean it may be left out."""
    word = _word(argument).strip("[]…").replace("]…", "")
    several = f"{word}…" if argument.nargs == -1 else word
    return several if argument.required else f"[{several}]"


def _name(parameter: Any) -> str:
    if parameter.param_type_name == "argument":
        return f"`{_argument_usage(parameter)}`"
    word = "" if parameter.is_flag else f" {_word(parameter)}"
    spelt = [f"`{name}{word}`".replace("|", "\\|") for name in parameter.opts]
    return ", ".join([*spelt, *(f"`{name}`" for name in parameter.secondary_opts)])


def _meaning(parameter: Any) -> str:
    said = (parameter.help or "").replace("|", "\\|")
    if parameter.param_type_name == "option" and parameter.required:
        return f"{said} Must be given."
    default = parameter.default
    # A path is where this checkout happens to lie: no default to print.
    if isinstance(default, bool) or default in (None, "") or isinstance(default, Path | list):
        return said
    return f"{said} Default: `{default}`."


if __name__ == "__main__":
    sys.path[:0] = [str(ROOT / "scripts")]
    from settings_doc import main

    sys.exit(main(PAGE, page(), sys.argv[1:]))

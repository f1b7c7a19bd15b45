"""Commands in the documentation exist, with the options given; the command page is current."""

import importlib.util
import re
from pathlib import Path

import pytest
import typer.main

from ledgerflow.cli.app import app

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "scripts" / "commands_doc.py"
SPEC = importlib.util.spec_from_file_location("commands_doc", SOURCE)
assert SPEC is not None
assert SPEC.loader is not None
commands_doc = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(commands_doc)

COMMANDS = "docs/reference/commands.md"
INLINE = re.compile(r"`(?:\.venv/bin/)?ledgerflow ((?:[a-z-]+ ?)+)")
MAKE = re.compile(r"(?:^ {4}|`)(?:\$ )?make ([a-z][a-z-]*)", re.MULTILINE)
TARGETS = re.compile(r"^([a-z][a-z-]*):", re.MULTILINE)


def parse(arguments):
    """Parse as the program does, running nothing. Typer's usage error for what does not exist."""
    command, context, rest = typer.main.get_command(app), None, list(arguments)
    name = "ledgerflow"
    while True:
        context = command.make_context(name, rest, parent=context)
        below = [*context._protected_args, *context.args]
        if not hasattr(command, "commands") or not below:
            return name
        name, command, rest = command.resolve_command(context, below)
        assert command is not None


def test_every_command_of_a_page_parses(page):
    if page.name == COMMANDS:  # usage with placeholders; compared as a whole below
        return
    for arguments in page.commands:
        try:
            parse(arguments)
        except Exception as error:
            raise AssertionError(f"{page.name}: ledgerflow {arguments}: {error}") from error


def test_commands_named_in_passing_exist(page):
    known = {title.removeprefix("ledgerflow ") for title, _ in all_commands()}
    for said in INLINE.findall(page.text):
        words = said.split()
        assert words[0] in known, f"{page.name}: ledgerflow {said}"
        group = any(k.startswith(f"{words[0]} ") for k in known)
        if group and len(words) > 1 and words[0] != "review":
            assert " ".join(words[:2]) in known, f"{page.name}: ledgerflow {said}"


def test_make_targets_exist(page):
    targets = set(TARGETS.findall((ROOT / "Makefile").read_text(encoding="utf-8")))
    assert not set(MAKE.findall(page.text)) - targets


def all_commands():
    return list(commands_doc.commands_of(typer.main.get_command(app)))


def test_the_command_page_is_current(pages):
    current = commands_doc.page()
    assert pages[COMMANDS].text == current, "run `python scripts/commands_doc.py`"


def test_the_command_page_is_the_same_each_time():
    assert commands_doc.page() == commands_doc.page()


def test_the_command_page_names_every_command_and_option(pages):
    text = pages[COMMANDS].text
    for title, command in all_commands():
        section = text.split(f"\n## {title}\n")[1].split("\n## ")[0]
        for parameter in command.params:
            if parameter.param_type_name == "option" and not parameter.hidden:
                assert all(f"`{name}" in section for name in parameter.opts), title


def test_every_command_has_a_help_text():
    assert not [title for title, command in all_commands() if not (command.help or "").strip()]


@pytest.mark.parametrize(
    "wrong",
    [
        ["nonsense"],
        ["import", "a.ofx", "--acount", "x"],
        ["review", "accept"],
        ["db", "sleep"],
        ["report", "schedule-c"],
        ["report", "schedule-c", "--year", "soon"],
    ],
)
def test_a_command_that_does_not_exist_is_found_out(wrong):
    with pytest.raises(Exception, match=r".") as found:
        parse(wrong)
    assert found.value.exit_code == 2


def test_commands_are_found_in_the_readme(pages):
    found = pages["README.md"].commands
    assert ["import", "statement.ofx", "--business", "my-business"] in found
    assert len(found) >= 8

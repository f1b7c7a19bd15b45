"""The tutorial is run as it stands, and its answers are those of the program.

Numbers of files, batches, entries, rules and firms may differ; everything else is compared.
"""

import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ledgerflow.cli.app import app

ROOT = Path(__file__).resolve().parents[2]
TUTORIAL = "docs/tutorial/first-statement.md"
FILE = re.compile(r"[Ss]ave this as `([^`]+)`:\n\n((?:    .*\n|\n)+)")
COUNTERS = re.compile(
    r"(?<=\bfile )\d+|(?<=\bbatch )\d+|(?<=\bundo )\d+|(?<=\bentry )\d+|(?<=^Rule )\d+"
    r"|(?<=^Firm )\d+|^\d+(?= \d{4}-\d\d-\d\d −?[\d.,]+ \w)"
)
PASSWORD = "a long enough pass phrase"


def told(line):
    """A line as it is compared: single spaces, counters made equal."""
    return COUNTERS.sub("N", " ".join(line.split()))


def steps(page):
    """(command, answer as printed on the page) in order."""
    found = []
    for block in page.blocks:
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, answer = part.partition("\n")
            found.append((command.strip(), answer.splitlines()))
    return found


def run(command):
    """Run a command of the page in this process; what it printed, line by line."""
    arguments = ["demo"] if command == "make demo" else shlex.split(command)[1:]
    typed = f"{PASSWORD}\n{PASSWORD}\n" if arguments[:2] == ["user", "add"] else None
    done = CliRunner().invoke(app, arguments, input=typed)
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    assert done.exit_code == 0, (command, done.output)
    return done.stdout.splitlines()


def differences(answer, printed):
    """Lines of the page that were not printed in this order; nothing skipped but at an ellipsis."""
    lines = [told(x) for x in printed]
    at, may_skip, missing = 0, False, []
    for line in map(told, answer):
        if line == "…":
            may_skip = True
            continue
        if not line:
            continue
        rest = [x for x in lines[at:] if x]
        places = [n for n, x in enumerate(rest) if x == line]
        if not places or (places[0] > 0 and not may_skip):
            missing.append(line)
            continue
        seen, position = 0, at
        while True:
            if lines[position]:
                if seen == places[0]:
                    break
                seen += 1
            position += 1
        at, may_skip = position + 1, False
    if not may_skip and any(lines[at:]):
        missing.append(f"(more was printed: {next(x for x in lines[at:] if x)})")
    return missing


@pytest.mark.django_db
def test_the_tutorial_works_as_written(pages, tmp_path, monkeypatch):
    page = pages[TUTORIAL]
    for name, text in FILE.findall(page.text):
        (tmp_path / name).write_text(re.sub(r"^ {4}", "", text, flags=re.MULTILINE).strip() + "\n")
    assert len(list(tmp_path.iterdir())) == 2
    monkeypatch.chdir(tmp_path)
    taken = steps(page)
    assert len(taken) > 15
    told_wrongly = [(c, d) for c, answer in taken if (d := differences(answer, run(c)))]
    assert told_wrongly == []


def test_a_wrong_answer_on_the_page_would_be_seen():
    printed = ["a", "", "Net profit   1.00", "batch 7: done", "z"]
    assert not differences(["a", "Net profit 1.00", "…", "z"], printed)
    assert not differences(["…", "batch 99: done", "…"], printed)
    assert differences(["…", "Net profit 2.00", "…"], printed) == ["Net profit 2.00"]
    assert differences(["a", "z"], printed) == ["z", "(more was printed: Net profit 1.00)"]

"""States as words and shapes: every word is one that the pages translate."""

import ast
import importlib.util
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGES = ROOT / "ledgerflow" / "web"
OWN = PAGES / "marks.py"


def words_of_marks():
    """The first argument of every Mark in the code, where it is written down there."""
    for path in sorted(PAGES.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        if path != OWN and "from ledgerflow.web.marks import" not in text:
            continue
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Mark":
                for part in ast.walk(node.args[0]):
                    if isinstance(part, ast.Constant):
                        yield part.value


def strings_found():
    """What is gathered for translation."""
    path = ROOT / "scripts" / "messages.py"
    spec = importlib.util.spec_from_file_location("messages_script", path)
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    return {message.id for message in script.strings()}


def test_the_word_of_every_mark_is_gathered_for_translation():
    words = set(words_of_marks())
    assert {"Reconciled", "Look", "Missing", "Expired", "Proved"} <= words
    assert words - strings_found() == set()

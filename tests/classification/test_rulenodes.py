"""Tables, lists and values out of YAML's nodes."""

from typing import Any

import pytest
import yaml

from ledgerflow.classification.rulenodes import Reader, Table, texts_of


def table(text: str, *keys: str) -> tuple[Reader, Table | None]:
    reader = Reader()
    return reader, reader.table(yaml.compose(text, yaml.SafeLoader), "It", keys)


def test_values_are_the_text_that_stands_there() -> None:
    reader, found = table("a: 012.50\nb: yes\nc: ~\n", "a", "b", "c")
    assert found is not None
    assert (reader.text(found, "a"), reader.flag(found, "b", default=False)) == ("012.50", True)
    assert (reader.text(found, "c"), reader.faults) == ("", [])


@pytest.mark.parametrize(
    ("text", "ask", "says"),
    [
        ("a: 1\nz: 2\n", lambda r, t: None, "line 2: It has nothing called “z”"),
        ("a: 1\na: 2\n", lambda r, t: None, "line 2: It has “a” twice"),
        ("a: [1]\n", lambda r, t: r.text(t, "a"), "line 1: “a” is no single value"),
        ("b: 1\n", lambda r, t: r.text(t, "a", needed=True), "line 1: It has no a"),
        ("a: maybe\n", lambda r, t: r.flag(t, "a", default=True), "not “maybe”"),
        ("a: 1\n", lambda r, t: list(r.items(t, "a")), "“a” is no list"),
        ("a: [[1]]\n", lambda r, t: texts_of(r, t, "a"), "no list of single values"),
        ("a: 1\n", lambda r, t: r.single(t.values["a"], "A pair", "x: y"), "A pair is written"),
    ],
)
def test_another_shape_is_a_fault_with_its_line(text: str, ask: Any, says: str) -> None:
    reader, found = table(text, "a", "b")
    assert found is not None
    ask(reader, found)
    assert says in str(reader.faults[0])


def test_what_is_no_table_is_said_so() -> None:
    reader, found = table("- 1\n", "a")
    assert found is None
    assert "It is no table of a" in str(reader.faults[0])

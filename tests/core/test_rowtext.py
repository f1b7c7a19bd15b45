"""A value as one column: nothing in it can end the column or the row."""

import pytest

from ledgerflow.core.rowtext import escaped, unescaped


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("HOME DEPOT #7114", "HOME DEPOT #7114"),
        ("tab\there", "tab\\there"),
        ("two\nlines\r", "two\\nlines\\r"),
        ("back\\slash", "back\\\\slash"),
        ("\\t is no tab", "\\\\t is no tab"),
        ("bell \x07 stays", "bell \x07 stays"),
        ("", ""),
    ],
)
def test_tabs_line_ends_and_backslashes_are_escaped_and_come_back(text, column):
    assert escaped(text) == column
    assert unescaped(column) == text

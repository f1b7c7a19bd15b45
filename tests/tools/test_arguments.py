"""What a model hands to a tool is one line, neither empty nor long."""

import pytest

from tools.arguments import line_of
from tools.errors import ToolRetry


def test_a_line_is_trimmed_to_what_can_be_seen():
    assert line_of(" old \n mill\u200b ", "query", 20) == "old mill"


@pytest.mark.parametrize("value", ["", " \n", "\u200b\u202e", None, 7, ["x"], "x" * 21, "x " * 999])
def test_anything_else_goes_back_to_the_model_by_its_name(value):
    with pytest.raises(ToolRetry, match="query"):
        line_of(value, "query", 20)


def test_the_longest_line_is_fine():
    assert line_of("x" * 20, "query", 20) == "x" * 20

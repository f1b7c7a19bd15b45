"""What a model may hand to a tool: one line of text that is neither empty nor long.

Here: the check that tools share. Not here: types, which the toolbox checks before the call.
"""

from tools.errors import ToolRetry
from tools.plaintext import visible


def line_of(value: object, what: str, longest: int) -> str:
    """The text as one line of visible characters; ToolRetry names `what` and what is wrong."""
    if not isinstance(value, str):
        raise ToolRetry(f"The {what} must be text.")
    if len(value) > 4 * longest:
        raise ToolRetry(f"The {what} may have at most {longest} characters.")
    line = visible(value)
    if not line:
        raise ToolRetry(f"The {what} is empty.")
    if len(line) > longest:
        raise ToolRetry(f"The {what} may have at most {longest} characters.")
    return line

"""How a request to the outside fails when the guard let it out.

Here: the kinds that a caller tells apart. Not here: refusals (tools/errors.py, OutboundRefused).
"""

from tools.errors import ToolFailed


class Unreachable(ToolFailed):
    """Nobody answers at the address: no such name, nobody listens, no valid certificate."""


class TooSlow(ToolFailed):
    """The answer was not complete when the time was over."""


class BadAnswer(ToolFailed):
    """What came back is not an answer in HTTP that may be read."""

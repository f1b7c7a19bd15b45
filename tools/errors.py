"""How a tool says that it could not do what was asked.

Here: the two kinds a tool may raise. Not here: what the runner makes of them. Messages are plain
words for a person and for the model; they hold no key, no address with a password, no bank data.
"""


class ToolFailed(Exception):
    """The tool cannot answer, and asking again will not help: a service is down or switched off.

    `hint` is for the operator: which setting to change.
    """

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class ToolRetry(Exception):
    """The arguments were of no use; the model may try others."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class OutboundRefused(ToolFailed):
    """The guard does not let a connection out (scheme, address, host, redirect)."""

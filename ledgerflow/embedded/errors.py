"""The one fault of the embedded database.

Here: what can go wrong and be told to a person. Not here: how the command line shows it; that
layer maps it to `DatabaseUnavailable` of core/errors.py, which may not be imported from here.
"""


class EmbeddedError(Exception):
    """The embedded PostgreSQL cannot be found, made, started, joined or stopped.

    `message` says what, where and why; `hint` says what to do; `code` is stable.
    """

    def __init__(self, message: str, *, hint: str = "", code: str = "embedded_error") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.code = code

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()

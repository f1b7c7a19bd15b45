"""The environment for commands that run without Django; the one door from here to settings/env.

Here: a late import, so that `read` and `identify` do not pay for it. Not here: any variable.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ledgerflow.settings.env import Environment


def environment() -> "Environment":
    """The variables, typed; read once per process."""
    from ledgerflow.settings.env import environment as read

    return read()

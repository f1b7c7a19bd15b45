"""A bare environment for processes that tests start: nothing of the tester's own settings.

Here: what any program needs to start. Not here: LedgerFlow's variables, which each test adds.
"""

import os

NEEDED = ("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")


def bare_environment() -> dict[str, str]:
    """Where programs and the interpreter's own libraries are."""
    return {name: os.environ[name] for name in NEEDED if name in os.environ}

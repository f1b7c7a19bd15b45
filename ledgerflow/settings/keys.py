"""Keys of language models' servers: variables whose names stand in rows.

Here: which names a row may give, and what a variable or its file holds. Not here: reading the
environment (env.py), fixed variables (also env.py). Rows can be changed by anybody with SQL, so a
name of any other form gets nothing: no row can ask for DATABASE_URL or the signing key.
"""

import re
from collections.abc import Mapping
from pathlib import Path

from ledgerflow.settings.secret_files import SUFFIX, FileFault, doubled_fault, secret_in

KEY_VARIABLE = re.compile(r"[A-Z][A-Z0-9_]{0,71}_API_KEY", re.ASCII)


def key_value(name: str, variables: Mapping[str, str]) -> str | None:
    """The key; a FileFault where it cannot be used; None where neither NAME nor NAME_FILE is set.

    A variable that is set to nothing counts as unset.
    """
    if not KEY_VARIABLE.fullmatch(name):
        return FileFault("the variable's name must be capitals, digits and _, ending in _API_KEY")
    value, file = variables.get(name, "").strip(), variables.get(name + SUFFIX, "")
    if file:
        return doubled_fault(name) if value else secret_in(Path(file))
    if value and not (value.isascii() and value.isprintable()):
        return FileFault(f"the variable {name} holds characters that no key has")
    return value or None

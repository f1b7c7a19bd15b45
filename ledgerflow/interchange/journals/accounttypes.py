"""What kind of account a name stands for, by its first part.

Here: the names that plain-text accounting uses. Not here: declared types (the readers).
"""

import re

from ledgerflow.interchange.journals.parsed import ROUNDING, TRADING

_BY_NAME = (
    ("asset", re.compile(r"assets?(:|\Z)", re.IGNORECASE)),
    ("liability", re.compile(r"(debts?|liabilit(y|ies))(:|\Z)", re.IGNORECASE)),
    ("equity", re.compile(r"(equity|capital)(:|\Z)", re.IGNORECASE)),
    ("income", re.compile(r"(incomes?|revenues?)(:|\Z)", re.IGNORECASE)),
    ("expense", re.compile(r"expenses?(:|\Z)", re.IGNORECASE)),
)


def type_by_name(name: str) -> str:
    """asset, liability, equity, income or expense; "" where the name does not say."""
    if name == ROUNDING or name.startswith(f"{TRADING}:"):
        return "equity"
    return next((kind for kind, words in _BY_NAME if words.match(name)), "")

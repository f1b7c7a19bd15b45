"""Names of accounts in plain-text accounting: legal everywhere, one for each account, stable.

Here: from a chart to names such as `Assets:1000-Bank:1010-Checking`. Not here: journals
(exports/). The rules are Beancount's, the strictest: each part begins with a capital letter or a
digit and goes on with letters, digits and hyphens.

A part is the account's code and its name. The code makes it unique and keeps it the same when an
account is renamed by a person who keeps the code; what the part cannot carry (spaces, quotes,
symbols) stands in the account's own metadata.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping

from ledgerflow.interchange.book import BookAccount

ROOTS = {
    "asset": "Assets",
    "liability": "Liabilities",
    "equity": "Equity",
    "income": "Income",
    "expense": "Expenses",
}
"""Account type -> the first part of its name in Beancount, hledger and ledger."""

_MARK_LENGTH = 8


def account_names(accounts: Iterable[BookAccount]) -> dict[str, str]:
    """Code -> full name: the type's root, the headings above, the account itself.

    No two accounts share a name, however alike their codes and names look.
    """
    by_code = {account.code: account for account in accounts}
    parts = {code: account_part(account) for code, account in by_code.items()}
    names: dict[str, str] = {}
    taken: set[str] = set()
    for code in sorted(by_code):
        name = ":".join([ROOTS[by_code[code].type], *(parts[c] for c in _path(code, by_code))])
        if name in taken:
            name = f"{name}-{_mark(code)}"
        taken.add(name)
        names[code] = name
    return names


def account_part(account: BookAccount) -> str:
    """The account's own part of its name: "1010-Checking".

    A code with other characters than letters and digits is followed by a mark made of the code,
    because "1.0" and "1-0" would look the same.
    """
    code, name = _slug(account.code), _slug(account.name)
    words = [word for word in (code, name) if word]
    if code != account.code or "-" in code or not code:
        words.append(_mark(account.code))
    return _capital("-".join(words))


def _path(code: str, by_code: Mapping[str, BookAccount]) -> list[str]:
    """The codes from the topmost heading down to this one."""
    path: list[str] = []
    while code in by_code and code not in path:
        path.append(code)
        code = by_code[code].parent_code
    return path[::-1]


def _slug(text: str) -> str:
    """Letters and digits of any script, all else as single hyphens."""
    kept = (c if _is_word(c) else "-" for c in unicodedata.normalize("NFC", text))
    return re.sub("-+", "-", "".join(kept)).strip("-")


def _is_word(character: str) -> bool:
    category = unicodedata.category(character)
    return category == "Nd" or (category.startswith("L"))


def _capital(part: str) -> str:
    """The part with a capital or a digit in front; letters without capitals get an X before."""
    first = part[0].upper()
    if len(first) == 1 and unicodedata.category(first) in {"Lu", "Nd"}:
        return first + part[1:]
    return f"X-{part}"


def _mark(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()[:_MARK_LENGTH]

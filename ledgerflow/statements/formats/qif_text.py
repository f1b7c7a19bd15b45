"""What makes a text QIF, and what its headers mean.

Here: the test whether text looks like QIF, headers such as !Type:Bank and their sections. Not
here: bytes (mt940_text.py), records (qif_records.py).
"""

import re
from dataclasses import dataclass
from typing import Literal

SectionKind = Literal["rows", "trades", "accounts", "list", "unknown"]

_HEADER = re.compile(r"!\s*+(type\s*+:|account\b|option\s*+:|clear\s*+:)\s*+(.*)", re.IGNORECASE)
_DATE_LINE = re.compile(r"D\s*+\d{1,4}[./'-]\s*+\d{1,2}[./'-]\s*+\d{1,4}\b")
_AMOUNT_LINE = re.compile(r"[TU]\s*+[-+(]?[$€£]?[-+(]?[\d.,']*\d")
_CODE = re.compile(r"[A-Z$%^]")
_HEAD_LINES = 200

_ROWS = {
    "bank": "checking",
    "checking": "checking",
    "savings": "savings",
    "ccard": "card",
    "credit card": "card",
    "creditcard": "card",
    "cash": "",
    "oth a": "",
    "oth s": "",
    "oth l": "loan",
}
_TRADES = frozenset({"invst", "port", "mutual", "401(k)", "401(k)/403(b)", "403(b)"})
_LISTS = {
    "cat": "categories",
    "class": "classes",
    "memorized": "memorized transactions",
    "security": "securities",
    "prices": "prices",
    "budget": "budgets",
    "tag": "tags",
    "invitem": "invoice items",
    "template": "templates",
    "payee": "payees",
    "tax": "tax lines",
    "bill": "bills",
    "invoice": "invoices",
}


@dataclass(frozen=True, slots=True)
class Section:
    """What a header announces. `account_kind` is meant as in ParsedStatement.

    `title` is the header's word as printed, or what a list holds.
    """

    kind: SectionKind
    title: str
    account_kind: str = ""
    line: int = 1


def looks_like_qif(text: str) -> bool:
    """True when a QIF header stands before all other content, or QIF rows stand without one.

    Comments (#), blank lines and the end mark of an empty record may stand before a header.
    """
    lines = [line.strip() for line in text.lstrip("\ufeff").split("\n", _HEAD_LINES)[:_HEAD_LINES]]
    for line in lines:
        if not line or line[0] == "#" or line == "^":
            continue
        return bool(_HEADER.match(line)) or _is_bare(lines)
    return False


def _is_bare(lines: list[str]) -> bool:
    """Rows without a header: the first record is made of coded lines, a date and an amount."""
    record: list[str] = []
    for line in lines:
        if line == "^" and record:
            break
        if line and line[0] not in "#^":
            record.append(line)
    else:
        return False
    return (
        all(_CODE.match(line) for line in record)
        and any(map(_DATE_LINE.match, record))
        and any(map(_AMOUNT_LINE.match, record))
    )


def section_of(header: str, line: int) -> Section:
    """The section that a line beginning with "!" opens; what is not known is "unknown"."""
    found = _HEADER.match(header)
    if not found:
        return Section("unknown", header[1:].strip()[:60], line=line)
    word = found[1].lower()
    title = " ".join(found[2].split())
    if word.startswith("account"):
        return Section("accounts", "accounts", line=line)
    if not word.startswith("type"):
        return Section("list", "", line=line)
    name = title.casefold()
    if name in _ROWS:
        return Section("rows", title, _ROWS[name], line)
    if name in _TRADES:
        return Section("trades", title, "investment", line)
    if name in _LISTS:
        return Section("list", _LISTS[name], line=line)
    return Section("unknown", title[:60], line=line)


def ends_account_list(header: str) -> bool:
    """True for !Clear:AutoSwitch, which ends a list of accounts."""
    found = _HEADER.match(header)
    return bool(found) and header[1:].lstrip().lower().startswith("clear")

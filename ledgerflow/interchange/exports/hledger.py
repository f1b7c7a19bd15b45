"""Books as a journal that hledger and ledger both read.

Here: accounts with their types, entries. Not here: account names (accountnames.py).

Every entry has a status mark and its number as code, so that nothing at the start of a description
is taken for one. Characters that mean something in a description (";" begins a comment, "|" ends a
payee) are written as their wide twins, and line ends as spaces; the exact text then stands in a tag
`description:` as a JSON string. Tags hold JSON strings in which ":" and "[" are escaped, because
both programs look for dates and further tags in comments.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from ledgerflow.interchange.accountnames import account_names
from ledgerflow.interchange.book import Book, BookAccount, BookEntry
from ledgerflow.reports.figures import plain

_TYPES = {"asset": "A", "liability": "L", "equity": "E", "income": "R", "expense": "X"}
_TWINS = str.maketrans({";": "；", "|": "｜"})
_BARE_COMMODITY = re.compile(r"[A-Za-z]+")


def write(book: Book, out: BinaryIO) -> None:
    """Write the book as UTF-8; both programs need a UTF-8 locale where it is not ASCII."""
    for text in _text(book):
        out.write(text.encode())


def _text(book: Book) -> Iterator[str]:
    names = account_names(book.accounts)
    yield f"; The books of {_plain_line(book.business)}\n\ndecimal-mark .\n\n"
    for currency in sorted({a.currency for a in book.accounts} | {book.base_currency}):
        yield f"commodity {_commodity(currency)}\n"
    yield "\n"
    for account in book.accounts:
        yield _account(account, names[account.code])
    for entry in book.entries:
        yield _entry(entry, names)


def _account(account: BookAccount, name: str) -> str:
    tags = [f"type:{_TYPES[account.type]}"]
    tags += [f"currency:{_tag(account.currency)}", f"code:{_tag(account.code)}"]
    tags.append(f"name:{_tag(account.name)}")
    if account.key:
        tags.append(f"key:{_tag(account.key)}")
    if account.description:
        tags.append(f"description:{_tag(account.description)}")
    if account.is_heading:
        tags.append("heading:yes")
    if not account.is_active:
        tags.append("closed:yes")
    return f"account {name}\n" + "".join(f"    ; {tag}\n" for tag in tags)


def _entry(entry: BookEntry, names: Mapping[str, str]) -> str:
    shown = _plain_line(entry.description)
    rows = [f"\n{entry.date} * ({entry.number}) {shown}".rstrip(), f"    ; kind:{entry.kind}"]
    if entry.reverses is not None:
        rows.append(f"    ; reverses:{entry.reverses}")
    if shown != entry.description:
        rows.append(f"    ; description:{_tag(entry.description)}")
    for line in entry.lines:
        amount = plain(line.amount, line.currency)
        rows.append(f"    {names[line.account_code]}  {amount} {_commodity(line.currency)}")
        if line.note:
            rows.append(f"    ; note:{_tag(line.note)}")
    return "\n".join(rows) + "\n"


def _plain_line(text: str) -> str:
    """The text on one line, without what has a meaning in a description."""
    printable = "".join(c if c.isprintable() else " " for c in text)
    return " ".join(printable.split()).translate(_TWINS)


def _tag(text: str) -> str:
    """The text as a JSON string that holds no date, no further tag and no line end."""
    plain_text = text.isprintable() and ":" not in text and "[" not in text
    quoted = json.dumps(text, ensure_ascii=False)
    return quoted if plain_text else "".join(map(_escaped, quoted))


def _escaped(character: str) -> str:
    if character.isprintable() and character not in ":[":
        return character
    units = character.encode("utf-16-be")
    return "".join(f"\\u{units[i]:02x}{units[i + 1]:02x}" for i in range(0, len(units), 2))


def _commodity(currency: str) -> str:
    return currency if _BARE_COMMODITY.fullmatch(currency) else f'"{currency}"'

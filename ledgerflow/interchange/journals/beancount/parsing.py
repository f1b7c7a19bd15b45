"""Beancount's directives, line by line, into records.

Here: which directive may look how, and what is skipped and told. Not here: amounts (postings.py),
booking (booking.py), accounts and balances (checking.py).
"""

import datetime as dt
from collections.abc import Callable

from ledgerflow.interchange.journals.beancount.lexing import (
    NoSyntax,
    Token,
    logical_lines,
    string_of,
    tokens_of,
)
from ledgerflow.interchange.journals.beancount.options import option_set
from ledgerflow.interchange.journals.beancount.postings import (
    Reader,
    currency_read,
    day_of,
    number_read,
    posting_read,
)
from ledgerflow.interchange.journals.beancount.records import (
    Assertion,
    Dated,
    Journal,
    Opened,
    Pad,
    Transaction,
)
from ledgerflow.interchange.journals.faults import Faults

_FLAGS = frozenset("*!&#?%")
_SKIPPED = {"event", "note", "document", "query", "price", "custom", "commodity"}
_METHODS = {"STRICT", "STRICT_WITH_SIZE", "NONE", "FIFO", "LIFO", "HIFO", "AVERAGE"}
_HINT = "Correct the line; `bean-check` names what Beancount itself does not understand."
_AUTO_ACCOUNTS = "beancount.plugins.auto_accounts"


class Parser:
    """Reads a whole file; faults are collected, not raised."""

    def __init__(self, faults: Faults) -> None:
        self.faults = faults
        self.journal = Journal()
        self._within: Transaction | None = None
        self._indentable = False
        self._broken = False
        self._tags: list[str] = []

    def read(self, text: str) -> Journal:
        """All directives of the text."""
        for number, line in logical_lines(text):
            if self.faults.is_hopeless:
                break
            try:
                self._line(number, line)
            except NoSyntax as error:
                self._broken = not line[:1].isspace()
                self._indentable = True
                self.faults.add("syntax", number, str(error), _HINT, excerpt=line)
        for tag in self._tags:
            self.faults.note("open_tag", tag, 1, f"{tag} is never popped", "Look at it.")
        return self.journal

    def _line(self, number: int, line: str) -> None:
        if not line or line.isspace():
            if not line:
                self._indentable, self._broken = False, False
            return
        if line[0] in " \t":
            self._indented(number, line)
            return
        self._within, self._indentable, self._broken = None, True, False
        tokens = tokens_of(line)
        if not tokens:
            return
        reader = Reader(tokens, 1)
        if tokens[0].kind == "date":
            self._dated(number, tokens[0].text, reader)
        else:
            self._undated(number, tokens[0], reader)

    def _indented(self, number: int, line: str) -> None:
        bare = line.lstrip()
        if bare[0] == ";" or self._broken:
            return
        if not self._indentable:
            raise NoSyntax("an indented line belongs to nothing (an empty line ended the entry)")
        if bare[0].islower() or bare[0] in "#^":
            self._words_below(number, tokens_of(line))
            return
        if self._within is None:
            raise NoSyntax("a posting is not expected here")
        self._within.postings.append(posting_read(number, line))

    def _words_below(self, number: int, tokens: list[Token]) -> None:
        """Metadata, tags and links below a directive or a posting."""
        if tokens[0].kind == "key":
            is_note = len(tokens) == 2 and tokens[0].text == "note:" and tokens[1].kind == "string"
            if is_note and self._within is not None and self._within.postings:
                self._within.postings[-1].note = string_of(tokens[1])
            return
        if self._within is None or any(t.kind != "tag" for t in tokens):
            raise NoSyntax(f"{tokens[0].text!r} is not expected here")

    def _dated(self, number: int, day: str, reader: Reader) -> None:
        token = reader.next
        if token is None:
            raise NoSyntax("a date stands alone")
        date = day_of(day)
        reader.place += 1
        is_flag = token.kind == "sign" and token.text in _FLAGS
        is_letter = token.kind == "currency" and len(token.text) == 1
        if token.text == "txn" or is_flag or is_letter:
            self._within = _transaction(number, date, reader)
            self.journal.transactions.append(self._within)
            return
        if token.kind == "string" or token.kind == "tag":
            raise NoSyntax("a transaction needs a flag such as * or ! before its text")
        if token.text in _SKIPPED:
            self.faults.note(
                "skipped",
                token.text,
                number,
                f"`{token.text}` lines move no money and are left out",
                "Nothing to do.",
            )
            return
        read: Callable[[int, dt.date, Reader], None] | None = {
            "open": self._open,
            "close": self._close,
            "balance": self._balance,
            "pad": self._pad,
        }.get(token.text)
        if read is None:
            raise NoSyntax(f"{token.text[:40]!r} is no directive of Beancount")
        read(number, date, reader)
        reader.end()

    def _open(self, number: int, date: dt.date, reader: Reader) -> None:
        account = reader.take("account", "an account")
        currencies = []
        while currency := currency_read(reader):
            currencies.append(currency)
            reader.skip_sign(",")
        method = ""
        if reader.next is not None and reader.next.kind == "string":
            method = string_of(reader.next)
            reader.place += 1
            if method not in _METHODS:
                raise NoSyntax(f"{method!r} is no booking method")
        if account in self.journal.opened:
            first = self.journal.opened[account].line
            raise NoSyntax(f"{account} is opened twice (first in line {first})")
        self.journal.opened[account] = Opened(number, date, frozenset(currencies), method)

    def _close(self, number: int, date: dt.date, reader: Reader) -> None:
        account = reader.take("account", "an account")
        if account in self.journal.closed:
            raise NoSyntax(f"{account} is closed twice")
        self.journal.closed[account] = Dated(number, date)

    def _balance(self, number: int, date: dt.date, reader: Reader) -> None:
        account = reader.take("account", "an account")
        value, tolerance = number_read(reader), None
        if reader.skip_sign("~"):
            tolerance = number_read(reader)
            if tolerance is None:
                raise NoSyntax("the tolerance after ~ is missing")
        currency = currency_read(reader)
        if value is None or not currency:
            raise NoSyntax("a balance needs an amount and a currency")
        self.journal.assertions.append(Assertion(number, date, account, value, currency, tolerance))

    def _pad(self, number: int, date: dt.date, reader: Reader) -> None:
        account = reader.take("account", "an account")
        source = reader.take("account", "the account to fill it from")
        self.journal.pads.append(Pad(number, date, account, source))

    def _undated(self, number: int, first: Token, reader: Reader) -> None:
        word = first.text
        if word == "option":
            name, value = (_string(reader), _string(reader))
            reader.end()
            option_set(self.journal.options, number, name, value, self.faults)
        elif word == "include":
            self.faults.add(
                "include",
                number,
                "another file is included",
                "Give one file: `bean-format`-ted copies joined into one, included"
                " files in place of their `include` line.",
            )
        elif word == "plugin":
            name = _string(reader)
            self.journal.options.auto_accounts |= name == _AUTO_ACCOUNTS
            self.faults.note(
                "plugin",
                name,
                number,
                f"The plugin {name} is not run",
                "Where it adds or changes entries, print them with `bean-query` or"
                " `print` first and import that.",
            )
        elif word in {"pushtag", "poptag"}:
            self._tagged(word, reader.take("tag", "a tag"))
            reader.end()
        elif word not in {"pushmeta", "popmeta"}:
            raise NoSyntax(f"{word[:40]!r} begins no line of Beancount")

    def _tagged(self, word: str, tag: str) -> None:
        if word == "pushtag":
            self._tags.append(tag)
        elif tag in self._tags:
            self._tags.remove(tag)
        else:
            raise NoSyntax(f"poptag {tag} takes back what was never pushed")


def _string(reader: Reader) -> str:
    token = reader.next
    text = reader.take("string", "a text in quotation marks")
    return string_of(token) if token is not None else text


def _transaction(number: int, date: dt.date, reader: Reader) -> Transaction:
    texts = []
    while (token := reader.next) is not None:
        if token.kind == "string":
            texts.append(string_of(token))
        elif token.kind != "tag" and token.text != "|":
            raise NoSyntax(f"{token.text[:40]!r} is not expected there")
        reader.place += 1
    if len(texts) > 2:
        raise NoSyntax("a transaction has two texts at most: payee and narration")
    description = " | ".join(text for text in texts if text.strip())
    return Transaction(number, date, description)

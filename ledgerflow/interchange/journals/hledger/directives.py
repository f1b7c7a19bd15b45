"""Directives of hledger and ledger: those that change what postings mean, and those that do not.

Here: accounts and their types, commodities, default year and commodity, aliases. Not here:
transactions (parsing.py).
"""

import re

from ledgerflow.interchange.journals.faults import Faults
from ledgerflow.interchange.journals.hledger.amounts import NUMBER, Money, NoAmount
from ledgerflow.interchange.journals.hledger.records import Journal

TYPES = {
    "a": "asset",
    "asset": "asset",
    "c": "asset",
    "cash": "asset",
    "l": "liability",
    "liability": "liability",
    "e": "equity",
    "equity": "equity",
    "v": "equity",
    "conversion": "equity",
    "r": "income",
    "revenue": "income",
    "income": "income",
    "x": "expense",
    "expense": "expense",
}
_TYPE_TAG = re.compile(r"\btype:[ \t]*([A-Za-z]+)")
_SAMPLE = re.compile(NUMBER)
_YEAR = re.compile(r"(?:Y|year|apply[ \t]+year)[ \t]*([0-9]{4,5})\Z")
_ALIAS = re.compile(r"([^=/]+?)[ \t]*=[ \t]*(.+)\Z")
_SILENT = {"payee", "tag", "tags", "N", "end", "assert", "check", "define", "def", "expr", "import"}
_TOLD = {"P": "prices", "payee": "payees", "tag": "tags", "N": "prices"}
_REFUSED = {
    "include": "Give one file: `hledger print` writes all of them into one.",
    **dict.fromkeys(
        ("A", "bucket", "capture", "C", "eval", "python", "value"),
        "Import what `hledger print` or `ledger print` writes.",
    ),
    **dict.fromkeys(("i", "o", "O", "b", "h", "I"), "Time is no money; leave it out."),
}


class Directives:
    """What directives have said up to here."""

    def __init__(self, journal: Journal, faults: Faults, money: Money) -> None:
        self.journal = journal
        self.faults = faults
        self.money = money
        self.year: int | None = None
        self._prefixes: list[str] = []
        self._aliases: list[tuple[str, str]] = []
        self._whole: dict[str, str] = {}
        self._subject = ""

    def read(self, number: int, line: str) -> tuple[str, str]:
        """Read a directive's line.

        Answers what lines below it belong to ("" where none may), and the words that end a block
        whose lines are not read ("" for others). Raises NoAmount.
        """
        text = line.rstrip()
        text = text[1:] if text[0] in "!@" else text
        bare = text.split(";", 1)[0].rstrip() if not text.startswith("account") else text
        word, _, rest = bare.partition(" ")
        word, rest = (word.split("\t")[0], bare[len(word.split("\t")[0]) :].strip())
        if word in {"comment", "test"}:
            return "", f"end {word}"
        if year := _YEAR.match(bare):
            self.year = int(year[1])
            return "ignored", ""
        if word in _REFUSED:
            self.faults.add(
                "directive", number, f"`{word}` cannot be followed", _REFUSED[word], excerpt=line
            )
            return "ignored", ""
        known = {
            "account": self._account,
            "commodity": self._commodity,
            "D": self._default,
            "decimal-mark": self._decimal_mark,
            "alias": self._alias,
            "apply": self._apply,
            "end": self._end,
        }.get(word)
        if known is not None:
            known(number, rest)
            return word, ""
        if word not in _SILENT and word not in _TOLD:
            raise NoAmount(f"{word[:40]!r} begins no line that is known")
        if word in _TOLD:
            self.faults.note(
                "skipped",
                word,
                number,
                f"Lines with {_TOLD[word]} move no money and are left out",
                "Nothing to do.",
            )
        return "ignored", ""

    def below(self, kind: str, number: int, bare: str) -> None:
        """An indented line below a directive."""
        word, _, rest = bare.partition(" ")
        if kind == "account" and word == "alias":
            self._whole[rest.strip()] = self._subject
        elif kind == "account" and word == "default":
            raise NoAmount("a default account cannot be followed", _REFUSED["A"])
        elif kind == "commodity" and word == "format":
            self._sample(number, rest)

    def renamed(self, account: str) -> str:
        """The account that a posting's name stands for: `apply account`, then aliases."""
        account = ":".join([*self._prefixes, account])
        account = self._whole.get(account, account)
        for old, new in reversed(self._aliases):
            if account == old or account.startswith(f"{old}:"):
                account = new + account[len(old) :]
        return account

    def _account(self, number: int, rest: str) -> None:
        name, comment = re.compile(r"[ \t]{2,};|\t+;|[ \t]+;").split(f"{rest}  ;", 1)
        name = self.renamed(name.strip())
        tag = _TYPE_TAG.search(comment)
        kind = TYPES.get(tag[1].lower(), "") if tag else ""
        if tag and not kind:
            raise NoAmount(
                f"{tag[1][:20]!r} is no type of an account", "Types are A, L, E, R, X, C and V."
            )
        self.journal.declared[name] = (number, kind)
        self._subject = name

    def _commodity(self, number: int, rest: str) -> None:
        if _SAMPLE.search(rest):
            self._sample(number, rest)

    def _sample(self, number: int, text: str) -> str:
        """Learn from an amount such as $1,000.00 how a commodity is written; the commodity."""
        found = _SAMPLE.search(text)
        if found is None:
            raise NoAmount(f"{text[:40]!r} is no amount such as $1,000.00")
        sign = (text[: found.start()] + text[found.end() :]).strip().strip("-").strip()
        commodity = self.money.commodity(sign, number)
        digits = found.group()
        self.money.marks.state(commodity, digits)
        if "." in digits or "," in digits:
            mark = max(digits.rfind("."), digits.rfind(","))
            self.money.fixed_precisions[commodity] = len(digits) - mark - 1
        return commodity

    def _default(self, number: int, rest: str) -> None:
        self.money.default = self._sample(number, rest)

    def _decimal_mark(self, number: int, rest: str) -> None:
        if rest not in (".", ","):
            raise NoAmount(f"{rest[:20]!r} is no decimal mark")
        self.money.marks.state_all(rest)

    def _alias(self, number: int, rest: str) -> None:
        found = _ALIAS.match(rest)
        if found is None:
            raise NoAmount(
                "an alias with a pattern cannot be followed",
                "Import what `hledger print` writes: it applies them.",
            )
        self._aliases.append((found[1].strip(), found[2].strip()))

    def _apply(self, number: int, rest: str) -> None:
        what, _, value = rest.partition(" ")
        if what == "account" and value.strip():
            self._prefixes.append(value.strip())
        elif what != "tag":
            raise NoAmount(f"`apply {what[:20]}` cannot be followed", _REFUSED["A"])

    def _end(self, number: int, rest: str) -> None:
        if rest in {"aliases", "alias"}:
            self._aliases, self._whole = [], {}
        elif rest in {"", "apply account", "account"}:
            if not self._prefixes:
                raise NoAmount("nothing is applied that could end here")
            self._prefixes.pop()
        elif rest not in {"apply tag", "tag", "apply", "apply year", "year"}:
            raise NoAmount(f"`end {rest[:20]}` ends nothing")

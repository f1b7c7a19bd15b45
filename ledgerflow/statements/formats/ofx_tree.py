"""Which OFX aggregate holds which values, streamed: SGML with missing end tags and XML alike.

Here: opening and closing, depth, what was left open. Not here: meaning (ofx_statements.py).
No recursion and no whole tree: an aggregate is handed out when it closes and then forgotten.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from ledgerflow.core.errors import UnreadableFile
from ledgerflow.statements.formats.ofx_rows import segments
from ledgerflow.statements.formats.ofx_tokens import Token, tokens

DEPTH_MAX = 64
EMPTY_RUN_MAX = 200

STATEMENTS = frozenset({"STMTRS", "CCSTMTRS", "INVSTMTRS"})
TRANSACTIONS = frozenset({"STMTTRN", "STMTTRNP"})
_ACCOUNTS = frozenset({"BANKACCTFROM", "CCACCTFROM", "INVACCTFROM"})
_LISTS = frozenset({"BANKTRANLIST", "BANKTRANLISTP", "INVTRANLIST"})
_OWNED = _ACCOUNTS | _LISTS | {"LEDGERBAL"}
_PARTS = frozenset({"CURRENCY", "ORIGCURRENCY", "PAYEE", "EXTDPAYEE"})
_RESPONSES = frozenset({"STMTTRNRS", "CCSTMTTRNRS", "INVSTMTTRNRS"})
_HANDED_OUT = STATEMENTS | TRANSACTIONS | {"STATUS", "INVTRAN"}
_AGGREGATES = (
    _HANDED_OUT
    | _OWNED
    | _PARTS
    | _RESPONSES
    | {"OFX", "SONRS", "FI", "AVAILBAL", "BALLIST", "BAL", "INVBANKTRAN", "INVPOSLIST", "INVBAL"}
    | {"SIGNONMSGSRSV1", "BANKMSGSRSV1", "CREDITCARDMSGSRSV1", "INVSTMTMSGSRSV1"}
    | {"BANKACCTTO", "CCACCTTO", "IMAGEDATA", "SECLISTMSGSRSV1", "SECLIST"}
)
_ENDS_TRANSACTION = STATEMENTS | TRANSACTIONS | _LISTS | _RESPONSES | {"LEDGERBAL", "AVAILBAL"}
_ROWS_AND_STATEMENTS = STATEMENTS | TRANSACTIONS
_LEAVES = frozenset(
    (
        "TRNTYPE",
        "DTPOSTED",
        "DTUSER",
        "DTAVAIL",
        "DTTRAN",
        "TRNAMT",
        "FITID",
        "CORRECTFITID",
        "CORRECTACTION",
        "SRVRTID",
        "CHECKNUM",
        "REFNUM",
        "SIC",
        "PAYEEID",
        "NAME",
        "EXTDNAME",
        "MEMO",
        "CURDEF",
        "CURSYM",
        "CURRATE",
        "ACCTID",
        "BANKID",
        "BRANCHID",
        "ACCTTYPE",
        "ACCTKEY",
        "BROKERID",
        "BALAMT",
        "DTASOF",
        "DTSTART",
        "DTEND",
        "CODE",
        "SEVERITY",
        "MESSAGE",
        "TRNUID",
        "DTSERVER",
        "LANGUAGE",
        "ORG",
        "FID",
        "INV401KSOURCE",
        "SUBACCTFUND",
        "CLTCOOKIE",
        "MKTGINFO",
        "DTPROFUP",
        "DTACCTUP",
    )
)
KNOWN = (
    _LEAVES | _AGGREGATES | {f"/{name}" for name in _LEAVES} | {f"/{name}" for name in _AGGREGATES}
)
_CLOSING = re.compile(r"</([A-Za-z][A-Za-z0-9_.:-]*+)")


@dataclass(slots=True)
class Aggregate:
    """One aggregate: its values (the first of each name) and the parts that matter.

    `closed` is False where its end tag is missing; `repeated` names values given twice.
    """

    name: str
    line: int
    fields: dict[str, str] = field(default_factory=dict)
    parts: list["Aggregate"] = field(default_factory=list)
    repeated: tuple[str, ...] = ()
    closed: bool = True

    def part(self, *names: str) -> "Aggregate | None":
        """The first part of one of these names."""
        return next((p for p in self.parts if p.name in names), None)


class Closed(NamedTuple):
    """An aggregate that just closed, the statement it lies in, and its parent's name."""

    aggregate: Aggregate
    statement: Aggregate | None
    parent: str


class Tree:
    """Walks the tokens of one text. After `closed()` is exhausted the other fields are final."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._stack: list[Aggregate] = []
        self._statements: list[Aggregate] = []
        self._closing: frozenset[str] | None = None
        self.is_whole = False
        self.has_root = False
        self.last_line = 1

    def closed(self) -> Iterator[Closed]:
        """Hand out aggregates as they close. Raises UnreadableFile if nested too deep."""
        capitals = "<OFX" in self._text
        statement: Aggregate | None = None
        parent = ""
        for text, row, line in segments(self._text):
            if row is None:
                yield from self._walk(tokens(text, KNOWN, capitals=capitals, line=line))
                parent = ""
                continue
            if not parent:  # the first plain row after other text: where does it stand?
                yield from self._end_transactions(TRANSACTIONS)
                parent = self._stack[-1].name if self._stack else "-"
                statement = self._statements[-1] if self._statements else None
            yield Closed(Aggregate("STMTTRN", line, row), statement, parent)
            self.last_line = line
        self.is_whole = self.is_whole and not self._stack
        while self._stack:
            yield from self._pop(closed=False)

    def _walk(self, found: Iterator[Token]) -> Iterator[Closed]:
        stack = self._stack
        empty_run = 0
        for name, value, line in found:
            if name[0] == "/":
                empty_run = 0
                if name[1:] not in _LEAVES:
                    yield from self._close(name[1:])
            elif name in _LEAVES or (value and name not in _AGGREGATES) or self._is_bare(name):
                if stack:
                    _set(stack[-1], name, value)
                empty_run = 0 if value else empty_run + 1
            elif value and name in _PARTS:
                if stack:
                    _set(stack[-1], name, value)
            else:
                empty_run += 1
                yield from self._open(name, line)
            if empty_run > EMPTY_RUN_MAX or len(stack) > DEPTH_MAX:
                raise _too_deep(line)
            self.last_line = line

    def _is_bare(self, name: str) -> bool:
        """True for an unknown tag without value that the file never closes: an empty value."""
        if name in _AGGREGATES:
            return False
        if self._closing is None:
            self._closing = frozenset(n.upper() for n in set(_CLOSING.findall(self._text)))
        return name not in self._closing

    def closes(self, name: str) -> bool:
        """True when the file writes this end tag at all (some writers never do)."""
        if self._closing is None:
            self._is_bare("")
        return name in (self._closing or ())

    def _open(self, name: str, line: int) -> Iterator[Closed]:
        if name in _ENDS_TRANSACTION:
            ends_all = name in STATEMENTS or name in _RESPONSES
            yield from self._end_transactions(_ROWS_AND_STATEMENTS if ends_all else TRANSACTIONS)
        aggregate = Aggregate(name, line)
        self._stack.append(aggregate)
        if name in STATEMENTS:
            self._statements.append(aggregate)
        elif name == "OFX":
            self.has_root, self.is_whole = True, False

    def _end_transactions(self, names: frozenset[str]) -> Iterator[Closed]:
        """Close what is still open of these: its end tag is missing."""
        while any(a.name in names for a in self._stack):
            yield from self._pop(closed=False)

    def _close(self, name: str) -> Iterator[Closed]:
        stack = self._stack
        if not stack or (stack[-1].name != name and all(a.name != name for a in stack)):
            return
        while stack[-1].name != name:
            yield from self._pop(closed=False)
        yield from self._pop(closed=True)
        if name == "OFX":
            self.is_whole = not stack

    def _pop(self, *, closed: bool) -> Iterator[Closed]:
        aggregate = self._stack.pop()
        aggregate.closed = closed
        name = aggregate.name
        if name in STATEMENTS:
            self._statements.pop()
        parent = self._stack[-1] if self._stack else None
        statement = self._statements[-1] if self._statements else None
        if name in _OWNED and statement:
            statement.parts.append(aggregate)
        elif name in _PARTS and parent:
            parent.parts.append(aggregate)
        elif name in _HANDED_OUT:
            yield Closed(aggregate, statement, parent.name if parent else "")


def _set(aggregate: Aggregate, name: str, value: str) -> None:
    fields = aggregate.fields
    if name not in fields or not fields[name]:
        fields[name] = value
    elif value and value != fields[name] and name not in aggregate.repeated:
        aggregate.repeated += (name,)


def _too_deep(line: int) -> UnreadableFile:
    return UnreadableFile(
        f"Line {line}: tags are nested more than {DEPTH_MAX} deep; no statement is.",
        code="ofx_too_deep",
        hint="The file is damaged or made to do harm: download it again from the bank.",
        extra={"line": line},
    )

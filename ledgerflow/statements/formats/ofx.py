"""The OFX reader: OFX 1 (SGML) and 2 (XML) with QFX and QBO, several accounts in a file.

Here: a file from bytes to ParsedFile, and what concerns it as a whole. Text, tags, nesting
and meaning are in ofx_text.py, ofx_tokens.py, ofx_tree.py and ofx_statements.py.
"""

from collections import defaultdict

from ledgerflow.core.errors import UnreadableFile
from ledgerflow.statements.formats import ofx_faults as faults_of
from ledgerflow.statements.formats.faults import capped
from ledgerflow.statements.formats.ofx_statements import Rows, row_add, statement_of
from ledgerflow.statements.formats.ofx_text import OfxText, decode, looks_like_ofx
from ledgerflow.statements.formats.ofx_tokens import scrub
from ledgerflow.statements.formats.ofx_tree import STATEMENTS, TRANSACTIONS, Aggregate, Tree
from ledgerflow.statements.parsed import Fault, ParsedFile, ParsedStatement, SourceFile


class OfxFormat:
    """OFX, QFX and QBO files."""

    id = "ofx"
    title = "OFX/QFX/QBO"

    def identify(self, head: bytes, name: str) -> bool:
        """True when the first bytes are an OFX header or the <OFX> tag."""
        return looks_like_ofx(head)

    def read(self, file: SourceFile) -> ParsedFile:
        """Read all accounts of the file with all faults.

        Raises UnreadableFile when bytes are no text, on declarations and on absurd nesting.
        """
        decoded = decode(file.data, file.name)
        tree = Tree(scrub(decoded.text))
        faults = _encoding_note(decoded)
        statements = _statements(tree, faults)
        if not tree.has_root:
            raise UnreadableFile(
                f"{file.name}: there is an OFX header but no <OFX> part.",
                code="ofx_no_root",
                hint="The file is cut off or damaged: download it again from the bank.",
            )
        if not tree.is_whole:
            faults.append(faults_of.truncated(tree.last_line))
        elif not statements:
            faults.append(_no_statement())
        reading = {
            "encoding": decoded.encoding,
            "declared_encoding": decoded.declared,
            "opening": "not printed in OFX",
            "signs": "as printed: money in is positive",
        }
        return ParsedFile(
            self.id, tuple(statements), capped(faults, code="ofx_more_faults"), reading
        )


def _statements(tree: Tree, faults: list[Fault]) -> list[ParsedStatement]:
    collected: defaultdict[int, Rows] = defaultdict(Rows)
    statements: list[ParsedStatement] = []
    for item in tree.closed():
        aggregate = item.aggregate
        if aggregate.name in TRANSACTIONS:
            if item.statement is None:
                faults.append(faults_of.outside(aggregate))
                continue
            rows = collected[id(item.statement)]
            row_add(rows, aggregate, closes=aggregate.closed or tree.closes(aggregate.name))
        elif aggregate.name == "STATUS":
            faults += _bank_status(aggregate, item.parent)
        elif aggregate.name == "INVTRAN":
            if item.statement is not None:
                collected[id(item.statement)].trades += 1
        elif aggregate.name in STATEMENTS:
            rows = collected.pop(id(aggregate), Rows())
            if not aggregate.closed and tree.closes(aggregate.name):
                rows.faults.append(faults_of.unclosed(aggregate))
            statements.append(statement_of(aggregate, rows))
            faults += rows.faults
    return statements


def _encoding_note(decoded: OfxText) -> list[Fault]:
    if not decoded.note:
        return []
    hint = "Look whether accented letters in the descriptions are right."
    return [faults_of.note("ofx_encoding", decoded.note, hint)]


def _no_statement() -> Fault:
    return faults_of.note(
        "ofx_no_statement",
        "The file holds a bank's answer but no statement inside.",
        "Export the account's transactions at the bank; nothing was imported from this file.",
    )


def _bank_status(status: Aggregate, parent: str) -> list[Fault]:
    code = status.fields.get("CODE", "0")
    severity = status.fields.get("SEVERITY", "").upper()
    if not code.strip("0") or severity == "INFO":
        return []
    message = status.fields.get("MESSAGE", "")[:200] or "no message"
    return [
        faults_of.note(
            "ofx_bank_status",
            f"Line {status.line}: the bank answers {severity or 'status'} {code} in {parent}: "
            f"{message}.",
            "Ask the bank what is wrong if transactions are missing.",
            status.line,
            "CODE",
        )
    ]

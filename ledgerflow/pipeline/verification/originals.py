"""The originals: are they on disk as they came, and do they still say what was stored?

Here: loading the rows in the firm's scope, and comparing outside of any transaction, because
reading many files takes long. Not here: storing originals (statements/storage.py).
"""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from ledgerflow.core.errors import LedgerFlowError, PasswordNeeded
from ledgerflow.pipeline.stages import prove_file
from ledgerflow.pipeline.verification.records import VerifyCheck, check_of
from ledgerflow.statements.amending import amend_file, amendment_from_dict
from ledgerflow.statements.containment import read_contained
from ledgerflow.statements.models import Statement, StatementFile, StatementLine
from ledgerflow.statements.parsed import ParsedStatement, SourceFile
from ledgerflow.statements.profiles import profile_of_file
from ledgerflow.statements.proof import Proof
from ledgerflow.statements.storage import original_load

Row = tuple[dt.date, Decimal, str]
"""Day, amount and description of a line."""


@dataclass(frozen=True, slots=True)
class StoredStatement:
    """What is stored of a statement: the verdict by its own figures, and its lines in order."""

    own_verdict: str
    lines: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class StoredFile:
    """What is stored of a file."""

    id: int
    firm_id: int
    name: str
    stored_as: uuid.UUID
    sha256: str
    profile: dict[str, Any] | None
    statements: tuple[StoredStatement, ...] = ()
    repairs: tuple[dict[str, Any], ...] = ()

    @property
    def label(self) -> str:
        """How a finding names the file."""
        return f"file {self.id} ({self.name})"


def files_stored(business_id: int, *, with_lines: bool) -> list[StoredFile]:
    """Every file of a business, undone ones too; `with_lines` loads what they said."""
    files = StatementFile.objects.filter(business_id=business_id).select_related("bank_account")
    statements = _statements(business_id) if with_lines else {}
    return [
        StoredFile(
            id=f.pk,
            firm_id=f.firm_id,
            name=f.name,
            stored_as=f.stored_as,
            sha256=f.sha256,
            profile=profile_of_file(f),
            statements=tuple(statements.get(f.pk, ())),
            repairs=tuple(f.repairs),
        )
        for f in files.order_by("pk")
    ]


def _statements(business_id: int) -> dict[int, list[StoredStatement]]:
    lines: dict[int, list[Row]] = defaultdict(list)
    rows = StatementLine.objects.filter(business_id=business_id).order_by(
        "statement_id", "position"
    )
    for line in rows.only("statement_id", "date", "amount", "description").iterator():
        lines[line.statement_id].append((line.date, line.amount, line.description))
    found: dict[int, list[StoredStatement]] = defaultdict(list)
    for statement in Statement.objects.filter(business_id=business_id).order_by("position"):
        stored = StoredStatement(statement.own_verdict, tuple(lines[statement.pk]))
        found[statement.file_id].append(stored)
    return found


def originals_check(files: Sequence[StoredFile]) -> VerifyCheck:
    """Every original is on disk with the SHA-256 it came with."""
    broken = []
    for file in files:
        try:
            original_load(file.firm_id, file.stored_as, file.sha256)
        except LedgerFlowError as error:
            broken.append(f"{file.label}: {error.message}")
    rule = "Every original is on disk as it came"
    return check_of("originals", rule, f"{len(files):,} files", broken)


def proofs_check(files: Sequence[StoredFile]) -> VerifyCheck:
    """Every original, read and proved again, says what is stored; files without statements go by.

    Each file is read in a child process with limits: minutes for a large archive.
    """
    published = [f for f in files if f.statements]
    broken: list[str] = []
    locked = 0
    for file in published:
        try:
            broken += [f"{file.label}: {fault}" for fault in _reproved(file)]
        except PasswordNeeded:  # its password was never stored: nobody can read it again
            locked += 1
    count = sum(len(f.statements) for f in published)
    compared = f"{len(published):,} files with {count:,} statements"
    if locked:
        compared += f" ({locked:,} encrypted, not read again)"
    return check_of("proofs", "Every original proves again as stored", compared, broken)


def _reproved(file: StoredFile) -> list[str]:
    try:
        data = original_load(file.firm_id, file.stored_as, file.sha256)
        parsed = read_contained(SourceFile(file.name, data, file.profile))
        # What a person repaired is stored as repaired: it must still fit the original.
        parsed = amend_file(parsed, map(amendment_from_dict, file.repairs))
    except PasswordNeeded:
        raise
    except LedgerFlowError as error:
        return [f"cannot be read again: {error.message}"]
    if len(parsed.statements) != len(file.statements):
        return [f"{len(file.statements)} statements stored, {len(parsed.statements)} read again"]
    again = zip(parsed.statements, prove_file(parsed), strict=True)
    pairs = zip(file.statements, again, strict=True)
    return [fault for stored, (read, proof) in pairs for fault in _differences(stored, read, proof)]


def _differences(stored: StoredStatement, read: ParsedStatement, proof: Proof) -> list[str]:
    found = []
    if proof.verdict != stored.own_verdict:
        found.append(f"stored as {stored.own_verdict}, now {proof.verdict}: {proof.reason}")
    lines = tuple((line.date, line.amount, line.description) for line in read.lines)
    if len(lines) != len(stored.lines):
        found.append(f"{len(stored.lines)} lines stored, {len(lines)} read again")
    else:
        found += [
            f"row {line.row}: stored {old[0]} {old[1]} {old[2]!r}, read again"
            f" {new[0]} {new[1]} {new[2]!r}"
            for line, old, new in zip(read.lines, stored.lines, lines, strict=True)
            if old != new
        ]
    return found

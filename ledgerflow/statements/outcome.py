"""What is kept and shown of a file's reading and proof, as JSON-able dicts.

Here: proofs and the summary stored on StatementFile. Not here: the records' full form
(records.py).
"""

from collections.abc import Sequence
from dataclasses import fields
from decimal import Decimal
from typing import Any

from ledgerflow.statements.masking import SHOWN, mask_numbers
from ledgerflow.statements.parsed import ParsedFile
from ledgerflow.statements.proof import Proof
from ledgerflow.statements.records import fault_to_dict, statement_to_dict

FAULTS_SHOWN = 200


def proof_to_dict(proof: Proof) -> dict[str, Any]:
    """A proof with its checks and repairs; Decimals as text."""
    return {
        "verdict": proof.verdict,
        "reason": proof.reason,
        "break_row": proof.break_row,
        "gap": None if proof.gap is None else str(proof.gap),
        "checks": [_plain(check) for check in proof.checks],
        "repairs": [_plain(repair) for repair in proof.repairs],
    }


def outcome_to_dict(parsed: ParsedFile, proofs: Sequence[Proof]) -> dict[str, Any]:
    """What StatementFile.outcome holds: faults, the reading, one summary per statement.

    Account numbers are shortened to their last four characters.
    """
    numbers = {s.account_id for s in parsed.statements}
    outcome: dict[str, Any] = mask_numbers(_outcome(parsed, proofs), numbers)
    return outcome


def _outcome(parsed: ParsedFile, proofs: Sequence[Proof]) -> dict[str, Any]:
    return {
        "format": parsed.format,
        "reading": dict(parsed.reading),
        "faults": [fault_to_dict(fault) for fault in parsed.faults[:FAULTS_SHOWN]],
        "fault_count": len(parsed.faults),
        "statements": [
            {key: value for key, value in statement_to_dict(s).items() if key not in _LINES}
            | {
                "account_id": "".join(c for c in s.account_id if c.isalnum())[-SHOWN:],
                "line_count": len(s.lines),
                "sum": str(s.sum),
                "proof": proof_to_dict(proof),
            }
            for s, proof in zip(parsed.statements, proofs, strict=True)
        ],
    }


_LINES = frozenset({"lines", "pending"})


def _plain(record: Any) -> dict[str, Any]:
    values = {f.name: getattr(record, f.name) for f in fields(record)}
    return {name: _json(value) for name, value in values.items()}


def _json(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, tuple | list):
        return [_json(item) for item in value]
    return value if value is None or isinstance(value, bool | int | str) else str(value)

"""What is kept and shown of a file's reading and proof, as JSON-able dicts.

Here: proofs and the summary stored on StatementFile. Not here: the records' full form
(records.py).
"""

from collections.abc import Sequence
from dataclasses import fields
from decimal import Decimal
from itertools import accumulate
from typing import Any

from ledgerflow.statements.masking import SHOWN, mask_numbers
from ledgerflow.statements.parsed import ParsedFile
from ledgerflow.statements.proof import Proof
from ledgerflow.statements.records import fault_to_dict, statement_head_to_dict

FAULTS_SHOWN = 200


def proof_to_dict(proof: Proof, first_number: int = 1) -> dict[str, Any]:
    """A proof with its checks and numbered repairs; Decimals as text."""
    return {
        "verdict": proof.verdict,
        "reason": proof.reason,
        "break_row": proof.break_row,
        "gap": None if proof.gap is None else str(proof.gap),
        "checks": [_plain(check) for check in proof.checks],
        "repairs": [
            {"number": number, **_plain(repair)}
            for number, repair in enumerate(proof.repairs, first_number)
        ],
    }


def proofs_to_dicts(proofs: Sequence[Proof]) -> list[dict[str, Any]]:
    """All proofs of a file; the numbers of the repairs count through all of them."""
    first = accumulate((len(proof.repairs) for proof in proofs), initial=1)
    return [proof_to_dict(proof, number) for proof, number in zip(proofs, first, strict=False)]


def outcome_to_dict(
    parsed: ParsedFile, proofs: Sequence[Proof], amended: Sequence[str] = ()
) -> dict[str, Any]:
    """What StatementFile.outcome holds: faults, the reading, one summary per statement.

    `amended` tells what accepted repairs did to what was read.
    Account numbers are shortened to their last four characters.
    """
    numbers = {s.account_id for s in parsed.statements}
    outcome: dict[str, Any] = mask_numbers(
        _outcome(parsed, proofs) | {"amended": list(amended)}, numbers
    )
    return outcome


def _outcome(parsed: ParsedFile, proofs: Sequence[Proof]) -> dict[str, Any]:
    return {
        "format": parsed.format,
        "reading": dict(parsed.reading),
        "faults": [fault_to_dict(fault) for fault in parsed.faults[:FAULTS_SHOWN]],
        "fault_count": len(parsed.faults),
        "statements": [
            statement_head_to_dict(s)
            | {
                "account_id": "".join(c for c in s.account_id if c.isalnum())[-SHOWN:],
                "line_count": len(s.lines),
                "first_date": None if s.first_date is None else s.first_date.isoformat(),
                "last_date": None if s.last_date is None else s.last_date.isoformat(),
                "sum": str(s.sum),
                "proof": proof,
            }
            for s, proof in zip(parsed.statements, proofs_to_dicts(proofs), strict=True)
        ],
    }


def _plain(record: Any) -> dict[str, Any]:
    values = {f.name: getattr(record, f.name) for f in fields(record)}
    return {name: _json(value) for name, value in values.items()}


def _json(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, tuple | list):
        return [_json(item) for item in value]
    return value if value is None or isinstance(value, bool | int | str) else str(value)

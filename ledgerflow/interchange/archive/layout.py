"""What an archive holds and how its members are written, for writer and verifier alike; pure.

Here: names, versions, limits. Not here: writing (contents.py, packing.py) or checking (verify.py).

An archive is a ZIP file. `manifest.json` names every other member with its size and SHA-256; the
SHA-256 of the manifest therefore stands for the whole archive. JSON Lines members hold one JSON
object a row; amounts are texts with four decimals, days and moments (UTC) are ISO texts, hashes
are hexadecimal, lists of a seal Base64. An audit event's `detail` is the JSON text that its seal
covers. Text cells of CSV members follow core/spreadsheets.py.
"""

import re

FORMAT = "ledgerflow-archive"
VERSION = 1

MANIFEST = "manifest.json"
ACCOUNTS = "accounts.csv"
ENTRIES = "entries.jsonl"
TRIAL_BALANCE = "trial_balance.csv"
BEANCOUNT = "ledger.beancount"
JOURNAL = "ledger.journal"
STATEMENTS = "statements.jsonl"
DECISIONS = "decisions.jsonl"
AUDIT = "audit.jsonl"
SEALS = "seals.jsonl"

EXPORTS = {BEANCOUNT: "beancount", JOURNAL: "hledger"}
"""Ready exports by member -> the export's id."""
ALWAYS = (ACCOUNTS, ENTRIES, TRIAL_BALANCE, *EXPORTS, STATEMENTS, DECISIONS, AUDIT, SEALS)
"""Members that no archive lacks."""

ORIGINAL = re.compile(r"originals/([0-9a-f]{64})\.([a-z0-9]{1,8})")
"""An original's name: its SHA-256 and the ending of the file's name."""

AMOUNT = re.compile(r"-?[0-9]{1,15}\.[0-9]{4}")

ACCOUNT_COLUMNS = (
    *("id", "code", "name", "type", "currency", "key", "parent_code", "is_heading", "is_active"),
    "description",
)
BALANCE_COLUMNS = (
    *("account_code", "account_name", "account_type", "currency", "debit", "credit"),
)

MEMBERS_MAX = 500_000
DIRECTORY_BYTES_MAX = 128 << 20
MANIFEST_BYTES_MAX = 128 << 20
ROW_BYTES_MAX = 16 << 20
UNPACKED_FLOOR = 1 << 30
RATIO_MAX = 200
"""Together all members unpack to UNPACKED_FLOOR bytes or to RATIO_MAX times the file, whichever is
more. Real books pack about 10:1; originals are stored as they are."""


def original_name(sha256: str, file_name: str) -> str:
    """The member of an original: "originals/<sha256>.<ending>", ".bin" for odd endings."""
    ending = file_name.rpartition(".")[2].lower() if "." in file_name else ""
    safe = ending if re.fullmatch(r"[a-z0-9]{1,8}", ending) else "bin"
    return f"originals/{sha256}.{safe}"

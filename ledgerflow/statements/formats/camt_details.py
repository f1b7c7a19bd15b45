"""What an entry was for and whom it went to or came from, from its TxDtls parts.

Here: description, counterparty, bank ids, check number and the raw text of one entry. Not
here: its amount and dates (camt_entries.py).

An entry with one part is described by it. A batch counts once: it is described by the bank's
own words for the entry and by its parts in short; `raw` holds more of them.
"""

from collections.abc import Sequence

from ledgerflow.statements.formats.camt_faults import excerpt
from ledgerflow.statements.formats.camt_tree import Record

DESCRIPTION_PARTS_MAX = 300
RAW_MAX = 2000
_NOT_AN_ID = frozenset({"NOTPROVIDED", "NONREF", "NONE", "UNKNOWN"})
_PART_IDS = ("AcctSvcrRef", "UETR", "TxId")
_WEAK_ENTRY_IDS = ("NtryRef",)
_WEAK_PART_IDS = ("InstrId", "EndToEndId")
_NAMES = {side: (f"{side}/Nm", f"Ultmt{side}/Nm", f"{side}/Bank") for side in ("Dbtr", "Cdtr")}
_PARTIES = frozenset(("TradgPty/Nm", *(key for keys in _NAMES.values() for key in keys)))
_BATCH_IDS = ("Btch/PmtInfId", "Btch/MsgId")


def counterparty(entry: Record, owner: tuple[str, str], *, is_reversal: bool) -> str:
    """The other side's name; "" when none is given or the parts of a batch differ.

    `owner` is the number and the name of the statement's own account.
    """
    is_credit = (entry.get("CdtDbtInd") == "CRDT") is not is_reversal
    parts = entry.owned
    if len(parts) == 1:
        return _other_side(parts[0], owner, is_credit)
    names = {_other_side(part, owner, is_credit) for part in parts}
    return names.pop() if len(names) == 1 else ""


def _other_side(part: Record, owner: tuple[str, str], is_credit: bool) -> str:
    """Money in comes from the debtor, money out goes to the creditor.

    Files that name the two the other way round, or only the wrong one, are common: the side
    with the holder's own account is passed over where the other one is named.
    """
    if _PARTIES.isdisjoint(part):
        return ""
    likely, other = ("Dbtr", "Cdtr") if is_credit else ("Cdtr", "Dbtr")
    name = _party(part, likely)
    if name and not _is_own(part, likely, name, owner):
        return name
    second = _party(part, other)
    if second and not _is_own(part, other, second, owner):
        return second
    return name or _plain(part.get("TradgPty/Nm", ""))


def _party(part: Record, side: str) -> str:
    own, behind, bank = _NAMES[side]
    name = part.get(own) or part.get(behind) or part.get(bank, "")
    return _plain(name) if name else ""


def _is_own(part: Record, side: str, name: str, owner: tuple[str, str]) -> bool:
    """By account number where one is given, else by the holder's name."""
    number, holder = owner
    account = part.get(f"{side}/Acct")
    if account is not None:
        return "".join(account.split()) == number
    return name.casefold() == holder


def description(entry: Record, name: str) -> str:
    """The bank's text, whitespace normalised, nothing said twice; "" only if there is none.

    `name` is the counterparty, which stands first as in other formats.
    """
    parts = entry.owned
    pieces = [name]
    if len(parts) == 1:
        pieces += _remittance(parts[0])
    elif parts:
        pieces.append(_batch_text(parts, name))
    pieces.append(entry.get("AddtlNtryInf", ""))
    return _joined(pieces) or _fallback(entry)


def _remittance(part: Record) -> list[str]:
    """Free text, else the structured reference, then what the bank adds."""
    pieces = part.all("Ustrd")
    if not pieces and "Ref" in part:
        pieces = part.all("Ref")
    if "AddtlRmtInf" in part:
        pieces = [*pieces, *part.all("AddtlRmtInf")]
    if "AddtlTxInf" in part:
        pieces = [*pieces, part["AddtlTxInf"]]
    return pieces


def _batch_text(parts: Sequence[Record], name: str) -> str:
    """The different texts of the parts, as many as are short together, and how many more."""
    texts: dict[str, None] = {}
    length = 0
    for at, part in enumerate(parts):
        who = "" if name else part.get("Cdtr/Nm", part.get("Dbtr/Nm", ""))
        text = _joined([who, *_remittance(part)])
        if not text or text in texts:
            continue
        length += len(text)
        if length > DESCRIPTION_PARTS_MAX and texts:
            return f"{' / '.join(texts)} / +{len(parts) - at}"
        texts[text] = None
    return " / ".join(texts)


def _joined(pieces: list[str]) -> str:
    """Pieces in order without what another piece says already."""
    pieces = [piece for piece in pieces if piece]
    if len(pieces) == 1:
        return _plain(pieces[0])
    kept: list[str] = []
    folded = ""
    for piece in pieces:
        text = _plain(piece)
        if not text:
            continue
        fold = text.casefold()
        if fold in folded:
            continue
        if folded and folded in fold:
            kept, folded = [], ""
        kept.append(text)
        folded = f"{folded} {fold}" if folded else fold
    return " ".join(kept)


def _plain(text: str) -> str:
    """Whitespace normalised. Most texts are plain already: one look tells."""
    if text.isprintable() and "  " not in text and not text.startswith(" "):
        return text
    return " ".join(text.split())


def _fallback(entry: Record) -> str:
    """An entry without any words: the bank's code for its kind or a reference."""
    own = _bank_type(entry)
    if own:
        return own
    if entry.owned and (text := _bank_type(entry.owned[0])):
        return text
    return bank_id(entry)


def bank_type(entry: Record) -> str:
    """The bank's code of the kind of transaction, as "PMNT/RCDT/ESCT" or its own code."""
    found = _bank_type(entry)
    if not found and len(entry.owned) == 1:
        return _bank_type(entry.owned[0])
    return found


def _bank_type(record: Record) -> str:
    if domain := record.get("Domain"):
        return "/".join(filter(None, (domain, record.get("Family"), record.get("SubFamily"))))
    return record.get("Proprietary", "")


def bank_id(entry: Record) -> str:
    """The bank's own reference before the sender's; "" if there is none.

    References of the parts count only where there is one part: a batch has its own.
    """
    if found := _identity(entry.get("AcctSvcrRef", "")):
        return found
    part = entry.owned[0] if len(entry.owned) == 1 else None
    for record, names in (
        (part, _PART_IDS),
        (entry, _WEAK_ENTRY_IDS),
        (part, _WEAK_PART_IDS),
        (entry, _BATCH_IDS),
    ):
        if record is None:
            continue
        for name in names:
            if name in record and (found := _identity(record[name])):
                return found
    return ""


def _identity(text: str) -> str:
    """A reference as printed; "" for the words that stand for none."""
    return "" if text.upper() in _NOT_AN_ID else _plain(text)


def raw(entry: Record) -> str:
    """The entry's and its parts' values as read, at most RAW_MAX characters."""
    pieces = [excerpt(entry, RAW_MAX)]
    length = len(pieces[0])
    for part in entry.owned:
        text = excerpt(part, RAW_MAX)
        length += len(text)
        if length > RAW_MAX:
            break
        pieces.append(text)
    left = len(entry.owned) - len(pieces) + 1
    return " | ".join(pieces) + (f" | +{left} parts" if left else "")

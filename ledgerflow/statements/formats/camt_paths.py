"""Which elements of a CAMT message are read, as one tree for all versions.

Here: paths, and what kind of record or value stands at each. Not here: walking a file
(camt_tree.py), what the values mean (camt_entries.py, camt_statements.py).

Local names only: banks use every version's namespace, prefixes, or none. Versions differ in
where a value stands (Sts or Sts/Cd, Dbtr/Nm or Dbtr/Pty/Nm); the same key is used for both.
"""

from collections.abc import Mapping
from typing import Self

MESSAGE, STATEMENT, BALANCE, ENTRY, PART = 1, 2, 3, 4, 5

NAMES_CACHED_MAX = 2000

MESSAGES = ("BkToCstmrStmt", "BkToCstmrAcctRpt", "BkToCstmrDbtCdtNtfctn")

_MESSAGE = {"GrpHdr": {"CreDtTm": "CreDtTm"}}

_PAGE = {"PgNb": "PgNb", "LastPgInd": "LastPgInd"}
_STATEMENT = {
    **dict.fromkeys(("StmtPgntn", "RptPgntn", "NtfctnPgntn"), _PAGE),
    "Id": "Id",
    "ElctrncSeqNb": "ElctrncSeqNb",
    "CreDtTm": "CreDtTm",
    "FrToDt": {"FrDtTm": "From", "ToDtTm": "To", "FrDt": "From", "ToDt": "To"},
    "Acct": {
        "Id": {
            "IBAN": "Acct/IBAN",
            "BBAN": "Acct/Other",
            "UPIC": "Acct/Other",
            "Othr": {"Id": "Acct/Other"},
            "PrtryAcct": {"Id": "Acct/Other"},
        },
        "Tp": {"Cd": "Acct/Tp", "Prtry": "Acct/Tp"},
        "Ccy": "Acct/Ccy",
        "Ownr": {"Nm": "Acct/Owner", "Pty": {"Nm": "Acct/Owner"}},
        "Svcr": {
            "FinInstnId": {
                "BIC": "Acct/Bank",
                "BICFI": "Acct/Bank",
                "ClrSysMmbId": {"MmbId": "Acct/BankNumber"},
                "CmbndId": {"BIC": "Acct/Bank"},
            }
        },
    },
    "TxsSummry": {
        "TtlNtries": {
            "NbOfNtries": "All/Nb",
            "Sum": "All/Sum",
            "TtlNetNtryAmt": "All/Net",
            "CdtDbtInd": "All/Ind",
            "TtlNetNtry": {"Amt": "All/Net", "CdtDbtInd": "All/Ind"},
        },
        "TtlCdtNtries": {"NbOfNtries": "In/Nb", "Sum": "In/Sum"},
        "TtlDbtNtries": {"NbOfNtries": "Out/Nb", "Sum": "Out/Sum"},
    },
}

_CODE = {"Cd": "Code", "Prtry": "Code"}
_BALANCE = {
    "Tp": {"CdOrPrtry": _CODE, **_CODE},
    "Amt": "Amt",
    "CdtDbtInd": "CdtDbtInd",
    "Dt": {"Dt": "Dt", "DtTm": "Dt"},
}

_BANK_CODE = {
    "Domn": {"Cd": "Domain", "Fmly": {"Cd": "Family", "SubFmlyCd": "SubFamily"}},
    "Prtry": {"Cd": "Proprietary"},
}
_ENTRY = {
    "NtryRef": "NtryRef",
    "Amt": "Amt",
    "CdtDbtInd": "CdtDbtInd",
    "RvslInd": "RvslInd",
    "Sts": {"": "Sts", "Cd": "Sts", "Prtry": "Sts"},
    "BookgDt": {"Dt": "BookgDt", "DtTm": "BookgDt/DtTm"},
    "ValDt": {"Dt": "ValDt", "DtTm": "ValDt/DtTm"},
    "AcctSvcrRef": "AcctSvcrRef",
    "BkTxCd": _BANK_CODE,
    "AddtlNtryInf": "AddtlNtryInf",
}
_BATCH = {"MsgId": "Btch/MsgId", "PmtInfId": "Btch/PmtInfId", "NbOfTxs": "Btch/NbOfTxs"}


def _party(key: str) -> dict[str, object]:
    """A party: by itself (to version 7), or as Pty or Agt inside (since version 8)."""
    bank = {"FinInstnId": {"Nm": f"{key}/Bank", "NmAndAdr": {"Nm": f"{key}/Bank"}}}
    return {"Nm": f"{key}/Nm", "Pty": {"Nm": f"{key}/Nm"}, "Agt": bank}


def _account(key: str) -> dict[str, object]:
    other = {"Id": f"{key}/Acct"}
    return {"Id": {"IBAN": f"{key}/Acct", "BBAN": f"{key}/Acct", "Othr": other}}


_PART = {
    "Refs": {
        "AcctSvcrRef": "AcctSvcrRef",
        "InstrId": "InstrId",
        "EndToEndId": "EndToEndId",
        "UETR": "UETR",
        "TxId": "TxId",
        "ChqNb": "ChqNb",
        "MndtId": "MndtId",
    },
    "Amt": "Amt",
    "CdtDbtInd": "CdtDbtInd",
    "AmtDtls": {"TxAmt": {"Amt": "TxAmt"}},
    "BkTxCd": _BANK_CODE,
    "RltdPties": {
        "Dbtr": _party("Dbtr"),
        "DbtrAcct": _account("Dbtr"),
        "UltmtDbtr": _party("UltmtDbtr"),
        "Cdtr": _party("Cdtr"),
        "CdtrAcct": _account("Cdtr"),
        "UltmtCdtr": _party("UltmtCdtr"),
        "TradgPty": _party("TradgPty"),
    },
    "RmtInf": {
        "Ustrd": "Ustrd",
        "Strd": {
            "CdtrRefInf": {"Ref": "Ref", "CdtrRef": "Ref"},
            "RfrdDocInf": {"Nb": "Ref", "RfrdDocNb": "Ref"},
            "AddtlRmtInf": "AddtlRmtInf",
        },
    },
    "RltdDts": {"AccptncDtTm": "Accepted", "TxDtTm": "TxDt", "IntrBkSttlmDt": "Settled"},
    "AddtlTxInf": "AddtlTxInf",
}


class Node(dict[str, "Node"]):
    """The children of one element by their name as the parser gives it, "namespace}Name".

    `key` is set where the text is a value, `kind` where a record begins. What is not listed
    leads to `other`: the node itself for envelopes around messages, SKIP within them.
    """

    __slots__ = ("by_name", "key", "kind", "other")

    def __init__(self, key: str = "", kind: int = 0, other: "Node | None" = None) -> None:
        super().__init__()
        self.by_name: dict[str, Node] = {}
        self.key = key
        self.kind = kind
        self.other = self if other is None else other

    def __missing__(self, name: str) -> "Node":
        """Find by local name; remembered, so that each spelling is looked at once."""
        node = self.by_name.get(name.rpartition("}")[2], self.other)
        if len(self) < NAMES_CACHED_MAX:
            self[name] = node
        return node

    def filled(self, spec: Mapping[str, object]) -> Self:
        """Add the children that `spec` lists: a key for a value, a mapping for a level."""
        for name, below in spec.items():
            if isinstance(below, Mapping):
                self.by_name[name] = Node(str(below.get("", "")), other=SKIP).filled(below)
            elif name:
                self.by_name[name] = Node(str(below), other=SKIP)
        return self


SKIP = Node()


def document() -> Node:
    """The tree to start a file with; its caches fill while the file is walked."""
    part = Node(kind=PART, other=SKIP).filled(_PART)
    entry = Node(kind=ENTRY, other=SKIP).filled(_ENTRY)
    details = Node(other=SKIP).filled({"Btch": _BATCH})
    entry.by_name["Btch"] = details.by_name["Btch"]
    entry.by_name["NtryDtls"] = details
    # version 1 has the transactions directly below the entry
    details.by_name["TxDtls"] = entry.by_name["TxDtls"] = part
    statement = Node(kind=STATEMENT, other=SKIP).filled(_STATEMENT)
    statement.by_name["Bal"] = Node(kind=BALANCE, other=SKIP).filled(_BALANCE)
    statement.by_name["Ntry"] = entry
    message = Node(kind=MESSAGE, other=SKIP).filled(_MESSAGE)
    message.by_name.update(dict.fromkeys(("Stmt", "Rpt", "Ntfctn"), statement))
    root = Node()
    for name in MESSAGES:
        root.by_name.update(dict.fromkeys((name, f"{name}V01", f"{name}V02"), message))
    return root

"""Invented labelled transactions, and learners that need no training."""

import gzip
from collections.abc import Iterable, Mapping
from pathlib import Path

HEAD = "date,amount,currency,entity,account,description,payee,label,label_code,mcc_description,tax_code,unit,split"  # noqa: E501


def line(date: str, text: str, label: str, **more: str) -> str:
    """One row; other columns by name, else as a card in one town has them."""
    row: Mapping[str, str] = {
        "date": date,
        "amount": "9.50",
        "currency": "EUR",
        "entity": "Parks",
        "account": "card-1",
        "description": text,
        "label": label,
        "label_code": f"code of {label}",
        "split": "train",
        **more,
    }
    return ",".join(row.get(name, "") for name in HEAD.split(","))


def write(file: Path, lines: Iterable[str]) -> Path:
    """A file of rows, packed where its name ends in .gz."""
    data = "\n".join([HEAD, *lines]).encode() + b"\n"
    file.write_bytes(gzip.compress(data) if file.name.endswith(".gz") else data)
    return file

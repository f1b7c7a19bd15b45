"""LedgerFlow's own reader on any format; recognising the file is part of the time.

A file with a fault counts as refused. Runs in the project's environment.
"""

from collections.abc import Iterable
from pathlib import Path

from timed import timed

from ledgerflow.statements import figures, formats
from ledgerflow.statements.parsed import SourceFile


def amounts_of(path: str) -> Iterable[object]:
    file = formats.read(SourceFile(Path(path).name, Path(path).read_bytes()))
    if file.errors:
        raise ValueError(file.errors[0].code)
    return [amount for one in file.statements for amount in figures.amounts_of(one.lines)]


timed(amounts_of)

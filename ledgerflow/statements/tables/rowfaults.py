"""The words for rows that cannot be read and for rows that are no transactions.

Here: faults with line, column, excerpt and remedy, limited in number. Not here: telling what a
row is (rows.py).
"""

from ledgerflow.statements.parsed import Fault

FAULTS_MAX = 200

REASONS = {
    "heading": "the column names again",
    "total": "a total",
    "remark": "text without date and amount",
    "not_booked": "the bank says it was not booked",
    "pending": "pending without an amount",
}
_WHAT = {
    "bad_date": "'{cell}' is no date in this file's order, but the row has an amount",
    "bad_amount": "'{cell}' is no amount that can be read with certainty",
    "no_amount": "the row has a date but no amount",
    "above_header": "the row has a date and an amount, but stands above the names of the columns",
}
_HINT = {
    "bad_date": "Correct the cell, or set the date order of the reading.",
    "bad_amount": "Correct the cell, or set the decimal mark or direction words of the reading.",
    "no_amount": "Check the row in the bank's original; correct it or remove it if nothing moved.",
    "above_header": "Download the file again: its rows are out of order, or two files were joined.",
}


def add_fault(
    faults: list[Fault], kind: str, number: int, column: str, cell: str, excerpt: str
) -> None:
    """Add the fault of one row; after FAULTS_MAX one last fault says that there are more.

    `kind` is bad_date, bad_amount, no_amount or above_header; `number` the 1-based physical line.
    """
    if len(faults) > FAULTS_MAX:
        return
    if len(faults) == FAULTS_MAX:
        faults.append(
            Fault(
                "csv_many_faults",
                f"More than {FAULTS_MAX} rows cannot be read; the rest is not listed.",
                "Check the columns, decimal mark and date order of the reading.",
                number,
            )
        )
        return
    message = f"Line {number}, column {column}: {_WHAT[kind].format(cell=cell[:40])}."
    faults.append(Fault(f"csv_{kind}", message, _HINT[kind], number, column, excerpt))

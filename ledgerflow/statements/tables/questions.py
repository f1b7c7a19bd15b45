"""What a reading leaves open or a person should know: one fault for each such question.

Here: their words. Not here: faults of single rows (rowfaults.py) and finding them (infer.py).
"""

from collections.abc import Iterator

from ledgerflow.statements.parsed import Fault
from ledgerflow.statements.tables.groups import NO_DATE, Reading
from ledgerflow.statements.tables.headers import foreign_headers
from ledgerflow.statements.tables.infer import Inference


def open_questions(inference: Inference, reading: Reading) -> list[Fault]:
    """Errors where a person must choose, notes where a person should know."""
    faults = [*_about_dates(inference), *_about_signs(inference)]
    if inference.fee:
        faults.append(_fees(inference))
    foreign = foreign_headers(list(inference.profile.headers))
    if len(foreign) >= 2:
        faults.append(
            Fault(
                "csv_not_a_statement",
                f"The columns {', '.join(foreign[:4])} belong to orders, invoices or journals, "
                "not to a bank statement.",
                "Import the account's statement instead.",
            )
        )
    return [*faults, *_about_pending(reading)]


def _about_dates(inference: Inference) -> Iterator[Fault]:
    profile = inference.profile
    if not inference.other_order:
        return
    column = profile.column("date")
    yield Fault(
        "date_order_ambiguous",
        f"The dates read as {profile.date_order} and as {inference.other_order}: "
        f"{profile.why.get('dates', '')}.",
        f"Say which is right: --date-order {profile.date_order} or {inference.other_order} at this"
        f" import, or `ledgerflow profile set ACCOUNT date_order={profile.date_order}` for all.",
        column=profile.headers[column] if column is not None and profile.headers else "date",
    )


def _about_signs(inference: Inference) -> Iterator[Fault]:
    profile = inference.profile
    if inference.is_open:
        yield Fault(
            "csv_direction_unclear",
            f"Money in or out is not certain: {inference.unsure}.",
            f"Look at a row you know: if it is turned round, read the file with --sign "
            f"{inference.other_sign}, else with --sign {profile.sign}; for all files of the "
            f"account: `ledgerflow profile set ACCOUNT sign={inference.other_sign}`.",
        )
    elif inference.unsure:
        yield Fault(
            "csv_direction_unclear",
            f"Money in or out is not certain: {inference.unsure}.",
            "Check a few rows; if they are turned round, set the sign in the profile.",
            severity="note",
        )


def _fees(inference: Inference) -> Fault:
    name = inference.fee
    if inference.profile.fee:
        return Fault(
            "csv_fee_taken_off",
            f"The balances follow only with the fees of column {name}, so each line's amount is "
            "the printed amount less its fee.",
            "Nothing to do; split the fee off when the line is decided, if it matters.",
            column=name,
            severity="note",
        )
    return Fault(
        "csv_fee_column",
        f"Column {name} holds fees that are not part of the amounts read.",
        "Check with the balances whether the bank took the fees apart or in the amount.",
        column=name,
        severity="note",
    )


def _about_pending(reading: Reading) -> Iterator[Fault]:
    groups = reading.groups.values()
    if any(p.date == NO_DATE for g in groups if not g.lines for p in g.pending):
        yield Fault(
            "csv_pending_undated",
            "Pending rows have no date, and no booked row is there to place them in time.",
            "Export again when the bank has booked them.",
        )
    if any(g.pending for g in groups):
        yield Fault(
            "csv_pending",
            "Rows that the bank calls pending are kept apart and not booked.",
            "They come again as booked rows in a later file.",
            severity="note",
        )

"""What a reading leaves open is said with a remedy."""

import pytest

from ledgerflow.statements.tables.context import Surroundings
from ledgerflow.statements.tables.groups import Reading
from ledgerflow.statements.tables.infer import Inference
from ledgerflow.statements.tables.profile import CsvProfile
from ledgerflow.statements.tables.questions import open_questions


def asked(**more: object) -> list[tuple[str, str]]:
    profile = more.pop("profile", CsvProfile())
    inference = Inference(profile, Surroundings(), **more)  # type: ignore[arg-type]
    return [(f.code, f.severity) for f in open_questions(inference, Reading())]


def test_nothing_open_asks_nothing() -> None:
    assert asked() == []


@pytest.mark.parametrize(("is_open", "severity"), [(True, "error"), (False, "note")])
def test_unclear_signs_are_an_error_only_where_a_person_must_choose(
    is_open: bool, severity: str
) -> None:
    found = asked(unsure="thin", other_sign="inverted", is_open=is_open)
    assert found == [("csv_direction_unclear", severity)]


def test_fees_are_told_apart_by_whether_they_were_taken_off() -> None:
    assert asked(fee="Fee") == [("csv_fee_column", "note")]
    assert asked(fee="Fee", profile=CsvProfile(fee="subtract")) == [("csv_fee_taken_off", "note")]


def test_two_date_orders_are_an_error_and_other_tables_are_refused() -> None:
    assert asked(other_order="dmy") == [("date_order_ambiguous", "error")]
    shop = CsvProfile(headers=("Order ID", "Items", "Total"))
    assert asked(profile=shop) == [("csv_not_a_statement", "error")]

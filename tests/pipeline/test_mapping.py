"""Columns that a person names: tried at once, then used and remembered."""

from decimal import Decimal

import pytest

from ledgerflow.core.errors import ConflictError, InputError
from ledgerflow.pipeline.intake import Upload
from ledgerflow.pipeline.mapping import (
    Columns,
    mapping_apply,
    mapping_preview,
    open_questions_of,
    reading_of,
    require_mappable,
)
from ledgerflow.pipeline.services import statement_submit, statements_import
from ledgerflow.pipeline.stages import statement_file_process
from ledgerflow.pipeline.undo import batch_undo
from ledgerflow.statements.glances import table_top
from ledgerflow.statements.models import BankAccount, StatementFile, StatementLine
from ledgerflow.statements.parsed import SourceFile
from tests.published import checking

ODD = b"""When,What,How much,Left
03/04/2025,SHOP,10.00,90.00
04/05/2025,CLIENT,20.00-,110.00
"""
PLAIN = b"""A,B,C
03/04/2025,SHOP,10.00
04/05/2025,CLIENT,-20.00
"""
ROLES = ("date", "description", "amount")


def top_of(data=PLAIN):
    return table_top(SourceFile("odd.csv", data), 20)


def said(**other):
    values = {"roles": ROLES, "header": 0, "date_order": "dmy", "decimal": "."}
    return Columns(**values | other)


def submitted(books, data=PLAIN):
    """A file that came in without an account, as far as it goes by itself."""
    file_id = statement_submit(books.place, Upload("odd.csv", data), user_id=books.user.pk)
    return statement_file_process(books.place, file_id, books.user.pk)


def applied(books, file_id, **other):
    reading = reading_of(top_of(), said(**other))
    return mapping_apply(books.place, file_id, reading, account="Checking", user_id=books.user.pk)


@pytest.fixture
def account(books):
    with books.scope():
        return checking(books)


def test_a_reading_keeps_what_the_file_shows_and_takes_what_is_said():
    reading = reading_of(top_of(), said(sign="turned"))
    assert reading["headers"] == ["A", "B", "C"]
    assert (reading["date_order"], reading["sign"]) == ("dmy", "inverted")
    assert reading["account_id"] == ""


@pytest.mark.parametrize(
    ("roles", "sign", "found"),
    [
        (("date", "in", "out"), "", "columns"),
        (("date", "in", "out"), "turned", "columns_swapped"),
        (("date", "in", "out"), "printed", "columns"),
        (("date", "flag", "amount"), "", "flag"),
        (("date", "flag", "amount"), "turned", "inverted"),
        (ROLES, "printed", "as_printed"),
        (ROLES, "", "as_printed"),
    ],
)
def test_the_sign_fits_the_columns(roles, sign, found):
    assert reading_of(top_of(), said(roles=roles, sign=sign))["sign"] == found


@pytest.mark.parametrize(
    ("roles", "word"),
    [
        (("ignore", "description", "amount"), "the day"),
        (("date", "description", "ignore"), "the amount"),
        (("date", "description", "in"), "only one of them"),
    ],
)
def test_what_is_still_to_be_chosen_is_named(roles, word):
    with pytest.raises(InputError) as refusal:
        reading_of(top_of(), said(roles=roles))
    assert word in refusal.value.message
    assert refusal.value.code == "mapping_incomplete"


def test_a_preview_shows_lines_and_proof_and_writes_nothing(books, account):
    run = submitted(books)
    with books.scope():
        file = StatementFile.objects.get(pk=run.file_id)
    for order, month in (("dmy", 4), ("mdy", 3)):
        reading = reading_of(top_of(), said(date_order=order))
        shown = mapping_preview(file, PLAIN, reading)
        assert shown.parsed.statements[0].lines[0].date.month == month
        assert shown.proofs[0].verdict == "not_provable"
    broken = mapping_preview(file, b"\0\0", reading)
    assert broken.error is not None
    with books.scope():
        assert StatementFile.objects.get().state == run.state
        assert BankAccount.objects.get().csv_profile is None


def test_the_file_is_read_so_and_the_next_one_alike(books, account):
    run = submitted(books)
    assert run.state != "published"
    done = applied(books, run.file_id, sign="turned")
    assert done.state == "published"
    more = PLAIN.replace(b"03/04", b"05/06").replace(b"04/05", b"06/06")
    again = statements_import(
        books.place, [Upload("next.csv", more)], account="Checking", user_id=books.user.pk
    )
    assert again.refused == []
    with books.scope():
        lines = StatementLine.objects.order_by("date").values_list("date", "amount")
        assert [(f"{day:%d.%m.}", amount) for day, amount in lines] == [
            ("03.04.", Decimal(-10)),
            ("04.05.", Decimal(20)),
            ("05.06.", Decimal(-10)),
            ("06.06.", Decimal(20)),
        ]
        assert BankAccount.objects.get().csv_profile["source"] == "person"


def test_a_file_whose_import_was_undone_comes_in_anew(books, account):
    run = submitted(books)
    first = applied(books, run.file_id)
    with books.scope():
        file = StatementFile.objects.get(pk=first.file_id)
    with pytest.raises(ConflictError):
        require_mappable(file)
    with pytest.raises(ConflictError):
        applied(books, first.file_id)
    batch_undo(books.place, file.batch_id, user_id=books.user.pk)
    second = applied(books, first.file_id, date_order="mdy")
    assert second.file_id != first.file_id
    assert second.state == "published"
    with books.scope():
        lines = StatementLine.objects.filter(statement__file=second.file_id)
        assert lines.order_by("position").first().date.month == 3


def test_readings_that_a_file_leaves_open_are_kept_in_its_outcome():
    assert open_questions_of({}) == ()
    assert len(open_questions_of({"reading": {"candidates": [{}, {}]}})) == 2

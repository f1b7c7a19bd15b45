"""Receiving and stopping statement files, repairing and overriding their proofs."""

import datetime as dt

import pytest

from ledgerflow.audit.models import AuditEvent
from ledgerflow.core.errors import DuplicateFile, FileTooLarge, InputError
from ledgerflow.core.scope import firm_scope
from ledgerflow.statements import services
from ledgerflow.statements.models import (
    BankTransaction,
    StatementFile,
)
from ledgerflow.statements.outcome import outcome_to_dict
from ledgerflow.statements.proof import prove
from ledgerflow.statements.services import (
    clean_name,
    statement_file_override,
    statement_file_receive,
    statement_file_repair,
    statement_file_stop,
)
from ledgerflow.statements.storage import path_of
from tests.published import checking, parsed, received

COFFEE = ("2025-01-14", "-4.00", "CORNER COFFEE")
CLIENT = ("2025-01-20", "500.00", "HARBOR CLIENT")
PAPER = ("2025-01-28", "-19.99", "PAPER SHOP")


def receive(books, data, name="january.csv"):
    return statement_file_receive(
        business=books.business, batch=books.batch("import"), name=name, data=data
    )


def live():
    return sorted(
        BankTransaction.objects.filter(is_live=True).values_list("description", flat=True)
    )


def test_an_original_is_kept_as_it_came_under_a_name_that_says_nothing(books):
    with books.scope():
        file = receive(books, b"a,b,c\n")
        path = path_of(file.firm_id, file.stored_as)
        assert path.read_bytes() == b"a,b,c\n"
        assert "january" not in str(path)
        assert (file.state, file.size_bytes, len(file.sha256)) == ("received", 6, 64)
        assert file.received_by_id == books.user.pk


def test_the_same_bytes_come_once_whatever_they_are_called(books):
    with books.scope():
        first = receive(books, b"same")
        with pytest.raises(DuplicateFile, match=r"february.csv: the same file came") as caught:
            receive(books, b"same", name="february.csv")
        assert caught.value.extra == {"file": first.pk}
        folder = path_of(first.firm_id, first.stored_as).parent
        assert len(list(folder.iterdir())) == 1, "nothing is left of the second"


def test_a_race_for_the_same_bytes_leaves_one_row_and_one_original(books, monkeypatch):
    """The look-up sees nothing yet; the database's own key refuses the second."""
    monkeypatch.setattr(services, "refuse_duplicate", lambda **_: None)
    with books.scope():
        first = receive(books, b"same")
        with pytest.raises(DuplicateFile) as caught:
            receive(books, b"same")
        assert caught.value.extra == {"constraint": "statementfile_once"}
        assert StatementFile.objects.count() == 1
        folder = path_of(first.firm_id, first.stored_as).parent
        assert len(list(folder.iterdir())) == 1


def test_another_business_may_import_the_same_bytes(books, make_books):
    other = make_books()
    for who in (books, other):
        with who.scope():
            assert receive(who, b"same").pk


def test_a_file_above_the_limit_is_refused_before_it_is_stored(books, monkeypatch):
    monkeypatch.setattr(services, "FILE_BYTES_MAX", 3)
    with books.scope(), pytest.raises(FileTooLarge, match="4 bytes; at most 3"):
        receive(books, b"four")


@pytest.mark.parametrize(
    ("given", "kept"),
    [("a\x00b\r\n.csv", "ab.csv"), ("", "unnamed"), ("x" * 300, "x" * 255), ("été.ofx", "été.ofx")],
)
def test_a_files_name_is_only_data(given, kept):
    assert clean_name(given) == kept


def test_a_stopped_file_says_why_and_is_on_record(books):
    with books.scope():
        file = received(books)
        statement_file_stop(
            file=file, state="failed", parsed=None, outcome={"error": {"code": "x"}}
        )
        file.refresh_from_db()
        assert (file.state, file.outcome) == ("failed", {"error": {"code": "x"}})
        assert AuditEvent.objects.filter(action="statement_failed", subject_id=file.pk).exists()


def unproved(books):
    file = received(books, account=checking(books))
    return statement_file_stop(file=file, state="not_proved", parsed=parsed([COFFEE]), outcome={})


def test_a_named_person_overrides_with_a_reason(books):
    with books.scope():
        file = statement_file_override(file=unproved(books), reason=" the bank's own misprint ")
        assert (file.state, file.override_reason) == ("received", "the bank's own misprint")
        assert file.override_by_id == books.user.pk
        assert AuditEvent.objects.get(action="statement_override").reason.strip()


def test_an_override_without_a_reason_or_a_person_is_refused(books):
    with books.scope():
        file = unproved(books)
        with pytest.raises(InputError) as caught:
            statement_file_override(file=file, reason=" ")
        assert caught.value.code == "override_needs_reason"
        with firm_scope(books.place.firm_id, None), pytest.raises(InputError) as caught:
            statement_file_override(file=file, reason="because")
        assert caught.value.code == "override_needs_reason"
        file.refresh_from_db()
        assert (file.state, file.override_reason) == ("not_proved", "")


@pytest.mark.parametrize("state", ["received", "published", "failed", "withdrawn", "needs_account"])
def test_only_a_file_whose_proof_failed_is_overridden(books, state):
    with books.scope():
        file = received(books)
        file.state = state
        with pytest.raises(InputError, match="nothing to override"):
            statement_file_override(file=file, reason="because")


def with_proposals(books):
    """A file whose sum is 8.00 too small: its coffee may have come in, or a line is missing."""
    file = received(books, account=checking(books))
    said = parsed([COFFEE, CLIENT], opening="0", closing="504.00")
    outcome = outcome_to_dict(said, [prove(said.statements[0])])
    return statement_file_stop(file=file, state="not_proved", parsed=said, outcome=outcome)


def test_a_named_person_accepts_a_repair_with_a_reason(books):
    with books.scope():
        file = statement_file_repair(
            file=with_proposals(books), number=1, reason=" the paper statement says so "
        )
        file.refresh_from_db()
        (accepted,) = file.repairs
        assert file.state == "received"
        assert (accepted["kind"], accepted["row"], accepted["old"], accepted["new"]) == (
            "flipped_sign", 2, "-4.00", "4.00",
        )  # fmt: skip
        assert (accepted["reason"], accepted["by"]) == (
            "the paper statement says so", books.user.pk,
        )  # fmt: skip
        assert dt.datetime.fromisoformat(accepted["at"]).tzinfo is not None
        event = AuditEvent.objects.get(action="statement_repair", subject_id=file.pk)
        assert (event.reason.strip(), event.user) == (accepted["reason"], books.user)


def test_a_missing_line_is_kept_with_the_day_and_text_it_was_given(books):
    with books.scope():
        file = with_proposals(books)
        offered = file.outcome["statements"][0]["proof"]["repairs"]
        number = next(r["number"] for r in offered if r["kind"] == "missing_line")
        day = dt.date(2025, 1, 15)
        statement_file_repair(
            file=file, number=number, reason="page 2", date=day, description="CASH IN"
        )
        (accepted,) = file.repairs
        assert (accepted["new"], accepted["date"], accepted["description"]) == (
            "8.00", "2025-01-15", "CASH IN",
        )  # fmt: skip


def test_a_repair_without_a_reason_a_person_or_a_proposal_is_refused(books):
    with books.scope():
        file = with_proposals(books)
        for told, code in (
            ({"number": 1, "reason": " "}, "repair_needs_reason"),
            ({"number": 99, "reason": "because"}, "unknown_repair"),
        ):
            with pytest.raises(InputError) as caught:
                statement_file_repair(file=file, **told)
            assert caught.value.code == code
        with firm_scope(books.place.firm_id, None), pytest.raises(InputError) as caught:
            statement_file_repair(file=file, number=1, reason="because")
        assert caught.value.code == "repair_needs_reason"
        file.refresh_from_db()
        assert (file.repairs, file.state) == ([], "not_proved")
        assert not AuditEvent.objects.filter(action="statement_repair").exists()


@pytest.mark.parametrize("state", ["received", "published", "failed", "withdrawn", "needs_account"])
def test_only_a_file_whose_proof_failed_is_repaired(books, state):
    with books.scope():
        file = with_proposals(books)
        file.state = state
        with pytest.raises(InputError, match="nothing to repair"):
            statement_file_repair(file=file, number=1, reason="because")

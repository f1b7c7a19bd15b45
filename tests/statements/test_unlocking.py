"""Only a file that waits for its password goes on."""

import pytest

from ledgerflow.audit.models import AuditEvent
from ledgerflow.core.errors import AccessError, ConflictError
from ledgerflow.statements.models import StatementFile
from ledgerflow.statements.unlocking import require_locked, statement_file_unlock


def test_a_file_that_waits_is_as_if_just_received_and_the_event_says_who(books, stopped_file):
    file = stopped_file("needs_password")
    with books.scope():
        assert statement_file_unlock(file_id=file.pk).state == "received"
        assert StatementFile.objects.get(pk=file.pk).state == "received"
        assert AuditEvent.objects.get(action="statement_unlock").user_id == books.user.pk


@pytest.mark.parametrize("state", ["received", "published", "failed", "withdrawn", "not_proved"])
def test_a_file_in_another_state_waits_for_no_password(books, stopped_file, state):
    file = stopped_file(state)
    with books.scope(), pytest.raises(ConflictError) as refused:
        statement_file_unlock(file_id=file.pk)
    assert refused.value.code == "no_password_wanted"


def test_a_file_that_is_not_there_is_refused():
    with pytest.raises(AccessError):
        require_locked(None)


@pytest.fixture
def stopped_file(books, db):
    """A file in a state of our choice."""
    from ledgerflow.pipeline.intake import Upload
    from ledgerflow.pipeline.services import statement_submit

    def make(state):
        file_id = statement_submit(books.place, Upload("march.pdf", b"%PDF-1.4"))
        with books.scope():
            StatementFile.objects.filter(pk=file_id).update(state=state)
            return StatementFile.objects.get(pk=file_id)

    return make

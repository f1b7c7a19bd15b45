"""What happens to people in a firm is in the audit, or does not happen."""

import pytest

from ledgerflow.audit.models import AuditEvent
from ledgerflow.firms import happenings


def test_what_happens_is_an_audit_event_of_the_person_of_the_scope(books):
    with books.scope():
        happenings.happened(
            firm_id=books.place.firm_id, action="token_make", subject="token", subject_id=7
        )
        event = AuditEvent.objects.get(subject="token")
    assert (event.action, event.subject_id, event.user_id) == ("token_make", 7, books.user.pk)


def test_nothing_happens_where_nobody_records(books, monkeypatch):
    monkeypatch.setattr(happenings, "_recorders", [])
    with books.scope(), pytest.raises(ValueError, match="not enough values"):
        happenings.happened(
            firm_id=books.place.firm_id, action="token_make", subject="token", subject_id=7
        )

"""Closing months: refused with what to do, overridden by an owner, kept in the audit."""

import datetime as dt
from dataclasses import replace

import pytest

from ledgerflow.audit.models import AuditEvent
from ledgerflow.core.errors import AccessError, ConflictError, InputError, LockedPeriod, RuleError
from ledgerflow.ledger.models import Period
from ledgerflow.pipeline.closing.services import (
    period_checks,
    period_close,
    period_reopen,
    refuse_wordless,
)
from ledgerflow.pipeline.closing.spans import span_read
from ledgerflow.review.models import Decision
from ledgerflow.review.services import decision_undo
from tests.ledger.test_services import paid

TODAY = dt.date(2025, 8, 15)


def close(books, period="2025-01", role=None, **more):
    place = replace(books.place, role=role) if role else books.place
    span = span_read(period, 1)
    return period_close(place, span, user_id=books.user.pk, today=TODAY, **more)


def reopen(books, period="2025-01", role=None, reason="a late bill"):
    place = replace(books.place, role=role) if role else books.place
    return period_reopen(place, span_read(period, 1), user_id=books.user.pk, reason=reason)


def locked(books):
    with books.scope():
        rows = Period.objects.filter(is_locked=True).order_by("start")
        return [f"{p.start:%Y-%m}" for p in rows]


def leave_undecided(books):
    with books.scope():
        decision = Decision.objects.get(transaction__description="PAPER SHOP")
        decision_undo(decision=decision, batch=books.batch("undo"), reason="whose was it?")


def test_a_month_in_order_is_closed_and_takes_nothing_more(january):
    done = close(january)
    assert (done.locked, done.overridden) == ((dt.date(2025, 1, 1),), False)
    assert {check.state for check in done.checks} == {"ok"}
    with january.scope(), pytest.raises(LockedPeriod):
        paid(january, date=dt.date(2025, 1, 31))


def test_the_answers_are_kept_with_the_closing(january):
    done = close(january, reason="agreed")
    with january.scope():
        event = AuditEvent.objects.get(action="period_close")
        assert (event.subject, event.reason, event.user_id) == ("period", "agreed", january.user.pk)
        assert [c["id"] for c in event.detail["checks"]] == [c.id for c in done.checks]
        assert (event.detail["start"], event.detail["end"]) == ("2025-01-01", "2025-01-31")
        assert event.detail["overridden"] is False


def test_what_blocks_is_named_with_what_to_do_and_nothing_is_locked(january):
    leave_undecided(january)
    with pytest.raises(RuleError) as refused:
        close(january)
    assert refused.value.code == "close_blocked"
    assert "1 transaction, −120.00 USD net" in refused.value.message
    assert "ledgerflow review" in refused.value.message
    assert [c["id"] for c in refused.value.extra["checks"]] == ["undecided"]
    assert locked(january) == []


def test_an_owner_closes_against_a_check_with_a_reason_that_is_kept(january):
    leave_undecided(january)
    done = close(january, override_reason="the client cannot say what it was")
    assert (done.overridden, locked(january)) == (True, ["2025-01"])
    with january.scope():
        event = AuditEvent.objects.get(action="period_close")
        assert event.reason == "the client cannot say what it was"
        states = {c["id"]: c["state"] for c in event.detail["checks"]}
        assert (event.detail["overridden"], states["undecided"]) == (True, "blocking")


def test_a_bookkeeper_closes_what_is_in_order_but_not_against_a_check(january):
    with pytest.raises(AccessError) as refused:
        close(january, role="bookkeeper", override_reason="in a hurry")
    assert refused.value.code == "owner_only"
    assert close(january, role="bookkeeper").locked


def test_who_may_only_look_closes_and_opens_nothing(january):
    for role in ("viewer", "client"):
        with pytest.raises(AccessError):
            close(january, role=role)
        with pytest.raises(AccessError):
            reopen(january, role=role)
    assert locked(january) == []


def test_a_closed_month_is_told_and_not_closed_twice(january):
    close(january)
    with pytest.raises(ConflictError) as refused:
        close(january)
    assert refused.value.code == "period_closed"


def test_a_range_is_closed_together_and_only_open_months_are_locked(january):
    close(january)
    done = close(january, "2025-01..2025-02", override_reason="no statement in February")
    assert done.locked == (dt.date(2025, 2, 1),)


def test_asking_changes_nothing(january):
    leave_undecided(january)
    found = period_checks(january.place, span_read("2025-01", 1), user_id=None, today=TODAY)
    assert {c.id for c in found if c.state == "blocking"} == {"undecided"}
    assert locked(january) == []
    with january.scope():
        assert not AuditEvent.objects.filter(subject="period").exists()


def test_only_an_owner_opens_again_and_only_with_a_reason(january):
    close(january)
    with pytest.raises(AccessError):
        reopen(january, role="bookkeeper")
    with pytest.raises(InputError):
        reopen(january, reason=" ")
    assert reopen(january) == [dt.date(2025, 1, 1)]
    with pytest.raises(ConflictError) as refused:
        reopen(january)
    assert refused.value.code == "period_open"


def test_an_override_without_words_is_none():
    assert refuse_wordless(False, "agreed") == ""
    assert refuse_wordless(True, " agreed ") == "agreed"
    with pytest.raises(InputError):
        refuse_wordless(True, " ")

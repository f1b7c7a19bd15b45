"""Look-ups by the row: one at a time, forward only, and the policy of a business."""

import pytest

from ledgerflow.agents.lookups import (
    look_up_begin,
    look_up_end,
    look_up_open,
    look_up_progress,
    look_up_want_cancel,
    model_policy_set,
)
from ledgerflow.agents.run_models import LookUp
from ledgerflow.audit.models import AuditEvent
from ledgerflow.core.errors import ConflictError, InputError


def test_a_look_up_goes_from_waiting_to_its_end_and_stays_there(books):
    with books.scope():
        opened = look_up_open(business=books.business)
        assert (opened.state, opened.asked_by) == ("waiting", books.user)
        assert look_up_begin(look_up=opened)
        begun = opened.started_at
        assert look_up_begin(look_up=opened), "its worker died, another one goes on"
        assert opened.started_at == begun
        opened.total, opened.done = 9, 4
        assert not look_up_progress(look_up=opened)
        look_up_end(look_up=opened, state="stopped", code="model_down", reason="away\0")
        assert (opened.state, opened.done, opened.reason) == ("stopped", 4, "away�")
        look_up_end(look_up=opened, state="done")
        assert LookUp.objects.get().state == "stopped"
        assert not look_up_begin(look_up=opened)


def test_a_business_has_one_look_up_at_a_time(books):
    with books.scope():
        first = look_up_open(business=books.business)
        with pytest.raises(ConflictError) as caught:
            look_up_open(business=books.business)
        assert caught.value.code == "look_up_running"
        look_up_end(look_up=first, state="done")
        look_up_open(business=books.business)


def test_a_waiting_one_is_cancelled_at_once_and_a_running_one_is_told(books):
    with books.scope():
        with pytest.raises(ConflictError) as caught:
            look_up_want_cancel(business=books.business)
        assert caught.value.code == "no_look_up"
        look_up_open(business=books.business)
        assert look_up_want_cancel(business=books.business).state == "cancelled"
        second = look_up_open(business=books.business)
        look_up_begin(look_up=second)
        assert look_up_want_cancel(business=books.business).state == "running"
        assert look_up_progress(look_up=second)
        assert AuditEvent.objects.filter(action="look_up_cancel").count() == 2


def test_the_policy_is_set_with_a_trace(books):
    with books.scope():
        business = books.business
        assert business.model_policy == "none"
        model_policy_set(business=business, policy="local")
        assert books.business.model_policy == "local"
        event = AuditEvent.objects.get(action="model_policy_set")
        assert event.detail == {"before": "none", "after": "local"}
        assert event.user == books.user
        with pytest.raises(InputError, match="no policy"):
            model_policy_set(business=business, policy="everything")

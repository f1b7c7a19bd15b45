"""What faults of a server mean."""

import httpx2
import pytest
from pydantic_ai.exceptions import (
    ContentFilterError,
    ModelConnectionError,
    ModelHTTPError,
    ModelQuotaExceededError,
    UnexpectedModelBehavior,
    UserError,
)

from ledgerflow.agents.runner.transport import ReplyTooLarge
from ledgerflow.agents.runner.verdicts import verdict_of
from tests.agents.runner.conftest import model_of
from tools.errors import OutboundRefused
from tools.outbound.failures import Unreachable

ROW = model_of(key_variable="SMALL_API_KEY")
SECRET = "sk-invented-0123456789"


def http(status: int, **headers: str) -> ModelHTTPError:
    return ModelHTTPError(status, "tiny-1", {"error": SECRET}, headers=headers)


@pytest.mark.parametrize(
    ("fault", "state", "code", "is_retried", "is_down"),
    [
        (TimeoutError(), "failed", "too_slow", True, True),
        (ModelConnectionError("tiny-1", SECRET), "failed", "model_down", True, True),
        (http(429), "failed", "model_busy", True, False),
        (http(529), "failed", "model_busy", True, False),
        (http(500), "failed", "model_down", True, True),
        (http(408), "failed", "model_down", True, True),
        (http(401), "failed", "key_refused", False, False),
        (http(403), "failed", "key_refused", False, False),
        (http(404), "failed", "model_unknown", False, False),
        (http(422), "failed", "request_refused", False, False),
        (UnexpectedModelBehavior(SECRET), "review", "bad_reply", True, False),
        (IndexError(SECRET), "review", "bad_reply", True, False),
        (ContentFilterError(SECRET), "review", "model_refused", False, False),
        (UserError(SECRET), "failed", "settings", False, False),
        (ReplyTooLarge(SECRET), "review", "reply_too_large", False, False),
        (OutboundRefused("It is private."), "failed", "outbound_refused", False, False),
        (Unreachable("Nobody is there."), "failed", "model_down", False, True),
    ],
)
def test_each_fault_has_its_verdict(
    fault: Exception, state: str, code: str, is_retried: bool, is_down: bool
) -> None:
    verdict = verdict_of(fault, ROW)
    assert (verdict.ending.state, verdict.ending.code) == (state, code)
    assert (verdict.retries > 0, verdict.is_down) == (is_retried, is_down)
    assert SECRET not in verdict.ending.reason


def test_a_cause_counts_more_than_what_wraps_it() -> None:
    fault = ModelConnectionError("tiny-1", "Connection error.")
    fault.__cause__ = ReplyTooLarge("too large")
    assert verdict_of(fault, ROW).ending.code == "reply_too_large"


def test_a_used_up_account_is_no_busy_server() -> None:
    fault = ModelHTTPError.for_category(
        ModelQuotaExceededError, status_code=429, model_name="tiny-1"
    )
    verdict = verdict_of(fault, ROW)
    assert (verdict.ending.code, verdict.retries) == ("no_credit", 0)


def test_a_refused_key_is_named_by_its_variable() -> None:
    assert "SMALL_API_KEY" in verdict_of(http(401), ROW).ending.reason


def test_the_server_s_wait_is_heard() -> None:
    assert verdict_of(http(429, **{"Retry-After": "7"}), ROW).wait == 7
    dated = verdict_of(http(503, **{"Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"}), ROW)
    assert dated.wait == 0
    assert verdict_of(http(429, **{"Retry-After": "soon"}), ROW).wait is None


def test_what_broke_after_it_was_sent_may_be_billed_and_what_never_left_is_not() -> None:
    broken = ModelConnectionError("tiny-1", "cut")
    unsent = ModelConnectionError("tiny-1", "refused")
    unsent.__cause__ = httpx2.ConnectError("refused")
    assert verdict_of(broken, ROW).is_lost
    assert not verdict_of(unsent, ROW).is_lost

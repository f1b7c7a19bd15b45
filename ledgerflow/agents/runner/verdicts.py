"""What a fault of a model's server means for a run: worth another try, or over, and in which words.

Here: every exception that a request can end in, to a verdict. Not here: trying again (asking.py).
Nothing of what the server said gets into a reason; its status and its kind do.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import httpx2
from pydantic_ai.exceptions import (
    ContentFilterError,
    ModelAPIError,
    ModelHTTPError,
    ModelQuotaExceededError,
    ModelTimeoutError,
    UnexpectedModelBehavior,
    UserError,
)

from ledgerflow.agents.records import ModelSpec
from ledgerflow.agents.runner.endings import Ending
from ledgerflow.agents.runner.transport import ReplyTooLarge
from tools.errors import OutboundRefused, ToolFailed

BUSY = (429, 529)
REDIRECTS = range(300, 400)
FORMS = (400, 415, 422, 500, 501)
PASSING = (408, 409, 425)
CAUSES_MAX = 10
OFTEN = 10


@dataclass(frozen=True, slots=True)
class Verdict:
    """What to do about a fault.

    `retries` is how often it may be sent again because of this; `wait` are the seconds a server
    asked for. `is_down` counts at the breaker; `is_lost` means that no reply could be counted,
    though the server may bill one; `is_form` that the request's form may be what it fell over.
    """

    ending: Ending
    retries: int = 0
    wait: float | None = None
    is_down: bool = False
    is_lost: bool = False
    is_form: bool = False


def verdict_of(fault: BaseException, model: ModelSpec) -> Verdict:
    """The verdict on what a request ended in."""
    for one in _causes(fault):
        if isinstance(one, ReplyTooLarge):
            return Verdict(
                _review("reply_too_large", model, "sent a reply that is too large"), is_lost=True
            )
        if isinstance(one, OutboundRefused):
            return Verdict(Ending("failed", "outbound_refused", _said(one)))
        if isinstance(one, ToolFailed):
            return Verdict(Ending("failed", "model_down", _said(one)), is_down=True)
        if getattr(one, "status_code", 0) in REDIRECTS:
            said = "sends elsewhere, which is not followed: check the base URL of its row"
            return Verdict(_failed("redirected", model, said))
    if isinstance(fault, TimeoutError | ModelTimeoutError):
        ending = _failed("too_slow", model, f"did not answer within {model.request_seconds} s")
        return Verdict(ending, retries=OFTEN, is_down=True, is_lost=True)
    if isinstance(fault, ModelHTTPError):
        return _http_verdict(fault, model)
    if isinstance(fault, ContentFilterError):
        return Verdict(_review("model_refused", model, "refused to answer"))
    is_unreadable = any(isinstance(one, ValueError) for one in _causes(fault))
    if isinstance(fault, UnexpectedModelBehavior) or is_unreadable:
        ending = _review("bad_reply", model, "sent what is no reply of a language model")
        return Verdict(ending, retries=1, is_lost=True)
    if isinstance(fault, ModelAPIError):
        ending = _failed("model_down", model, "cannot be reached, or broke the connection")
        # A connection that broke later may have brought the request, and its provider bill it.
        is_unsent = any(isinstance(one, httpx2.ConnectError) for one in _causes(fault))
        return Verdict(ending, retries=OFTEN, is_down=True, is_lost=not is_unsent)
    if isinstance(fault, UserError):
        return Verdict(_failed("settings", model, "cannot be asked as its row says"))
    # A library stumbled over the reply.
    said = f"sent what is no reply of a language model ({type(fault).__name__})"
    return Verdict(_review("bad_reply", model, said), retries=1, is_lost=True)


def _http_verdict(fault: ModelHTTPError, model: ModelSpec) -> Verdict:
    status = fault.status_code
    if isinstance(fault, ModelQuotaExceededError):
        return Verdict(_failed("no_credit", model, f"says that its account is used up ({status})"))
    if status in BUSY:
        ending = _failed("model_busy", model, f"has too much to do ({status})")
        # It is up: other runs wait their own turn, and need not be told that it is down.
        return Verdict(ending, retries=OFTEN, wait=fault.retry_after)
    if status in (401, 403):
        name = model.key_variable or "no key"
        return Verdict(_failed("key_refused", model, f"refused the key ({status}; {name})"))
    if status == 404:
        said = f"knows no model {model.model_name!r} at this address (404): check its row"
        return Verdict(_failed("model_unknown", model, said))
    if status >= 500 or status in PASSING:
        ending = _failed("model_down", model, f"failed ({status})")
        return Verdict(
            ending, retries=OFTEN, wait=fault.retry_after, is_down=True, is_form=status in FORMS
        )
    ending = _failed("request_refused", model, f"refused the request ({status})")
    return Verdict(ending, is_form=status in FORMS)


def _said(fault: ToolFailed) -> str:
    """The guard's own words; they are ours, not a server's."""
    return f"{fault.message} {fault.hint}".strip()[:500]


def _failed(code: str, model: ModelSpec, said: str) -> Ending:
    return Ending("failed", code, f"The server of the model {model.name} {said}."[:500])


def _review(code: str, model: ModelSpec, said: str) -> Ending:
    return Ending("review", code, f"The model {model.name} {said}."[:500])


def _causes(fault: BaseException) -> Iterator[BaseException]:
    """The fault and what caused it, each once."""
    one: BaseException | None = fault
    for _ in range(CAUSES_MAX):
        if one is None:
            return
        yield one
        one = one.__cause__ or one.__context__

"""Expected faults: one shape, stable codes."""

import pytest

from ledgerflow.core import errors
from ledgerflow.core.errors import InputError, LedgerFlowError, LockedPeriod

ALL = [
    kind
    for kind in vars(errors).values()
    if isinstance(kind, type) and issubclass(kind, LedgerFlowError)
]


def test_a_fault_is_told_in_one_shape():
    fault = InputError("What and where.", hint="What to do.", extra={"line": 3})
    assert fault.as_dict() == {
        "code": "input_error",
        "message": "What and where.",
        "hint": "What to do.",
        "extra": {"line": 3},
    }
    assert str(fault) == "What and where."


def test_a_fault_may_have_a_narrower_code():
    assert InputError("x", code="needs_account").code == "needs_account"
    assert InputError.code == "input_error"


def test_each_class_has_a_code_of_its_own():
    codes = [kind.code for kind in ALL]
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize("kind", ALL, ids=lambda k: k.__name__)
def test_status_and_exit_code_follow_the_family(kind):
    families = [base for base in ALL if base.__base__ is LedgerFlowError]
    family = next((base for base in families if issubclass(kind, base)), kind)
    assert 400 <= kind.status < 600
    assert kind.exit_code >= 1
    own = {"ProofFailed", "LockedPeriod", "FileTooLarge", "LedgerFlowError"}
    if kind.__name__ not in own:
        assert (kind.status, kind.exit_code) == (family.status, family.exit_code)
    assert LockedPeriod.status == 423

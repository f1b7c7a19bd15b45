"""Fixtures of ops: nothing is remembered from one test to the next."""

import pytest

from ledgerflow.ops import degraded


@pytest.fixture(autouse=True)
def _nothing_remembered():
    degraded.forget()
    yield
    degraded.forget()

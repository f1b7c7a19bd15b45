"""Reading in this process: these tests read hundreds of files.

Here: one fixture. Not here: the child process, which has tests of its own.
"""

import pytest

from ledgerflow.statements import formats


@pytest.fixture
def read_here(monkeypatch):
    """Files are read without a child process."""
    monkeypatch.setattr("ledgerflow.pipeline.intake.read_contained", formats.read)
    monkeypatch.setattr("ledgerflow.pipeline.stages.read_contained", formats.read)

"""Recognising scans has room of its own, and one file at a time takes it."""

import subprocess
import sys
import threading

import pytest

from ledgerflow.core.errors import LimitError
from ledgerflow.statements.recognising import (
    PAGE_CPU_S,
    PAGES_MAX,
    START_CPU_S,
    recognition_turn,
    room_for,
)


def test_room_grows_with_the_pages():
    assert room_for(2).cpu_s == START_CPU_S + 2 * PAGE_CPU_S
    assert room_for(2).wall_s > room_for(2).cpu_s


@pytest.mark.parametrize("said", [10**9, -1, 0, "5", None])
def test_what_a_child_asks_for_is_bounded(said):
    assert room_for(said) == room_for(PAGES_MAX)


def test_a_second_file_of_this_process_waits_and_is_told():
    with recognition_turn("march.pdf"):
        told = []

        def second() -> None:
            try:
                with recognition_turn("april.pdf", wait_s=0.01):
                    told.append("began")
            except LimitError as busy:
                told.append(busy.code)

        thread = threading.Thread(target=second)
        thread.start()
        thread.join()
    assert told == ["recognition_busy"]


def test_another_process_of_this_machine_waits_too():
    hold = (
        "import sys\n"
        "from ledgerflow.statements.recognising import recognition_turn\n"
        "with recognition_turn('x'):\n"
        "    print('held', flush=True)\n"
        "    sys.stdin.read()\n"
    )
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, "-c", hold], stdin=pipe, stdout=pipe) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(LimitError), recognition_turn("march.pdf", wait_s=0.01):
            pass
        other.communicate()
    with recognition_turn("march.pdf", wait_s=0.01):
        pass  # free again

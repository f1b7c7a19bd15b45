"""CPU seconds of two processes: what sleeps costs nothing, what counts costs."""

import os
import time

from benchmarks.books_cpu import cpu_seconds


def test_work_costs_and_sleep_does_not():
    begun = cpu_seconds(os.getpid())
    time.sleep(0.1)
    slept = cpu_seconds(os.getpid()) - begun
    until = time.process_time() + 0.1
    while time.process_time() < until:
        pass
    worked = cpu_seconds(os.getpid()) - begun - slept
    assert slept < 0.05
    assert worked >= 0.17  # this process counts twice: as the client and as the server

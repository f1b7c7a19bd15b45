"""Several questions at once, each answered, failed or late.

Here: asking in threads with a common deadline. Not here: any question. One that fails or hangs
neither stops the others nor holds the answer up.
"""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass


@dataclass(frozen=True)
class Answer[T]:
    """What came: a value, an error, or neither when it was late."""

    value: T | None = None
    error: BaseException | None = None
    is_late: bool = False


def ask_all[T](questions: Mapping[str, Callable[[], T]], seconds: float) -> dict[str, Answer[T]]:
    """Ask all, wait at most so many seconds, and give each answer by name, in order."""
    if not questions:
        return {}
    pool = ThreadPoolExecutor(max_workers=len(questions), thread_name_prefix="ask")
    futures = {name: pool.submit(question) for name, question in questions.items()}
    done, _late = wait(futures.values(), timeout=seconds)
    pool.shutdown(wait=False, cancel_futures=True)
    answers: dict[str, Answer[T]] = {}
    for name, future in futures.items():
        if future not in done:
            answers[name] = Answer(is_late=True)
        elif (error := future.exception()) is not None:
            answers[name] = Answer(error=error)
        else:
            answers[name] = Answer(value=future.result())
    return answers

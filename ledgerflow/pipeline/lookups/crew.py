"""Several questions at a time: workers that ask, and one who watches them.

Here: handing out questions, looking up every moment, stopping. Not here: what a question is
(asking_one.py) or when to stop (watching.py). Only the caller's thread sees the watch.
"""

from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait

LOOK_SECONDS = 0.4
"""So often a look-up is looked at while it works: a wish to cancel is seen within a second."""


def hand_out[G, A](
    questions: Iterable[G],
    ask: Callable[[G], A],
    *,
    executor: Executor,
    at_once: int,
    take: Callable[[A], None],
    goes_on: Callable[[], bool],
    seconds: float = LOOK_SECONDS,
) -> None:
    """Ask all; `take` gets each answer, in the caller's thread.

    `at_once` questions are handed to the executor at a time: a few more than it has hands, so that
    none waits for the caller. `goes_on` is called at least every `seconds`; once it says no,
    nothing new is begun and what is under way is waited for. An exception of `ask` does the same,
    and is raised at the end.
    """
    waiting = deque(questions)
    flying: set[Future[A]] = set()
    fault: BaseException | None = None
    while waiting or flying:
        if fault is not None or not goes_on():
            waiting.clear()
            flying = {one for one in flying if not one.cancel()}
        while waiting and len(flying) < at_once:
            flying.add(executor.submit(ask, waiting.popleft()))
        landed, flying = wait(flying, timeout=seconds, return_when=FIRST_COMPLETED)
        for one in landed:
            error = one.exception()
            if error is None:
                take(one.result())
            else:
                fault = fault or error
    if fault is not None:
        raise fault

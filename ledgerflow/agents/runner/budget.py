"""What a run may still spend: tokens, money, requests. US dollars, Decimal.

Here: what the next reply may cost at worst, checked before it is asked for; what was used, counted
after. Not here: the budget of a day (spend.py). A server that reports no usage, or less than
nothing, is counted by size: a token for every four bytes.
"""

from dataclasses import dataclass
from decimal import Decimal

from ledgerflow.agents.records import MILLION, AgentSpec, Usage
from ledgerflow.agents.runner.endings import review

BYTES_PER_TOKEN = 4
# What goes out is counted dearer than it mostly is: the limit must hold for digits and names too.
WORST_BYTES_PER_TOKEN = 3
REPLY_TOKENS_MIN = 64
# More than any model takes; keeps a lying server's numbers within the columns.
REPORTED_MAX = 10_000_000


@dataclass(frozen=True, slots=True)
class Counted:
    """Tokens of one request; `is_estimated` where the server did not say."""

    input_tokens: int
    output_tokens: int
    is_estimated: bool


class Budget:
    """What one run has used, against the limits of its agent.

    `retries` counts requests sent again.
    """

    def __init__(self, spec: AgentSpec) -> None:
        self._spec = spec
        self.retries = 0
        self._requests = 0
        self._input = 0
        self._output = 0

    @property
    def used(self) -> Usage:
        """So far."""
        return Usage(self._requests, self._input, self._output, self._cost)

    @property
    def _cost(self) -> Decimal:
        return self._spec.model.cost_of(self._input, self._output)

    def reply_tokens(self, sent_bytes: int) -> int:
        """How many tokens the next reply may have, with `sent_bytes` going out before it.

        Raises RunEnd (review: too_many_tokens, too_costly) where no useful reply fits.
        """
        spec, model = self._spec, self._spec.model
        going_out = -(-sent_bytes // WORST_BYTES_PER_TOKEN)
        allowed = min(
            model.max_output_tokens, spec.max_tokens - self._input - self._output - going_out
        )
        if allowed < REPLY_TOKENS_MIN:
            raise review(
                "too_many_tokens",
                f"The next step could pass this agent's limit of {spec.max_tokens:,} tokens.",
            )
        left = spec.max_cost_per_run - model.cost_of(self._input + going_out, self._output)
        if left >= 0 and model.output_price > 0:
            allowed = min(allowed, int(left * MILLION / model.output_price))
        if left < 0 or allowed < REPLY_TOKENS_MIN:
            raise review(
                "too_costly",
                f"The next step could pass this agent's limit of {spec.max_cost_per_run} dollars.",
            )
        return allowed

    def sent(self) -> None:
        """A request goes out."""
        self._requests += 1

    def answered(self, reported: tuple[int, int], sent_bytes: int, got_bytes: int) -> Counted:
        """Count a reply by what the server reported as (input, output), else by size."""
        given = [min(max(int(number), 0), REPORTED_MAX) for number in reported]
        is_estimated = given[0] == 0 or (given[1] == 0 and got_bytes > 0)
        if is_estimated:
            given = [-(-sent_bytes // BYTES_PER_TOKEN), -(-got_bytes // BYTES_PER_TOKEN)]
        self._add(given[0], given[1])
        return Counted(given[0], given[1], is_estimated)

    def lost(self, sent_bytes: int, reply_tokens: int) -> None:
        """Count a request whose reply never came whole at the most that its server may bill."""
        self._add(-(-sent_bytes // BYTES_PER_TOKEN), reply_tokens)

    def _add(self, input_tokens: int, output_tokens: int) -> None:
        self._input += input_tokens
        self._output += output_tokens

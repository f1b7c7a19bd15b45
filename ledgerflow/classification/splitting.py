"""What each part of a split comes to: parts always make the whole, to the last cent; pure.

Here: which shares can make a whole at all, and their amounts for one transaction. Not here:
shares as text or JSON (sharetext.py), or booking them (review/posting.py).
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from ledgerflow.classification.facts import HUNDRED, SplitShare
from ledgerflow.core.errors import RuleError
from ledgerflow.core.money import currency_decimals, round_money, share_of

PARTS_MAX = 50
ZERO = Decimal(0)

type Wrong = tuple[str, str]
"""What is wrong with a split, and what to do."""


def shares_check(shares: Sequence[SplitShare], where: str = "") -> None:
    """Raises RuleError for shares that make no transaction whole, whatever its amount.

    `where` goes in front of the message. Shares and amounts together, or amounts alone, may
    still not fit the one or the other transaction: `split_amounts` says so.
    """
    wrong = next(_wrong_anyway(shares), None)
    if wrong is not None:
        raise _bad(wrong, where)


def split_amounts(
    whole: Decimal, currency: str, shares: Sequence[SplitShare], where: str = ""
) -> tuple[Decimal, ...]:
    """The amount of each share, in order: never zero, all of the whole's sign, together the whole.

    Shares are rounded to the currency; what rounding leaves goes to the part that takes the
    rest, else to the last share. Raises RuleError where they do not make this whole.
    """
    shares_check(shares, where)
    size = abs(whole)
    amounts = [_size_of(share, size, currency) for share in shares]
    left = size - sum(amounts, ZERO)
    taker = _taker(shares, left, currency)
    if taker is not None:
        amounts[taker] += left
    wrong = next(_wrong_here(shares, amounts, size, currency), None)
    if wrong is not None:
        raise _bad(wrong, where)
    return tuple(amount.copy_sign(whole) for amount in amounts)


def _wrong_anyway(shares: Sequence[SplitShare]) -> Iterator[Wrong]:
    if not 2 <= len(shares) <= PARTS_MAX:
        count = f"{len(shares)} part{'' if len(shares) == 1 else 's'}"
        yield (
            f"A split has 2 to {PARTS_MAX} parts; here is {count}.",
            "Name at least two parts, or choose one account for all of it.",
        )
    for number, share in enumerate(shares, 1):
        yield from _wrong_part(number, share)
    rests = sum(share.is_rest for share in shares)
    if rests > 1:
        yield f"{rests} parts take the rest.", "Let one part take the rest."
    yield from _wrong_percents(shares)


def _wrong_part(number: int, share: SplitShare) -> Iterator[Wrong]:
    if share.percent is not None and share.amount is not None:
        yield f"Part {number} has a share and an amount.", "Give it one of the two."
    if share.percent is not None and not 0 < share.percent <= HUNDRED:
        yield (
            f"Part {number} has a share of {_plain(share.percent)} %.",
            "Give each part more than 0 % and at most 100 %.",
        )
    if share.amount is not None and share.amount <= 0:
        yield (
            f"Part {number} has an amount of {_plain(share.amount)}.",
            "Write the size of each part without a sign; it goes the way of the whole.",
        )


def _wrong_percents(shares: Sequence[SplitShare]) -> Iterator[Wrong]:
    percents = [share.percent for share in shares if share.percent is not None]
    total = sum(percents, ZERO)
    if total > HUNDRED:
        yield f"The parts come to {_plain(total)} %.", "Let them come to 100 %."
    elif total == HUNDRED and len(percents) < len(shares):
        yield (
            "The shares come to 100 % alone; nothing is left for the other parts.",
            "Lower the shares, or leave the other parts out.",
        )
    elif total < HUNDRED and len(percents) == len(shares):
        yield (
            f"The parts come to {_plain(total)} %, not to 100 %.",
            "Let them come to 100 %, or let one part take the rest.",
        )


def _wrong_here(
    shares: Sequence[SplitShare], amounts: Sequence[Decimal], size: Decimal, currency: str
) -> Iterator[Wrong]:
    stated = [share.amount for share in shares if share.amount is not None]
    for amount in stated:
        if amount != round_money(amount, currency):
            yield f"{currency} has no {_plain(amount)}: that is too fine.", "Round the part."
    total = sum(amounts, ZERO)
    if total > size or sum(stated, ZERO) > size or any(amount < 0 for amount in amounts):
        yield (
            f"The parts come to more than the whole of {_money(size, currency)}.",
            "Lower the parts, so that they come to the whole.",
        )
    if total < size:
        said = f"The parts come to {_money(total, currency)}"
        nowhere = f"{_money(size - total, currency)} of {_money(size, currency)} go nowhere"
        yield f"{said}; {nowhere}.", "Let one part take the rest."
    for number, amount in enumerate(amounts, 1):
        if amount == 0:
            yield (
                f"Nothing of {_money(size, currency)} is left for part {number}.",
                "Leave that part out, or lower the others.",
            )


def _size_of(share: SplitShare, size: Decimal, currency: str) -> Decimal:
    if share.percent is not None:
        return share_of(size, share.percent, currency)
    return share.amount or ZERO


def _taker(shares: Sequence[SplitShare], left: Decimal, currency: str) -> int | None:
    """Which part takes what is left; None where that is more than rounding and nobody's."""
    for at, share in enumerate(shares):
        if share.is_rest:
            return at
    stated = [at for at, share in enumerate(shares) if share.percent is not None]
    rounding = Decimal(len(shares)).scaleb(-currency_decimals(currency)) / 2
    if len(stated) == len(shares) or (stated and abs(left) <= rounding):
        return stated[-1]
    return None


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"


def _money(amount: Decimal, currency: str) -> str:
    return f"{round_money(amount, currency):f} {currency}"


def _bad(wrong: Wrong, where: str) -> RuleError:
    message, hint = wrong
    return RuleError(f"{where}: {message}" if where else message, code="bad_split", hint=hint)

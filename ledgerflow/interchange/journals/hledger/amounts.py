"""Amounts of hledger and ledger journals: $-10, 10 EUR, "green apples" 3, (10 * 3 EUR).

Here: number and commodity, sums in brackets. Not here: decimal marks (marks.py) or the rest of a
posting (postings.py).
"""

import re
from dataclasses import dataclass, field
from decimal import Decimal

from ledgerflow.interchange.journals.arithmetic import BadSum, worked_out
from ledgerflow.interchange.journals.currencies import currency_of, is_shared, iso_currencies
from ledgerflow.interchange.journals.faults import Faults
from ledgerflow.interchange.journals.hledger.marks import Marks, OpenMark
from ledgerflow.interchange.journals.hledger.records import Amount

_COMMODITY = r'"[^"\n]*"|[^\s\d"+\-.,;@=*{}()\[\]~!|<>]+'
_GROUP = "[ \u00a0\u202f\u2009]"
NUMBER = (
    rf"(?:[0-9]{{1,3}}(?:{_GROUP}[0-9]{{3}})+(?![0-9])(?:[.,][0-9]*)?|[0-9][0-9.,]*|[.,][0-9]+)"
)
_AMOUNT = re.compile(
    rf"""(?P<sign>[+-]?)\s*
    (?:(?P<left>{_COMMODITY})\s*(?P<second>[+-]?)\s*)?
    (?P<number>{NUMBER})(?P<exponent>[eE][+-]?[0-9]+(?![A-Za-z]))?
    (?:[ \t\u00a0]*(?P<right>{_COMMODITY}))?""",
    re.VERBOSE,
)
_SIGN = re.compile(r"\s*([-+*/()])")
_TEXT_MAX = 400
_EXPONENT_MAX = 20
_HINT_MARK = "Say what it means: put a line `decimal-mark .` (or `,`) at the top of the journal."


class NoAmount(ValueError):
    """Text that is no amount: the message is for a fault, without a full stop."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


@dataclass(slots=True)
class Money:
    """What amounts are read with: marks, the currency that is stated, the default commodity."""

    faults: Faults
    stated: str
    marks: Marks = field(default_factory=Marks)
    default: str = ""
    precisions: dict[str, int] = field(default_factory=dict)
    fixed_precisions: dict[str, int] = field(default_factory=dict)

    def commodity(self, sign: str, line: int) -> str:
        """The ISO code for a commodity as written, or the commodity itself where it has none.

        A sign that several currencies share, or none at all, is a fault where nobody said which.
        """
        sign = sign.strip('"')
        if sign in iso_currencies():
            return sign
        if not sign and self.default:
            return self.default
        code = currency_of(sign, self.stated)
        if code:
            if not sign or is_shared(sign):
                what = f"{sign} is read as {code}" if sign else f"Amounts alone are read as {code}"
                self.faults.note(
                    "currency_read", sign, line, what, "If that is wrong, say it with --currency."
                )
            return code
        if not sign:
            self.faults.once(
                "no_currency",
                "",
                line,
                "an amount has no currency",
                "Say which one with --currency, such as --currency USD.",
            )
        elif is_shared(sign):
            self.faults.once(
                "open_currency",
                sign,
                line,
                f"{sign} may be several currencies",
                "Say which one with --currency, such as --currency USD.",
            )
        return sign

    def amount(self, text: str, place: int, line: int) -> tuple[Amount, int]:
        """The amount at a place of a text, and where it ends. Raises NoAmount."""
        if text[place : place + 1] == "(" or text[place : place + 2] == "-(":
            return self._sum(text, place, line)
        match = _AMOUNT.match(text, place)
        if match is None:
            raise NoAmount(f"{text[place : place + 40].strip()!r} is no amount")
        if match["left"] and match["right"]:
            raise NoAmount(f"{match.group()[:40]!r} has two commodities")
        sign = match["left"] or match["right"] or ""
        commodity = self.commodity(sign, line)
        number = self._number(match, commodity)
        return Amount(number, commodity), match.end()

    def _number(self, match: re.Match[str], commodity: str) -> Decimal:
        try:
            number = self.marks.number(match["number"], commodity)
        except OpenMark as error:
            raise NoAmount(str(error), _HINT_MARK) from error
        except BadSum as error:
            raise NoAmount(str(error)) from error
        if match["exponent"]:
            exponent = int(match["exponent"][1:][:6])
            if abs(exponent) > _EXPONENT_MAX:
                raise NoAmount(f"{match.group()[:40]!r} is no amount of money")
            number = number.scaleb(exponent)
        negative = (match["sign"] == "-") != (match["second"] == "-")
        return -number if negative else number

    def seen(self, amount: Amount) -> None:
        """Remember how many decimals a posting's amount is written with."""
        exponent = amount.number.as_tuple().exponent
        decimals = max(-exponent, 0) if isinstance(exponent, int) else 0
        self.decimals_seen(amount.commodity, decimals)

    def decimals_seen(self, commodity: str, decimals: int) -> None:
        """A posting's amount is written with so many decimals."""
        if decimals > self.precisions.get(commodity, -1):
            self.precisions[commodity] = decimals

    def _sum(self, text: str, place: int, line: int) -> tuple[Amount, int]:
        """A sum in brackets, all of one commodity; one may stand behind the brackets."""
        parts: list[str | Decimal] = []
        commodities: set[str] = set()
        depth, end = 0, place
        while end < len(text) and end - place < _TEXT_MAX:
            sign = _SIGN.match(text, end)
            if sign:
                parts.append(sign[1])
                depth += {"(": 1, ")": -1}.get(sign[1], 0)
                end = sign.end()
                if depth == 0 and sign[1] == ")":
                    break
                continue
            match = _AMOUNT.match(text, end) or _AMOUNT.match(text, end + 1)
            if match is None:
                raise NoAmount(f"{text[end : end + 40].strip()!r} is not expected in a sum")
            named = match["left"] or match["right"] or ""
            commodities |= {named} - {""}
            parts.append(self._number(match, self.commodity(named, line) if named else ""))
            end = match.end()
        behind = re.compile(rf"[ \t]*({_COMMODITY})").match(text, end)
        if behind:
            commodities.add(behind[1])
            end = behind.end()
        if len(commodities) > 1:
            raise NoAmount("a sum in brackets has several commodities")
        try:
            number = worked_out(parts)
        except BadSum as error:
            raise NoAmount(f"the sum cannot be worked out: {error}") from error
        return Amount(number, self.commodity(next(iter(commodities), ""), line)), end

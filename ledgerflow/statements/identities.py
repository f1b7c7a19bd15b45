"""The ways in which files write one account's number; pure.

Here: from what a file prints to the forms by which the account is found again in other formats.
Not here: fingerprints and finding (numbers.py), or masking texts (masking.py).

One account is `DE89 3704 0044 0532 0130 00` in CAMT, the same with `EUR` behind it or
`37040044/532013000` in MT940, a bank code and a number in OFX, `XXXX XXXX 3000` on paper.
"""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_DATA = Path(__file__).with_name("iban.toml").read_text(encoding="utf-8")
_COUNTRIES: dict[str, Any] = tomllib.loads(_DATA)

_IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}")
_CURRENCY = re.compile(r"(?<=[0-9])[A-Z]{3}")
_SORT_CODE = re.compile(r"(\d\d)[- ](\d\d)[- ](\d\d)[ ,/]+(\d{6,10})")
_MASKED = re.compile(r"[*•·…]|\.{2,}|[xX]{2,}")

SHOWN_MIN = 3
"""A masked number shows so many last digits at least; fewer name nobody."""

PART_MIN = 7
"""A number of so many digits is hardly used by two banks of one business."""


@dataclass(frozen=True, slots=True)
class Identity:
    """What a file says of its account's number, as letters and digits without spacing.

    Equal `numbers` are one account. `parts` (the account without its bank) are, where only one
    account fits. `ending` are the last digits of a masked number, '' where it is not masked.
    `label` is a name that is given in a number's place. All empty: the file says nothing.
    """

    numbers: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    ending: str = ""
    label: str = ""

    @property
    def last4(self) -> str:
        """The last four characters, to be shown."""
        return (self.ending or (self.numbers[0] if self.numbers else ""))[-4:]


def identity_of(number: str, bank_code: str = "", currency: str = "") -> Identity:
    """The identity behind an account number as printed, with its bank's code where there is one."""
    text = _without_currency(number.strip(), currency)
    whole = plain(text)
    if is_iban(whole):
        return _of_iban(whole)
    if _MASKED.search(text):
        shown = re.split(r"\D+", text)[-1]
        return Identity(ending=shown) if len(shown) >= SHOWN_MIN else Identity()
    if text and not any(c.isdigit() for c in text):
        return Identity(label=" ".join(text.split()))
    if not whole:
        return Identity()
    bank, account = _halves(text, bank_code)
    if not bank:
        return Identity(_once(whole), _once(whole.lstrip("0")))
    return Identity(
        _once(bank + account, bank + account.lstrip("0")), _once(account, account.lstrip("0"))
    )


def plain(text: str) -> str:
    """Letters and digits only, in capitals."""
    return "".join(c for c in text.upper() if c.isalnum())


def is_iban(text: str) -> bool:
    """Whether a plain text is an IBAN: its form, its country's length, its check digits."""
    if not _IBAN.fullmatch(text):
        return False
    country = _COUNTRIES.get(text[:2])
    if country is not None and len(text) != country["length"]:
        return False
    return int("".join(str(int(c, 36)) for c in text[4:] + text[:4])) % 97 == 1


def _without_currency(text: str, currency: str) -> str:
    """MT940 writes the currency behind a number: it is no part of it."""
    bare = text.rstrip()
    if _CURRENCY.fullmatch(bare, len(bare) - 3):
        shorter = bare[:-3]
        if bare[-3:] == currency or is_iban(plain(shorter)):
            return shorter
    return text


def _of_iban(iban: str) -> Identity:
    country, national = _COUNTRIES.get(iban[:2]), iban[4:]
    if country is None:
        return Identity(_once(iban, national))
    bank = national[slice(*country["bank"])]
    account = national[slice(*country["account"])]
    bare = account.lstrip("0")
    return Identity(_once(iban, national, bank + account, bank + bare), _once(account, bare))


def _halves(text: str, bank_code: str) -> tuple[str, str]:
    """Bank and account: written with a slash, as a British sort code, or given apart."""
    sort_code = _SORT_CODE.fullmatch(text)
    if sort_code is not None:
        return "".join(sort_code.groups()[:3]), sort_code[4]
    bank, slash, account = text.partition("/")
    if slash and any(c.isdigit() for c in account):
        return plain(bank), plain(account)
    return plain(bank_code), plain(text)


def _once(*forms: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(form for form in forms if form))

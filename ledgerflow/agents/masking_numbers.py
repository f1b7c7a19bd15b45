"""Numbers that say who somebody is: accounts, cards, identity numbers, telephones; pure.

Here: finding them in a folded text, and what is left alone (dates, times, amounts, the numbers of
stores). Not here: names and addresses (masking_people.py). Every search looks at a bounded number
of characters from where it starts, so the time is linear in the text.

Sources: IBAN lengths from the ISO 13616 registry; card numbers by issuer prefix, length and the
Luhn sum (ISO/IEC 7812); US numbers as the SSA and IRS write them; UK National Insurance prefixes
from HMRC's NIM39110.
"""

import re
import string
from collections.abc import Iterator
from itertools import pairwise

from ledgerflow.agents.masking_shadow import Shadow

Span = tuple[int, int]

RUN = 8
"""So many digits in a row, or more, are taken for somebody's number."""
SEPARATED = 9
"""The same for digits in groups."""
STORE = 6
"""Two groups apart, of at most so many digits, may be a store's number and a postal code."""

_IBAN_LENGTHS = (
    "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27"
    " DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28"
    " IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22"
    " MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24"
    " SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30"
)
IBAN_LENGTHS = {one[:2]: int(one[2:]) for one in _IBAN_LENGTHS.split()}
_GAP = " ._-"
_GAP_MAX = 2
_UPPER = str.maketrans(string.ascii_lowercase, string.ascii_uppercase)

_IBAN_START = re.compile(rf"(?=([A-Z])[{_GAP}]{{0,2}}([A-Z])[{_GAP}]{{0,2}}\d[{_GAP}]{{0,2}}\d)")
_EMAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}[ ]?@[ ]?[A-Za-z0-9][A-Za-z0-9-]{0,62}(?:\.[A-Za-z0-9-]{1,63}){1,5}"
)
_HIDDEN = re.compile(
    r"(?<![A-Za-z*•·●….])(?:[xX*•·●….]{2,}|…)(?:[ -][xX*•·●]{2,}){0,5}[ -]?\d{3,6}\b"
)
_SEQUENCE = re.compile(rf"\d(?:[{_GAP}]{{0,3}}\d){{11,}}")
_CARD = re.compile(
    r"4\d{12}(?:\d{3}){0,2}|5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}"
    r"|3[47]\d{13}|3(?:0[0-5]|[689]\d)\d{11}|(?:6011|65\d\d|64[4-9]\d|62\d\d|35\d\d)\d{12,15}"
    r"|(?:50|5[6-9]|6[0-9])\d{10,17}"
)
_IDENTITY = re.compile(
    r"(?<![\dA-Za-z])(?:"
    r"(?!000|666)\d{3}[ ._-]{1,3}\d\d[ ._-]{1,3}\d{4}"  # Social Security number, ITIN
    r"|\d\d-\d{7}"  # employer identification number
    r"|[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z][ .-]?\d\d[ .-]?\d\d[ .-]?\d\d[ .-]?[A-D]"  # UK NI
    r")(?![\dA-Za-z])",
    re.IGNORECASE,
)
_SORT_CODE = re.compile(r"(?<!\d)(?:\d\d[ -]\d\d[ -]\d\d|\d{6})[ ,/]{1,2}\d{7,8}(?!\d)")
_NAMED_ACCOUNT = re.compile(
    r"\b(?:acct|accnt|account|a/c|iban|konto|kto|blz|bankleitzahl|compte|cuenta|conto|rekening"
    r"|routing|rtn|aba|sort ?code|bsb|card|karte|kartennr|carte|tarjeta|carta|kaart"
    r"|checking|savings|chk|sav|loan)"
    r"(?: ?(?:no|nr|num|number|ending(?: in)?|ends in|endet auf|nummer))?[ .:#-]{0,4}"
    r"(?P<number>(?!(?:19|20)\d\d-)[xX*]?\d[\d-]{3,40})\b",
    re.IGNORECASE,
)
_REFERENCE = re.compile(
    r"\b(?:(?:ref|reference|conf|confirmation|trace|auth|authorization|trn|trx|txn|utr|mandate"
    r"|mandat|mandatsref|mandatsreferenz|mref|eref|kref|e2e|end-to-end|invoice|inv|order|rechnung"
    r"|rechnungsnr|kundennr|kundennummer|customer|client|policy|transaction|facture|factura)"
    r"(?: ?(?:no|nr|num|number|id|code))?[ .:#-]{0,4}|\bid ?[:#] ?)"
    r"(?P<number>(?=[A-Z/-]{0,20}\d)[A-Z0-9][A-Z0-9/-]{0,60})",
    re.IGNORECASE,
)
_REFERENCE_MIN, _REFERENCE_DIGITS = 5, 3
_PHONE = re.compile(
    r"(?<![\d])(?:"
    r"\+ ?\d{1,3}(?:[ ./()-]{0,3}\d){6,12}"
    r"|(?:1[ .-])?\(?[2-9]\d\d\)?[ .-]{1,2}[2-9]\d\d[ .-]\d{4}"
    r"|[2-9]\d\d-\d{4}"
    r"|0[1-9]\d{1,3}[ /-]\d{3,4}[ -]?\d{3,4}"
    r")(?![\d])"
)
_HARMLESS = (
    re.compile(
        r"(?<![\d])(?<!\d[/.-])(?:"
        r"(?:19|20)\d\d([/.-])(?:0?[1-9]|1[0-2])\1(?:0?[1-9]|[12]\d|3[01])"
        r"|(?:0?[1-9]|[12]\d|3[01])([/.-])(?:0?[1-9]|[12]\d|3[01])\2(?:(?:19|20)\d\d|\d\d)"
        r"|(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
        r"|(?:0?[1-9]|1[0-2])/(?:0?[1-9]|[12]\d|3[01])"
        r")(?![\d])(?![/.-]\d)"
    ),
    re.compile(r"(?<![\d:])(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?(?![\d:])"),
    re.compile(
        r"(?<![\d.,])(?:\d{1,3}(?:,\d{3}){1,3}(?:\.\d\d)?|\d{1,3}(?:\.\d{3}){1,3},\d\d"
        r"|\d{1,9}[.,]\d\d)(?![\d])(?![.,]\d)"
    ),
)
_LONG_RUN = re.compile(rf"\d{{{RUN},}}")
_GROUPS = re.compile(r"\d+(?:[ ./_-]{1,2}\d+)+")
_DIGITS = re.compile(r"\d+")


def numbers_take(shadow: Shadow) -> None:
    """Find the numbers in a folded text, the surest kinds first."""
    if not any(map(str.isdigit, shadow.text)):
        shadow.take(_whole(_EMAIL, shadow), "email")
        return
    shadow.take(_whole(_EMAIL, shadow), "email")
    shadow.take(list(_ibans(shadow.text.translate(_UPPER))), "account")
    shadow.take(_whole(_HIDDEN, shadow), "account")
    shadow.take(list(_cards(shadow.text)), "card")
    shadow.take(_whole(_IDENTITY, shadow), "id")
    shadow.take(_whole(_SORT_CODE, shadow), "account")
    shadow.take([one.span("number") for one in _NAMED_ACCOUNT.finditer(shadow.text)], "account")
    shadow.take(list(_references(shadow.text)), "reference")
    shadow.take(_whole(_PHONE, shadow), "phone")
    for harmless in _HARMLESS:
        shadow.keep(_whole(harmless, shadow))
    shadow.take(_whole(_LONG_RUN, shadow), "number")
    shadow.take(list(_separated(shadow.text)), "number")


def _whole(pattern: re.Pattern[str], shadow: Shadow) -> list[Span]:
    return [one.span() for one in pattern.finditer(shadow.text)]


def _ibans(text: str) -> Iterator[Span]:
    """Where the country's length and the check digits fit, however it is spaced."""
    done = 0
    for start in _IBAN_START.finditer(text):
        length = IBAN_LENGTHS.get(start[1] + start[2])
        if length is None or start.start() < done:
            continue
        found = _gathered(text, start.start(), length)
        if found is not None and _mod_97(found[0]) and not text[found[1] : found[1] + 1].isdigit():
            done = found[1]
            yield start.start(), done


def _gathered(text: str, start: int, length: int) -> tuple[str, int] | None:
    """So many letters and digits from here on, with at most two separators between them."""
    characters: list[str] = []
    gap = 0
    for at in range(start, min(len(text), start + length * (_GAP_MAX + 1))):
        if text[at] in _GAP:
            gap += 1
            if gap > _GAP_MAX:
                return None
            continue
        if not (text[at].isascii() and text[at].isalnum()):
            return None
        gap = 0
        characters.append(text[at])
        if len(characters) == length:
            return "".join(characters), at + 1
    return None


def _mod_97(iban: str) -> bool:
    return int("".join(str(int(c, 36)) for c in iban[4:] + iban[:4])) % 97 == 1


def _cards(text: str) -> Iterator[Span]:
    """Groups of digits that together are a card number: its issuer, its length, its sum."""
    for sequence in _SEQUENCE.finditer(text):
        groups = [g.span() for g in _DIGITS.finditer(text, *sequence.span())]
        first = 0
        while first < len(groups):
            last = _card_from(text, groups, first)
            if last is None:
                first += 1
            else:
                yield groups[first][0], groups[last][1]
                first = last + 1


def _card_from(text: str, groups: list[Span], first: int) -> int | None:
    """The last group of the longest card number that begins at this group."""
    digits, fits = "", None
    for last in range(first, min(len(groups), first + 19)):
        digits += text[slice(*groups[last])]
        if len(digits) > 19:
            break
        if _CARD.fullmatch(digits) and _luhn(digits):
            fits = last
    return fits


def _luhn(digits: str) -> bool:
    doubled = (sum(divmod(int(d) * 2, 10)) for d in digits[-2::-2])
    return (sum(map(int, digits[::-2])) + sum(doubled)) % 10 == 0


def _references(text: str) -> Iterator[Span]:
    for one in _REFERENCE.finditer(text):
        said = one["number"]
        if len(said) >= _REFERENCE_MIN and sum(map(str.isdigit, said)) >= _REFERENCE_DIGITS:
            yield one.span("number")


def _separated(text: str) -> Iterator[Span]:
    for one in _GROUPS.finditer(text):
        groups = [g.span() for g in _DIGITS.finditer(text, *one.span())]
        sizes = [end - start for start, end in groups]
        if sum(sizes) >= SEPARATED and not _store_and_place(text, groups, sizes):
            yield one.span()


def _store_and_place(text: str, groups: list[Span], sizes: list[int]) -> bool:
    """Two short numbers apart: that of a store and a postal code, or the like."""
    between = {text[a[1] : b[0]].strip() for a, b in pairwise(groups)}
    return len(groups) == 2 and max(sizes) <= STORE and between <= {"", "/"}

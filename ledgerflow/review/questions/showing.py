"""A bank's text as a client sees it: account and card numbers end in their last four; pure.

Here: runs that look like such a number. Not here: what never leaves for a model
(agents/masking.py): the client has to recognise names and shops.
"""

import re

SHOWN = 4
MARK = "··"

_NUMBER = re.compile(
    r"(?<![0-9A-Za-z])"
    r"(?:[A-Z]{2}[0-9]{2}(?:[ ]?[0-9A-Z]{4}){2,7}[ ]?[0-9A-Z]{0,3}"  # IBAN, grouped or not
    r"|[0-9]{4}(?:[ -][0-9]{4}){2,3}(?:[ -][0-9]{1,3})?"  # a card's groups
    r"|[0-9X*]{3,}[0-9]{4}"  # a long number, or one that the bank has masked in part
    r")(?![0-9A-Za-z])"
)


def masked_text(text: str) -> str:
    """The text with every account and card number shortened to its last four characters."""
    return _NUMBER.sub(_shortened, text)


def _shortened(found: re.Match[str]) -> str:
    plain = "".join(c for c in found[0] if c.isalnum())
    return MARK + plain[-SHOWN:]

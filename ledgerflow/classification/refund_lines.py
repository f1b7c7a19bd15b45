"""Which bank lines a refund can be matched with, told by their texts alone; pure.

Here: leaving lines out before their payees are worked out, in two steps: by the words of the
refunds' payees, which a database can look for, and by money having gone both ways. Not here:
matching (refunds.py), which finds the same among what is left.
"""

from collections import defaultdict
from collections.abc import Iterable

from ledgerflow.classification.payee_origins import form_of, may_be_of, words_of
from ledgerflow.classification.refund_words import key_without_refund, openings_of
from ledgerflow.classification.refunds import Movement

Line = tuple[int, bool, str]
"""A transaction's id, whether money came in, and its text."""


def keys_given_back(back: Iterable[Movement]) -> set[str]:
    """Keys of the payees that these refunds and reversals may belong to.

    The keys of all rows that are matched with them begin with the words of one of these, refund
    words aside.
    """
    found: set[str] = set()
    for row in back:
        base = key_without_refund(row.payee_key)
        found.add(base)
        if base != row.payee_key and row.amount > 0:  # its text may name more than its payee
            found.update(openings_of(base))
    return found - {""}


def lines_both_ways(lines: Iterable[Line], keys: Iterable[str]) -> list[int]:
    """The ids of lines that may be of payees with these keys to and from whom money went.

    Where all that may be of a payee went one way, nothing was given back. Texts beyond ASCII stay:
    their keys may be beyond it too, which no words are known for.
    """
    asked = [key for key in keys if words_of(key)]
    ways: dict[str, set[bool]] = defaultdict(set)
    told: list[tuple[int, bool, list[str]]] = []
    for pk, is_in, text in lines:
        form = form_of(text)
        found = [key for key in asked if may_be_of(key, form)]
        told.append((pk, text.isascii(), found))
        for key in found:
            ways[key].add(is_in)
    both = {key for key, seen in ways.items() if len(seen) > 1}
    return [pk for pk, is_told, found in told if not is_told or both.intersection(found)]

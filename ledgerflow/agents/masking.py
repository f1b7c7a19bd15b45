"""What nobody outside needs to know is taken out of a text before it leaves the machine; pure.

Here: the one door, `masked`, and what goes with it. Not here: what is looked for
(masking_numbers.py, masking_people.py), or which texts leave (classification/asking, toolbox/).

Account, card, identity and telephone numbers, e-mail addresses, references, names of persons and
addresses of houses become words: `[account]`, `[card]`, `[name]` and so on. Not even the last four
characters stay: nothing that is asked of a model needs them. Names of merchants, towns and the
numbers of stores stay: they are what a look-up goes by. Masking what is masked changes nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ledgerflow.agents.masking_numbers import RUN, numbers_take
from ledgerflow.agents.masking_people import people_take, reads_as_person
from ledgerflow.agents.masking_shadow import replaced, shadow_of

PASSES = 4


@dataclass(frozen=True, slots=True)
class Masked:
    """A masked text, and what was found in it: words of masking_shadow.KINDS, sorted."""

    text: str
    kinds: tuple[str, ...] = ()


def masked(text: str) -> str:
    """The text without what says who somebody is."""
    return mask_report(text).text


def mask_report(text: str) -> Masked:
    """The masked text and which kinds were found."""
    kinds: set[str] = set()
    for _ in range(PASSES):
        shadow = shadow_of(text)
        numbers_take(shadow)
        people_take(shadow)
        if not shadow.found:
            break
        kinds.update(one.kind for one in shadow.found)
        text = replaced(text, shadow.found)
    return Masked(text, tuple(sorted(kinds)))


def masked_party(name: str) -> str:
    """A bank's field for the other side: `[name]` for a person's, else the masked text."""
    return "[name]" if reads_as_person(name) else masked(name)


def masked_value(value: Any) -> Any:
    """JSON-able data with every text masked, keys too; long numbers become texts."""
    if isinstance(value, str):
        return masked(value)
    if isinstance(value, Mapping):
        return {masked(str(key)): masked_value(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [masked_value(item) for item in value]
    if isinstance(value, int | float) and abs(value) >= 10 ** (RUN - 1):
        return masked(str(value))
    return value

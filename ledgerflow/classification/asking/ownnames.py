"""The names that a business is known by, of itself and of its people: no model hears them.

Here: whose they are, and taking them out of whatever is told. Not here: what masking finds without
knowing anybody (agents/masking.py). Masking knows a person by the words around the name; in a chart
("Draw - Jane Doe") and in a profile there are none, but these persons are known.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Q

from ledgerflow.classification.asking.samples import PERSON, without_name
from ledgerflow.firms.models import Business, Membership

_WORDS_LEAST = 2
"""A name of one word stands in other words and names."""


class OwnNames:
    """Names to take out: the business's, and its persons' with and without a middle initial."""

    def __init__(self, business_name: str, persons: Iterable[str]) -> None:
        self._business_name = business_name
        patterns = [_pattern(name.split()) for name in persons if len(name.split()) >= _WORDS_LEAST]
        self._persons = re.compile("|".join(patterns), re.IGNORECASE) if patterns else None

    def out_of(self, value: Any) -> Any:
        """JSON-able data without them; keys stay."""
        if isinstance(value, str):
            text = without_name(value, self._business_name)
            return self._persons.sub(PERSON, text) if self._persons else text
        if isinstance(value, Mapping):
            return {key: self.out_of(item) for key, item in value.items()}
        if isinstance(value, list | tuple):
            return [self.out_of(item) for item in value]
        return value


def own_names_of(business: Business) -> OwnNames:
    """In the firm's scope; one query: the firm's people and this business's clients."""
    people = Membership.objects.filter(Q(business=None) | Q(business=business))
    names = people.order_by("user__name").values_list("user__name", flat=True).distinct()
    return OwnNames(business.name, names)


def _pattern(words: list[str]) -> str:
    """First to last, a middle initial between them or not, or the last name first."""
    said = [re.escape(word) for word in words]
    onwards = r"\W+(?:\w\W+)?".join(said)
    turned = r"\W+".join([said[-1], *said[:-1]])
    return rf"(?<!\w)(?:{onwards}|{turned})(?!\w)"

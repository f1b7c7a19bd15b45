"""Where somebody reviews, and how a group is named among all of a firm.

Here: addresses of the review pages as frozen records; no queries. Not here: what they show
(review.py, review_panel.py).
"""

from dataclasses import dataclass
from hashlib import blake2s

from django.urls import reverse
from django.utils.http import urlencode

from ledgerflow.firms.access import Place, Practice
from ledgerflow.web.typed import number_of


@dataclass(frozen=True, slots=True)
class Token:
    """One group among all of a firm: a business and the group's key, as "12:USD:cafe -"."""

    business_id: int
    key: str

    def __str__(self) -> str:
        return f"{self.business_id}:{self.key}"

    @property
    def dom_id(self) -> str:
        """A stable id for the page, whatever signs the key has."""
        digest = blake2s(self.key.encode(), digest_size=6).hexdigest()
        return f"g-{self.business_id}-{digest}"


def token_read(text: str) -> Token | None:
    """The group that an address names; None for "" and for what names none."""
    business, _colon, key = text.partition(":")
    business_id = number_of(business)
    if business_id is None or not key:
        return None
    return Token(business_id, key[:300])


@dataclass(frozen=True, slots=True)
class Desk:
    """Where somebody reviews: one business, or all of a firm (`business_id` None)."""

    firm_id: int
    business_id: int | None
    name: str
    may_write: bool

    @property
    def address(self) -> str:
        """The page's own address, without a filter."""
        if self.business_id is None:
            return reverse("web:firm-review", args=[self.firm_id])
        return reverse("web:review", args=[self.business_id])

    @property
    def business_ids(self) -> list[int] | None:
        """As the queue's reads take them."""
        return None if self.business_id is None else [self.business_id]

    @property
    def is_firm(self) -> bool:
        """True where several businesses wait in one list."""
        return self.business_id is None

    def link(self, query: str = "", **more: object) -> str:
        """An address of this page; empty values are left out."""
        said = urlencode([(name, str(value)) for name, value in more.items() if value])
        text = "&".join(part for part in (query, said) if part)
        return f"{self.address}?{text}" if text else self.address


def desk_of_place(place: Place) -> Desk:
    """The desk of one business."""
    return Desk(place.firm_id, place.business_id, place.business_name, place.may_write)


def desk_of_practice(practice: Practice) -> Desk:
    """The desk of a whole firm."""
    return Desk(practice.firm_id, None, practice.firm_name, practice.may_write)

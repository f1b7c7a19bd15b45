"""Reads of payees: who a key stands for, who resembles whom.

Here: queries in a firm's scope, by trigram index. Not here: making keys of bank texts
(payees.py), or changing payees (payee_services.py).
"""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db import connection

from ledgerflow.classification.facts import PayeeName
from ledgerflow.classification.models import Payee, PayeeAlias
from ledgerflow.classification.payees import normalise
from ledgerflow.core.errors import AccessError
from ledgerflow.firms.models import Business

NEAR_SHOWN = 5
LIKE = 0.35
"""Trigram similarity from which two spellings are shown as near."""

TWIN = 0.6
"""And from which two payees are worth a question."""

TWINS_SHOWN = 50

NEAR_SQL = """
SELECT n.key, p.id, p.name, n.score
  FROM lf_spellings_near(%(business)s, %(text)s, %(opening)s, %(alike)s, %(most)s) n
  JOIN "classification_payee" p ON p.id = n.payee_id
 ORDER BY n.score DESC, length(n.key), n.key"""

TWINS_SQL = """
SELECT n.key, p.id, p.name, n.other_key, q.id, q.name, n.score
  FROM lf_spellings_alike(%(business)s, %(alike)s, %(most)s) n
  JOIN "classification_payee" p ON p.id = n.payee_id
  JOIN "classification_payee" q ON q.id = n.other_id
 ORDER BY n.score DESC, n.key, n.other_key"""


@dataclass(frozen=True, slots=True)
class Near:
    """A payee whose spelling `key` resembles a text; `score` 0..1."""

    key: str
    payee_id: int
    name: str
    score: float


@dataclass(frozen=True, slots=True)
class Twins:
    """Two payees that may be one, with the spellings that say so."""

    first: Near
    second: Near


def payee_find(business: Business, payee_id: int) -> Payee:
    """A payee of this business; AccessError for any other number."""
    payee = Payee.objects.filter(business=business, pk=payee_id).first()
    if payee is None:
        raise AccessError(
            f"{business.name} has no payee {payee_id}.",
            code="unknown_payee",
            hint="`ledgerflow payee list` shows the numbers.",
        )
    return payee


def payee_aliases(business: Business) -> dict[str, PayeeName]:
    """Spelling -> the payee it stands for, under the first of that payee's spellings.

    So a payee of one spelling keeps its key whatever it is called.
    """
    rows = PayeeAlias.objects.filter(business=business).order_by("key")
    first: dict[int, str] = {}
    found: dict[str, PayeeName] = {}
    for key, payee_id, name in rows.values_list("key", "payee_id", "payee__name"):
        found[key] = PayeeName(first.setdefault(payee_id, key), name)
    return found


def payees_of(business: Business) -> list[tuple[Payee, list[str]]]:
    """Every payee with its spellings, by name."""
    spellings: dict[int, list[str]] = defaultdict(list)
    for payee_id, key in PayeeAlias.objects.filter(business=business).values_list(
        "payee_id", "key"
    ):
        spellings[payee_id].append(key)
    payees = Payee.objects.filter(business=business).order_by("name", "pk")
    return [(payee, sorted(spellings[payee.pk])) for payee in payees]


def payee_near(business: Business, text: str, shown: int = NEAR_SHOWN) -> list[Near]:
    """The payees whose spellings resemble a bank's text or a name, nearest first.

    A spelling that the other one begins with counts as near: card texts are cut off.
    """
    key = normalise(text).key
    if not key:
        return []
    opening = key.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    given = {"text": key, "opening": opening, "alike": LIKE, "most": 4 * shown}
    found: dict[int, Near] = {}
    for row in _rows(NEAR_SQL, business, given):
        near = Near(*row)
        found.setdefault(near.payee_id, near)
    return list(found.values())[:shown]


def payee_twins(business: Business, shown: int = TWINS_SHOWN) -> list[Twins]:
    """Pairs of payees that may be one, likeliest first; a person decides.

    The newest five hundred spellings are compared with all.
    """
    found: dict[tuple[int, int], Twins] = {}
    for row in _rows(TWINS_SQL, business, {"alike": TWIN, "most": 4 * shown}):
        key, payee_id, name, other_key, other_id, other_name, score = row
        ends = Near(key, payee_id, name, score), Near(other_key, other_id, other_name, score)
        first, second = sorted(ends, key=lambda near: near.payee_id)
        found.setdefault((first.payee_id, second.payee_id), Twins(first, second))
    return list(found.values())[:shown]


def _rows(query: str, business: Business, given: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, {"business": business.pk} | given)
        return list(cursor.fetchall())

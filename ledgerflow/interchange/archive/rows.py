"""Rows of the database as JSON objects, exactly: nothing is lost or rounded on the way.

Here: any table of a business, by id, some thousand rows at a time. Not here: which tables
(contents.py). Other rows are named by id, people by e-mail address as well.
"""

import datetime as dt
import uuid
from collections.abc import Callable, Collection, Iterable, Iterator
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models.functions import Cast

from ledgerflow.firms.models import User

ROWS_AT_ONCE = 2_000
_LEFT_OUT = frozenset({"firm", "business", "number_fingerprint"})
"""Columns that say nothing outside of the database."""


def table_rows(
    model: type[models.Model],
    business_id: int,
    *,
    record: str = "",
    as_text: Collection[str] = (),
) -> Iterator[dict[str, Any]]:
    """Every row of a table for one business, by id. `record` goes in front as a column.

    The table must have a plain `id`. `as_text` names JSON columns that are written as the text
    PostgreSQL has of them, because hashes are made of that.
    """
    fields = [f for f in model._meta.concrete_fields if f.name not in _LEFT_OUT]
    columns = dict(_columns(fields))
    head = {"record": record} if record else {}
    rows = model._default_manager.filter(business_id=business_id).order_by("pk")
    columns |= {name: Cast(name, models.TextField()) for name in as_text}
    ordered = rows.values_list("pk", *columns.values())
    found = list(ordered[:ROWS_AT_ONCE])
    while found:
        for row in found:
            yield head | dict(zip(columns, map(json_value, row[1:]), strict=True))
        found = list(ordered.filter(pk__gt=found[-1][0])[:ROWS_AT_ONCE])


def _columns(fields: Iterable[Any]) -> Iterator[tuple[str, Any]]:
    """Each column's name in the archive, and what the query asks for."""
    for field in fields:
        yield field.attname, field.attname
        if field.related_model is User:
            yield field.name, f"{field.name}__email"


def json_value(value: Any) -> Any:
    """A column's value as JSON has it: amounts, days, moments and ids as text."""
    convert = _CONVERT.get(type(value))
    return convert(value) if convert else value


def _moment(value: dt.datetime) -> str:
    return value.astimezone(dt.UTC).isoformat()


_CONVERT: dict[type, Callable[[Any], Any]] = {
    Decimal: lambda amount: format(amount, "f"),
    dt.datetime: _moment,
    dt.date: dt.date.isoformat,
    uuid.UUID: str,
    bytes: bytes.hex,
    memoryview: lambda data: bytes(data).hex(),
}

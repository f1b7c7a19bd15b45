"""What the forms of models, tools and agents have in common.

Here: bounds of numbers as the database has them, said in plain words; faults as field errors;
switching rows on and off. Not here: what a row may hold (agents/).
"""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from ledgerflow.core.errors import LedgerFlowError


class RowForm(forms.ModelForm):  # type: ignore[type-arg]  # of several models
    """A form whose numbers have bounds; `bounds` is field -> (least, most)."""

    bounds: ClassVar[Mapping[str, tuple[int, int]]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, (least, most) in self.bounds.items():
            if name in self.fields:
                self._bound(name, least, most)

    def faults_add(self, faults: Mapping[str, str]) -> None:
        """Faults by field as errors of the form; those of no field stand above it."""
        for name, message in faults.items():
            self.add_error(name if name in self.fields else None, message)

    def _bound(self, name: str, least: int, most: int) -> None:
        field = self.fields[name]
        message = f"Between {least:,} and {most:,}."
        field.validators += [
            MinValueValidator(least, message),
            MaxValueValidator(most, message),
        ]
        field.widget.attrs |= {"min": least, "max": most}


def in_words(fault: LedgerFlowError) -> str:
    """What is wrong and what to do, on one line."""
    return f"{fault.message} {fault.hint}".strip()


def rows_switch(
    page: ModelAdmin,
    request: HttpRequest,
    rows: QuerySet[Any],
    is_enabled: bool,
    obstacle: Callable[[Any], str] = lambda row: "",
) -> None:
    """Switch rows on or off; `obstacle` says why one cannot be switched on ("" where it can)."""
    done = []
    for row in rows:
        reason = obstacle(row) if is_enabled else ""
        if reason:
            page.message_user(request, f"{row} is not switched on: {reason}", messages.ERROR)
            continue
        row.is_enabled = is_enabled
        row.save(update_fields=["is_enabled"])
        word = "on" if is_enabled else "off"
        page.log_change(request, row, [{"changed": {"fields": [f"switched {word}"]}}])
        done.append(str(row))
    if done:
        word = "on" if is_enabled else "off"
        page.message_user(request, f"Switched {word}: {', '.join(done)}.", messages.SUCCESS)

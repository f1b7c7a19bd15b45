"""The tax forms: one file per form and year, one line in FORMS.

Here: the list and how a form of a year is found; unknown years are refused, or shown as a draft
on the latest layout. Not here: lines (the files) or amounts (tax/worksheet.py).
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

from ledgerflow.core.errors import InputError
from ledgerflow.tax.forms import (
    schedule_c_2022,
    schedule_c_2023,
    schedule_c_2024,
    schedule_c_2025,
)
from ledgerflow.tax.forms.form import TaxForm, TaxLine
from ledgerflow.tax.forms.schedule_c_lines import schedule_c
from ledgerflow.tax.forms.year_facts import YEAR_FACTS, YearFacts

__all__ = ["FORMS", "TaxForm", "TaxLine", "YearFacts", "form_get", "form_years"]

FORMS: tuple[TaxForm, ...] = (
    schedule_c_2022.FORM,
    schedule_c_2023.FORM,
    schedule_c_2024.FORM,
    schedule_c_2025.FORM,
)


def form_years(form_id: str) -> tuple[int, ...]:
    """The years whose layout is known, ascending; empty for an unknown form."""
    return tuple(sorted(f.year for f in FORMS if f.id == form_id))


def form_get(form_id: str, year: int, *, draft: bool = False) -> TaxForm:
    """The form of a year.

    Raises InputError for an unknown form, and for an unknown year unless `draft` is asked: then
    the latest layout comes back under the asked year, labelled draft.
    """
    years = form_years(form_id)
    if not years:
        raise InputError(
            f'There is no tax form called "{form_id}".',
            code="unknown_tax_form",
            hint="Known forms: " + ", ".join(sorted({f.id for f in FORMS})) + ".",
        )
    for form in FORMS:
        if (form.id, form.year) == (form_id, year):
            return form
    if not draft or form_id not in DRAFTS:
        raise InputError(
            f"{form_id} {year}: the layout of this year is not known "
            f"(known: {years[0]} to {years[-1]}).",
            code="unknown_tax_year",
            hint="Update LedgerFlow, or ask for a draft on the latest layout (--draft).",
            extra={"form": form_id, "year": year, "known_years": list(years)},
        )
    return DRAFTS[form_id](year)


def _schedule_c_draft(year: int) -> TaxForm:
    """Schedule C of an unknown year on the latest layout, with the nearest known facts."""
    nearest = min(YEAR_FACTS, key=lambda f: abs(f.year - year))
    return schedule_c(replace(nearest, year=year), schedule_c_2025.LINE_27, draft=True)


DRAFTS: Mapping[str, Callable[[int], TaxForm]] = MappingProxyType({"schedule_c": _schedule_c_draft})
"""Form id -> how a year without a layout of its own is drawn up as a draft."""

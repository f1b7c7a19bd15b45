"""Where a try takes place: a business of the firm that the operator picked.

Here: the field of a try's page. Not here: picking the firm (firmchoice.py).
"""

from typing import Any

from django import forms
from django.http import HttpRequest
from unfold.widgets import UnfoldAdminSelectWidget

from ledgerflow.firms.access import Place, operator_place_by_id
from ledgerflow.web.admin.agents.firmchoice import FirmChoice, businesses_of, firm_chosen


class PlaceForm(forms.Form):
    """One business, or none where the try needs no books."""

    business = forms.ChoiceField(label="Business", required=False, widget=UnfoldAdminSelectWidget)
    firm: FirmChoice | None = None

    def place(self) -> Place | None:
        """The business of a valid form; None where none is chosen."""
        chosen = self.cleaned_data["business"]
        if self.firm is None or not chosen:
            return None
        return operator_place_by_id(self.firm.id, int(chosen))


def place_form(request: HttpRequest, *, is_needed: bool = False) -> PlaceForm:
    """The form with the businesses of the picked firm; without a firm there is none to choose."""
    form = PlaceForm(request.POST or None)
    form.firm = firm_chosen(request)
    rows: list[tuple[Any, str]] = [] if form.firm is None else list(businesses_of(form.firm))
    field = form.fields["business"]
    field.required = is_needed
    field.choices = rows if is_needed else [("", "No business"), *rows]  # type: ignore[attr-defined]
    field.help_text = (
        "Its books are what is looked into."
        if form.firm
        else "Pick a firm first: only then can books be looked into."
    )
    return form

"""What people fill in on the pages of signing in, setting up and being invited.

Here: fields and their messages. Not here: what happens with them (views/signin/).
"""

from typing import Any, cast

from allauth.account.forms import LoginForm
from django import forms
from django.utils.translation import gettext_lazy as _

from ledgerflow.core.errors import LedgerFlowError
from ledgerflow.firms.models import Business
from ledgerflow.ledger.charts import CHARTS

NEW_PASSWORD = forms.PasswordInput(attrs={"autocomplete": "new-password", "minlength": 12})


class SignInForm(LoginForm):  # type: ignore[misc]  # allauth has no types
    """E-mail address and password; the address is sent as `username`, as browsers expect."""

    def add_prefix(self, field_name: str) -> str:
        """The name of a field in the page."""
        return "username" if field_name == "login" else field_name


class Styled(forms.Form):
    """A form whose inputs have the look of all pages."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            look = "form-select" if isinstance(field, forms.ChoiceField) else "form-control"
            field.widget.attrs["class"] = look

    def add_fault(self, fault: LedgerFlowError, field: str | None = None) -> None:
        """Show an expected fault at its field, or above the form."""
        self.add_error(field, f"{fault.message} {fault.hint}".strip())


class JoinForm(Styled):
    """A person who is invited: name and password."""

    name = forms.CharField(
        label=_("Your name"), max_length=150, widget=forms.TextInput({"autocomplete": "name"})
    )
    password = forms.CharField(
        label=_("Password"),
        widget=NEW_PASSWORD,
        strip=False,
        help_text=_("At least 12 characters; four random words do well."),
    )


class SetupForm(JoinForm):
    """The first owner, the firm and its first business."""

    email = forms.EmailField(
        label=_("E-mail address"), widget=forms.EmailInput({"autocomplete": "username"})
    )
    firm = forms.CharField(
        label=_("Name of the firm"),
        max_length=200,
        help_text=_("Your practice, or your own name."),
        widget=forms.TextInput({"autocomplete": "organization"}),
    )
    business = forms.CharField(
        label=_("Name of the first business"),
        max_length=200,
        help_text=_("Whose books are kept; more can be added later."),
    )
    chart = forms.ChoiceField(label=_("Chart of accounts"))
    currency = forms.CharField(
        label=_("Currency"),
        required=False,
        max_length=3,
        help_text=_("Three letters, such as USD; empty: that of the chart's country."),
    )
    tax_regime = forms.ChoiceField(label=_("Taxes"), required=False)

    field_order = (
        *("name", "email", "password", "firm"),
        *("business", "chart", "currency", "tax_regime"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        charts = [(chart.id, chart.title) for chart in CHARTS]
        cast("forms.ChoiceField", self.fields["chart"]).choices = charts
        regimes = [("", _("As usual with the chart")), *Business.TaxRegime.choices]
        cast("forms.ChoiceField", self.fields["tax_regime"]).choices = regimes

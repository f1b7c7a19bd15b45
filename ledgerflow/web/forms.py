"""What people fill in: a statement file with its account.

Here: parsing and its messages. Not here: access, or what happens with the file.
"""

from typing import Any, cast

from django import forms

from ledgerflow.core.errors import InputError
from ledgerflow.statements.models import BankAccount

FROM_FILE, NEW = "", "new"


class UploadForm(forms.Form):
    """A statement file. `account`: "" (the file says), an account's id, or "new" with a name."""

    file = forms.FileField(
        label="Statement file", error_messages={"required": "Choose a statement file first."}
    )
    account = forms.ChoiceField(label="Account", required=False)
    new_name = forms.CharField(label="Name of the new account", max_length=120, required=False)
    new_kind = forms.ChoiceField(
        label="Kind", choices=BankAccount.Kind.choices, required=False, initial="checking"
    )

    def __init__(self, *args: Any, accounts: list[BankAccount], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(FROM_FILE, "As the file says"), (NEW, "A new account")]
        choices[1:1] = [(str(account.pk), str(account)) for account in accounts]
        cast("forms.ChoiceField", self.fields["account"]).choices = choices
        looks = {"file": "form-control", "new_name": "form-control"}
        for name, field in self.fields.items():
            field.widget.attrs["class"] = looks.get(name, "form-select")

    def clean(self) -> dict[str, Any]:
        """A new account needs a name."""
        cleaned = super().clean() or {}
        if cleaned.get("account") == NEW and not cleaned.get("new_name", "").strip():
            self.add_error("new_name", "Give the new account a name.")
        return cleaned

    def refuse_invalid(self) -> None:
        """InputError with every message when the form is not valid."""
        if not self.is_valid():
            said = [str(message) for messages in self.errors.values() for message in messages]
            raise InputError(" ".join(said), hint="Go back and fill in what is missing.")

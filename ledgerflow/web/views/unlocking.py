"""The password of an encrypted statement file: asked on its page, used at once, kept nowhere.

Here: parsing and the answer. Not here: what happens with the file (pipeline/unlocking.py).
"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_POST

from ledgerflow.core.errors import InputError, PasswordNeeded
from ledgerflow.firms.access import place_for
from ledgerflow.pipeline.unlocking import statement_unlock
from ledgerflow.statements.models import StatementFile
from ledgerflow.statements.passwords import Passwords
from ledgerflow.web.access import person_of, signed_in
from ledgerflow.web.views.statements.doors import require_uploader

PASSWORD_LENGTH_MAX = 200


@require_POST
@sensitive_post_parameters("password")
@signed_in
@sensitive_variables("password")
def unlock(request: HttpRequest, business_id: int, file_id: int) -> HttpResponseBase:
    """Open the file and import it; a wrong password says so, and the file waits on.

    No transaction is open meanwhile: reading a file may take seconds, a scan minutes.
    """
    person = person_of(request)
    place = place_for(person, business_id)
    require_uploader(place)
    password = request.POST.get("password", "")
    if not password or len(password) > PASSWORD_LENGTH_MAX:
        raise InputError(
            _("The password is too long.") if password else _("No password was given."),
            code="no_password",
            hint=_("Go back and fill in the password that the bank gave you for the file."),
        )
    try:
        run = statement_unlock(place, file_id, Passwords([password]), user_id=person.pk)
    except PasswordNeeded as error:
        hint = _("Look at capitals and spaces.")
        messages.error(request, f"{error.message} {hint}")
    else:
        if run.state == StatementFile.State.PUBLISHED:
            messages.success(request, _("%(name)s is open and taken in.") % {"name": run.name})
        else:
            said = _("%(name)s is open; see below why it is not taken in.")
            messages.warning(request, said % {"name": run.name})
    return redirect("web:statement", business_id=business_id, file_id=file_id)

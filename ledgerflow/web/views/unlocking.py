"""The password of an encrypted statement file: asked on its page, used at once, kept nowhere.

Here: parsing and the answer. Not here: what happens with the file (pipeline/unlocking.py).
"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_POST

from ledgerflow.core.errors import InputError, PasswordNeeded
from ledgerflow.firms.access import place_for, require_writer
from ledgerflow.pipeline.unlocking import statement_unlock
from ledgerflow.statements.models import StatementFile
from ledgerflow.statements.passwords import Passwords
from ledgerflow.web.access import person_of, signed_in

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
    require_writer(place)
    password = request.POST.get("password", "")
    if not password or len(password) > PASSWORD_LENGTH_MAX:
        raise InputError(
            "No password was given." if not password else "The password is too long.",
            code="no_password",
            hint="Go back and fill in the password that the bank gave you for the file.",
        )
    try:
        run = statement_unlock(place, file_id, Passwords([password]), user_id=person.pk)
    except PasswordNeeded as error:
        messages.error(request, f"{error.message} Look at capitals and spaces.")
    else:
        if run.state == StatementFile.State.PUBLISHED:
            messages.success(request, f"{run.name} is open and taken in.")
        else:
            messages.warning(request, f"{run.name} is open; see below why it is not taken in.")
    return redirect("web:statement", business_id=business_id, file_id=file_id)

"""What somebody typed while they were signed out is kept and shown again after signing in.

Here: keeping the fields of a form in the session for an hour, for the one person who typed them.
Not here: the page (views/signin/kept.py). Never kept: files, passwords and other secrets, forms
of more than 100,000 characters, forms that came from another site.
"""

import re
import secrets
import time
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from ledgerflow.web.signin.lastperson import last_person

SESSION_KEY = "kept_forms"
FORMS_MAX, CHARACTERS_MAX, SECONDS = 3, 100_000, 3600
SECRET = re.compile(r"passw|secret|\w+token|credential|^otp", re.IGNORECASE)
ONCE = "token"
"""The field that lets a form be done once only: sent again, and of no interest to a person."""


@dataclass(frozen=True, slots=True)
class KeptForm:
    """A form as it was sent: `path` is where to, `page` where it was filled in ("" unknown)."""

    id: str
    path: str
    page: str
    fields: list[list[str]]
    files: list[str]
    person: int
    at: float

    @property
    def shown(self) -> list[tuple[str, str]]:
        """What a person typed, with the names of the fields made readable."""
        return [
            (name.replace("_", " ").replace("-", " ").capitalize(), value)
            for name, value in self.fields
            if value.strip() and name != ONCE
        ]


def form_keep(request: HttpRequest) -> bool:
    """Keep a POST that was refused, if it is a person's own; whether it was kept."""
    person = last_person(request)
    if request.method != "POST" or person is None or not came_from_here(request):
        return False
    fields = [
        [name, value]
        for name, values in request.POST.lists()
        if not SECRET.search(name)
        for value in values
        if isinstance(value, str)
    ]
    if sum(len(name) + len(value) for name, value in fields) > CHARACTERS_MAX:
        return False
    kept = KeptForm(
        id=secrets.token_hex(8),
        path=request.get_full_path(),
        page=page_before(request),
        fields=fields,
        files=[str(file.name) for name in request.FILES for file in request.FILES.getlist(name)],
        person=person,
        at=time.time(),
    )
    others = [asdict(form) for form in _unexpired(request)]
    request.session[SESSION_KEY] = [*others, asdict(kept)][-FORMS_MAX:]
    return True


def forms_kept(request: HttpRequest) -> list[KeptForm]:
    """What the person who is signed in typed within the last hour, the latest first."""
    return [form for form in reversed(_unexpired(request)) if form.person == request.user.pk]


def form_take(request: HttpRequest, form_id: str) -> KeptForm | None:
    """One of them, which is kept no longer; None where there is none (any more)."""
    kept = forms_kept(request)
    found = next((form for form in kept if form.id == form_id), None)
    if found is not None:
        rest = [asdict(form) for form in _unexpired(request) if form.id != form_id]
        request.session[SESSION_KEY] = rest
    return found


def came_from_here(request: HttpRequest) -> bool:
    """Whether a page of this site sent the form: another site's would be a trap.

    Browsers say it in `Origin`, older ones in `Referer`; one who says neither is not believed.
    """
    said = request.headers.get("Origin") or request.headers.get("Referer", "")
    return urlsplit(said).netloc == request.get_host()


def page_before(request: HttpRequest) -> str:
    """The path of the page that the form stood on, "" where the browser does not say."""
    said = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(said, {request.get_host()}):
        return ""
    parts = urlsplit(said)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def _unexpired(request: HttpRequest) -> list[KeptForm]:
    stored: list[dict[str, Any]] = request.session.get(SESSION_KEY, [])
    return [KeptForm(**one) for one in stored if one["at"] > time.time() - SECONDS]

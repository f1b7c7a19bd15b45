"""Files that come in parts, for the script of the drop zone: announced, sent, finished.

Here: requests and JSON. Not here: the parts (statements/uploading.py), what becomes of a whole
file (pipeline/uploads.py), the form for browsers without scripts (listing.py).
"""

from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from ledgerflow.core.errors import DuplicateFile, InputError, LedgerFlowError
from ledgerflow.firms.access import Place
from ledgerflow.firms.models import Business
from ledgerflow.pipeline.uploads import upload_finish
from ledgerflow.statements.uploading import (
    PART_BYTES_MAX,
    Announced,
    as_answer,
    upload_of,
    upload_open,
    upload_take,
)
from ledgerflow.web.access import person_of
from ledgerflow.web.views.statements.accountwish import account_wished
from ledgerflow.web.views.statements.doors import (
    answers_json,
    reading_page,
    refusal,
    require_uploader,
    uploader_page,
)

OFFSET = "Upload-Offset"


@require_POST
@never_cache
@answers_json
@uploader_page
def announce(request: HttpRequest, place: Place) -> HttpResponseBase:
    """Begin an upload or find it again: 201 with its number and how much is there."""
    business = Business.objects.get(pk=place.business_id)
    said = Announced(
        name=request.POST.get("name", ""),
        size=_whole(request.POST.get("size", "")),
        fingerprint=request.POST.get("fingerprint", ""),
        account=account_wished(place, business, request.POST),
    )
    try:
        session = upload_open(business=business, announced=said, user_id=person_of(request).pk)
    except DuplicateFile as known:
        return _known(place, known)
    return JsonResponse(as_answer(session), status=201)


@require_http_methods(["GET", "POST"])
@never_cache
@answers_json
@uploader_page
def part(request: HttpRequest, place: Place, upload_id: int) -> HttpResponseBase:
    """GET: how much is there. POST: the next part, at the place that its header names."""
    business_id, user_id = place.business_id, person_of(request).pk
    if request.method == "GET":
        found = upload_of(business_id=business_id, upload_id=upload_id, user_id=user_id)
        return JsonResponse(as_answer(found))
    length = _whole(request.headers.get("Content-Length", ""))
    session = upload_take(
        business_id=business_id,
        upload_id=upload_id,
        user_id=user_id,
        offset=_whole(request.headers.get(OFFSET, "")),
        data=request.body if length <= PART_BYTES_MAX else b"",
    )
    return JsonResponse(as_answer(session))


@require_POST
@never_cache
@answers_json
@reading_page
def finish(request: HttpRequest, place: Place, upload_id: int) -> HttpResponseBase:
    """The file is whole: it is taken in, or refused for good. The answer leads to its page."""
    require_uploader(place)
    done = upload_finish(place, upload_id, user_id=person_of(request).pk)
    if done.refusal is not None:
        return _known(place, done.refusal)
    return JsonResponse({"file": done.file_id, "url": _page(place, done.file_id)}, status=201)


def _known(place: Place, fault: LedgerFlowError) -> JsonResponse:
    """A refusal; of a file that is there already it leads to that."""
    answer = refusal(fault)
    known = fault.extra.get("file")
    if known:
        said = {**fault.as_dict(), "file": known, "url": _page(place, known)}
        return JsonResponse(said, status=fault.status)
    return answer


def _page(place: Place, file_id: object) -> str:
    return reverse("web:statement", args=[place.business_id, file_id])


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        raise InputError(
            f"{text[:20]!r} is no count of bytes.",
            code="upload_part",
            hint="Reload the page and drop the file again.",
        )
    return int(text)

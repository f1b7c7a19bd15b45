"""What probes ask: does the process live, can it do its work, which version is it.

Here: the three answers as JSON. Not here: finding out (reachable.py, disk.py, degraded.py). The
addresses are open to everyone: no answer names hosts, users, folders or what others run.
"""

from django.conf import settings
from django.db import DatabaseError, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ledgerflow import __version__
from ledgerflow.ops.degraded import backups_missing, degraded, outside_missing
from ledgerflow.ops.disk import needed_folders, space
from ledgerflow.ops.reachable import GONE, REFUSING, UNREACHABLE, own_connection, schema_faults

NO_ROOM = "The disk under the {what} is nearly full: {share:.0%} free."
NO_FOLDER = "The folder of the {what} cannot be reached."


@require_safe
@never_cache
@transaction.non_atomic_requests
def livez(request: HttpRequest) -> HttpResponse:
    """200 while the process answers; touches nothing else."""
    return JsonResponse({"status": "alive"})


@require_safe
@never_cache
@transaction.non_atomic_requests
def version(request: HttpRequest) -> HttpResponse:
    """What runs here; `revision` is null where no image was built."""
    return JsonResponse(
        {"name": "LedgerFlow", "version": __version__, "revision": settings.REVISION}
    )


@require_safe
@never_cache
@transaction.non_atomic_requests
def readyz(request: HttpRequest) -> HttpResponse:
    """503 with reasons when work cannot be done; 200 otherwise, naming what is degraded."""
    reasons, missing = readiness()
    return JsonResponse(
        {
            "status": "not ready" if reasons else "ready",
            "reasons": reasons,
            "degraded": missing,
        },
        status=503 if reasons else 200,
    )


def readiness() -> tuple[list[str], list[str]]:
    """Why nothing can be done now, in words; and what is missing that need not be there."""
    try:
        with own_connection() as connection:
            reasons = schema_faults(connection)
            missing = degraded(connection) if not reasons else []
    except GONE:
        reasons, missing = [UNREACHABLE], [*outside_missing(), *backups_missing()]
    except DatabaseError:  # a right is missing, say
        reasons, missing = [REFUSING], []
    return [*reasons, *disk_reasons()], missing


def disk_reasons() -> list[str]:
    """The folders with too little room."""
    found: list[str] = []
    for what, folder in needed_folders().items():
        try:
            room = space(folder)
        except OSError:
            found.append(NO_FOLDER.format(what=what))
        else:
            if room.is_low:
                found.append(NO_ROOM.format(what=what, share=room.share))
    return found

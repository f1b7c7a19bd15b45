"""What probes ask: does the process live, can it do its work.

Here: the two answers as JSON. Not here: repairing anything. Neither answer names hosts, users or
versions: the addresses are open to everyone.
"""

from functools import cache

from django.db import DatabaseError, connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ledgerflow.core.errors import DatabaseUnavailable
from ledgerflow.embedded import EmbeddedError

UNREACHABLE = "The database cannot be reached."
NOT_MIGRATED = "Migrations are not applied: {count} missing, the first is {first}."


@require_safe
@never_cache
@transaction.non_atomic_requests
def livez(request: HttpRequest) -> HttpResponse:
    """200 while the process answers; touches nothing else."""
    return JsonResponse({"status": "alive"})


@require_safe
@never_cache
@transaction.non_atomic_requests
def readyz(request: HttpRequest) -> HttpResponse:
    """200 when the database is reachable and migrated, else 503 with the reasons."""
    reasons = unready_reasons()
    if reasons:
        return JsonResponse({"status": "not ready", "reasons": reasons}, status=503)
    return JsonResponse({"status": "ready", "reasons": []})


def unready_reasons() -> list[str]:
    """Why work cannot be done now, in words; [] when it can."""
    try:
        applied = MigrationRecorder(connection).applied_migrations()
    except (DatabaseError, DatabaseUnavailable, EmbeddedError):
        return [UNREACHABLE]
    missing = sorted(known_migrations() - set(applied))
    if missing:
        first = ".".join(missing[0])
        return [NOT_MIGRATED.format(count=len(missing), first=first)]
    return []


@cache
def known_migrations() -> frozenset[tuple[str, str]]:
    """All migrations of the installed code; they cannot change while the process runs."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    replaced = {key for m in loader.disk_migrations.values() for key in m.replaces}
    return frozenset(set(loader.disk_migrations) - replaced)

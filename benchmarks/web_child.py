"""What pages and strokes cost inside one process of a seeded installation: queries and CPU.

Here: run as `python -m benchmarks.web_child STATE_DIR ROUNDS`; prints JSON. Not here: times over
HTTP, the table (bench_web.py). Strokes are taken back again: the books stay as they were.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from typing import Any

PAGES = {
    "home": "/",
    "business": "/b/{business}/",
    "statements": "/b/{business}/statements/",
    "statement": "/b/{business}/statements/{file}/",
    "review of the firm": "/f/{firm}/review/",
    "review of a business": "/b/{business}/review/",
    "transactions": "/b/{business}/transactions/",
    "accounts": "/b/{business}/books/accounts/",
    "journal": "/b/{business}/books/journal/",
    "register": "/b/{business}/books/register/{account}/",
    "reconcile": "/b/{business}/books/reconcile/",
    "questions": "/b/{business}/questions/",
    "rules": "/b/{business}/rules/",
    "payees": "/b/{business}/payees/",
    "reports": "/b/{business}/reports/",
    "profit and loss": "/b/{business}/reports/profit-and-loss/?year={year}",
    "balance sheet": "/b/{business}/reports/balance-sheet/?year={year}",
    "search": "/search/?q=bluewater",
}
STROKES = (1, 10, 50, 1000)
CONTROL = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE SAVEPOINT", "SET CONSTRAINTS")
"""What begins and ends transactions asks for no data."""


def main(state_dir: str, rounds: int) -> None:
    """Print places, pages and strokes as JSON."""
    os.environ["LEDGERFLOW_STATE_DIR"] = state_dir
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ledgerflow.settings.embedded")
    from ledgerflow.cli.setup import database_ready

    database_ready()
    place = _place()
    pages = {name: text.format(**place) for name, text in PAGES.items()}
    measured = {name: _page(place, path, rounds) for name, path in pages.items()}
    print(json.dumps({"place": place, "pages": measured, "strokes": _strokes(place)}))


def _place() -> dict[str, Any]:
    """The numbers that the pages' addresses need: those of the largest business."""
    from django.db import transaction
    from django.db.models import Sum

    from ledgerflow.core.scope import firm_scope
    from ledgerflow.firms.access import firm_ids
    from ledgerflow.firms.models import Membership
    from ledgerflow.statements.models import BankAccount, StatementFile
    from ledgerflow.statements.upload_models import AccountMonth

    found: dict[str, Any] = {"transactions": 0}
    for firm_id in firm_ids():
        with firm_scope(firm_id), transaction.atomic():
            sizes = AccountMonth.objects.values_list("business_id").annotate(n=Sum("count"))
            for business, size in sizes.order_by("-n")[:1]:
                if size <= found["transactions"]:
                    continue
                owner = Membership.objects.filter(role="owner").select_related("user").first()
                account = BankAccount.objects.filter(business=business).order_by("pk").first()
                file = StatementFile.objects.filter(business=business).order_by("-pk").first()
                month = AccountMonth.objects.filter(business=business).order_by("-month").first()
                found = {
                    "firm": firm_id,
                    "business": business,
                    "transactions": size,
                    "businesses": len(sizes),
                    "user": owner.user_id,
                    "email": owner.user.email,
                    "account": account.ledger_account_id,
                    "file": file.pk,
                    "year": month.month.year,
                }
    return found


def _page(place: dict[str, Any], path: str, rounds: int) -> dict[str, Any]:
    """Status, queries without those that begin and end transactions, the best CPU time."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from ledgerflow.firms.models import User

    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(User.objects.get(pk=place["user"]))
    answer = client.get(path)
    with CaptureQueriesContext(connection) as caught:
        client.get(path)
    queries = [q for q in caught if not q["sql"].startswith(CONTROL)]
    cpu = min(_seconds(lambda: client.get(path), time.process_time) for _ in range(rounds))
    return {
        "path": path,
        "status": answer.status_code,
        "queries": len(queries),
        "cpu_ms": round(cpu * 1000, 1),
        "kilobytes": round(len(answer.content) / 1024, 1),
    }


def _seconds(work: Callable[[], object], clock: Callable[[], float]) -> float:
    begun = clock()
    work()
    return clock() - begun


def _strokes(place: dict[str, Any]) -> dict[str, dict[str, float]]:
    """Deciding so many of the largest business at once, and taking it back; wall time."""
    from ledgerflow.firms.access import operator_place_by_id, working_in
    from ledgerflow.pipeline.deciding import Picked, Wish, deciding_undo, picked_decide
    from ledgerflow.review.models import WaitingTransaction

    where = operator_place_by_id(place["firm"], place["business"])
    found = {}
    for count in STROKES:
        with working_in(where):
            rows = WaitingTransaction.objects.filter(business_id=where.business_id)
            known = rows.filter(account__isnull=False).order_by("group_key", "transaction_id")
            ids = tuple(known.values_list("transaction_id", flat=True)[:count])
        if len(ids) < count:
            continue
        decide, undo = [], []
        for _ in range(3):
            begun = time.perf_counter()
            done = picked_decide(where, Picked(ids), Wish(), user_id=place["user"])
            decide.append(time.perf_counter() - begun)
            begun = time.perf_counter()
            deciding_undo(where, done.batch_id or 0, user_id=place["user"])
            undo.append(time.perf_counter() - begun)
        found[str(count)] = {
            "decide_ms": round(min(decide) * 1000, 1),
            "undo_ms": round(min(undo) * 1000, 1),
        }
    return found


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))

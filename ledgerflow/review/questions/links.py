"""The address that shows a business's open questions to somebody without an account.

Here: making, opening, withdrawing and extending it. Not here: answering (answering.py), pages,
or slowing down guesses (web).

The token names the firm, so that its row can be found behind the wall between firms, and is
signed, so that nobody can name another. The row keeps only the hash of its secret: who reads the
database cannot open a link. A token that is forged, expired, withdrawn or of a closed firm ends in
the same refusal after the same look-up.
"""

import datetime as dt
import hashlib
import hmac
import secrets
from dataclasses import dataclass

from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.utils import timezone

from ledgerflow.audit.services import event_record
from ledgerflow.core.errors import AccessError, InputError
from ledgerflow.core.scope import firm_scope
from ledgerflow.firms.models import Business
from ledgerflow.review.question_models import Question, QuestionLink
from ledgerflow.review.questions.asking import OPEN

DAYS_MAX = 90
SECRET_BYTES = 24
TOKEN_MAX = 200
SALT = "ledgerflow.question-link"
NOBODY = (-1, -1, "")
"""What a token that says nothing is looked up as, so that it takes as long as a true one."""


@dataclass(frozen=True, slots=True)
class OpenLink:
    """A link that may be used now, and whose questions it shows."""

    firm_id: int
    business_id: int
    business_name: str
    firm_name: str
    link_id: int
    expires_at: dt.datetime


@transaction.atomic
def link_make(
    *, business: Business, user_id: int, days: int = 14, sent_to: str = ""
) -> tuple[QuestionLink, str]:
    """A link for the open questions of a business: its row and the token, which is shown once.

    Raises InputError for a time that is not 1 to 90 days.
    """
    secret = secrets.token_urlsafe(SECRET_BYTES)
    link = QuestionLink.objects.create(
        firm_id=business.firm_id,
        business=business,
        secret_hash=_hash(secret),
        sent_to=sent_to,
        created_by_id=user_id,
        expires_at=_until(days),
    )
    Question.objects.filter(business=business, state__in=OPEN).update(link=link)
    _record(link, "question_link_make")
    return link, _signer().sign(f"{business.firm_id}.{link.pk}.{secret}")


def link_open(token: str) -> OpenLink:
    """The link that a token stands for; notes when it was opened first.

    Sets the firm by itself: call outside of any firm's scope. Raises the same AccessError for
    what is expired, withdrawn or guessed.
    """
    firm_id, link_id, secret = _read(token)
    with firm_scope(firm_id), transaction.atomic():
        rows = QuestionLink.objects.select_related("business", "firm").filter(pk=link_id)
        link = rows.first()
        is_same = hmac.compare_digest(bytes(link.secret_hash) if link else b"", _hash(secret))
        if link is None or not is_same or not is_usable(link):
            raise _refused()
        if link.opened_at is None:
            QuestionLink.objects.filter(pk=link.pk, opened_at=None).update(opened_at=timezone.now())
            _record(link, "question_link_open")
    return OpenLink(
        firm_id=link.firm_id,
        business_id=link.business_id,
        business_name=link.business.name,
        firm_name=link.firm.name,
        link_id=link.pk,
        expires_at=link.expires_at,
    )


def is_usable(link: QuestionLink) -> bool:
    """True while a link is neither expired nor withdrawn and its firm is open."""
    in_time = link.withdrawn_at is None and link.expires_at > timezone.now()
    return in_time and link.firm.closed_at is None


@transaction.atomic
def link_withdraw(*, business: Business, link_id: int) -> QuestionLink:
    """Nobody can use the link from now on; for good. Raises AccessError for one of elsewhere."""
    link = _find(business, link_id)
    link.withdrawn_at = link.withdrawn_at or timezone.now()
    link.save(update_fields=["withdrawn_at"])
    _record(link, "question_link_withdraw")
    return link


@transaction.atomic
def links_end(*, user_id: int) -> None:
    """Withdraw every link that a person made in the firm of the scope: the person left it.

    Expired ones too: `link_extend` would open them again.
    """
    rows = QuestionLink.objects.filter(created_by_id=user_id, withdrawn_at=None)
    for link in rows.select_for_update():
        link.withdrawn_at = timezone.now()
        link.save(update_fields=["withdrawn_at"])
        _record(link, "question_link_withdraw")


@transaction.atomic
def link_extend(*, business: Business, link_id: int, days: int = 14) -> QuestionLink:
    """Let a link, expired or not, be used for so many days from now.

    Raises AccessError for one of elsewhere, InputError for a withdrawn one.
    """
    link = _find(business, link_id)
    if link.withdrawn_at is not None:
        raise InputError("The link is withdrawn.", code="link_withdrawn", hint="Make another link.")
    link.expires_at = _until(days)
    link.save(update_fields=["expires_at"])
    _record(link, "question_link_extend")
    return link


def links_of(business: Business, limit: int = 10) -> list[QuestionLink]:
    """The newest links of a business, withdrawn and expired ones too; one query."""
    rows = QuestionLink.objects.filter(business=business).select_related("firm", "created_by")
    return list(rows.order_by("-pk")[:limit])


def _find(business: Business, link_id: int) -> QuestionLink:
    rows = QuestionLink.objects.filter(business=business, pk=link_id)
    link = rows.select_for_update().first()
    if link is None:
        raise AccessError(
            "There is no such link.", code="unknown_link", hint="Look at the links again."
        )
    return link


def _read(token: str) -> tuple[int, int, str]:
    """(firm, link, secret) as signed; what nobody signed is looked up as nothing."""
    try:
        said = _signer().unsign(token[:TOKEN_MAX])
        firm_id, link_id, secret = said.split(".")
        return int(firm_id), int(link_id), secret
    except (BadSignature, ValueError):
        return NOBODY


def _signer() -> Signer:
    return Signer(salt=SALT, sep=".")


def _hash(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()


def _until(days: int) -> dt.datetime:
    if not 1 <= days <= DAYS_MAX:
        raise InputError(
            f"A link is open for 1 to {DAYS_MAX} days, not {days}.",
            code="bad_link_days",
            hint="Two weeks are usual.",
        )
    return timezone.now() + dt.timedelta(days=days)


def _refused() -> AccessError:
    return AccessError(
        "This link cannot be used.",
        code="link_refused",
        hint="It may be too old or taken back. Ask your bookkeeper for a new one.",
    )


def _record(link: QuestionLink, action: str) -> None:
    event_record(
        firm_id=link.firm_id,
        business_id=link.business_id,
        action=action,
        subject="question_link",
        subject_id=link.pk,
        detail={"until": link.expires_at.isoformat()},
    )

"""Files that came with a form: all of them or none, and a word where one was here already.

Here: counting what was sent, and naming where a file lies. Not here: size and kind of one
(views/papers.py `uploaded`, review/papers/storing.py). A file that is left out in silence is a
receipt that somebody believes to be kept.
"""

from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.translation import gettext as _

from ledgerflow.core.errors import InputError
from ledgerflow.ledger.models import JournalEntry
from ledgerflow.review.paper_models import Attachment
from ledgerflow.review.question_models import Question
from ledgerflow.review.questions.showing import masked_text
from ledgerflow.statements.models import BankTransaction


def files_sent(request: HttpRequest, field: str, most: int) -> "list[UploadedFile[bytes]]":
    """The files of a field, none is well too; InputError for more than `most`."""
    files: list[Any] = request.FILES.getlist(field)
    if len(files) > most:
        raise InputError(
            _("You chose %(count)s files; at most %(most)s go at once. None is kept yet.")
            % {"count": len(files), "most": most},
            code="too_many_at_once",
            hint=_("Choose fewer of them, and send the others afterwards."),
        )
    return files


def tell_elsewhere(request: HttpRequest, kept: Attachment, *, staff: bool = True) -> None:
    """The same file lies beside something else already: it stays there, and that is said."""
    said = _("%(name)s was here already, with %(place)s; it stays there.")
    place = place_of(kept) if staff else _question_of(kept)
    messages.warning(request, said % {"name": kept.name, "place": place})


def place_of(kept: Attachment) -> str:
    """Where a receipt lies, in words for those who keep the books."""
    if kept.entry_id is not None:
        number = JournalEntry.objects.values_list("number", flat=True).get(pk=kept.entry_id)
        return _("entry %(number)s") % {"number": number}
    if kept.transaction_id is not None:
        row = BankTransaction.objects.get(pk=kept.transaction_id)
        named = {"day": row.date.isoformat(), "text": masked_text(row.description)}
        return _("the transaction of %(day)s, %(text)s") % named
    return _question_of(kept)


def _question_of(kept: Attachment) -> str:
    """A client learns of questions alone, by the payee that stood above them."""
    question = Question.objects.filter(pk=kept.question_id or 0).first()
    payee = masked_text(question.payee_name) if question else ""
    if not payee:
        return _("another question")
    return _("the question about %(payee)s") % {"payee": payee}

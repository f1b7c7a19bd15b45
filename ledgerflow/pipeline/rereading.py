"""A waiting file goes on: of the account that a person names; and how a job tells its stage.

Here: the write and its job in one transaction. Not here: the stages (stages.py), a table's columns
(mapping.py), a password (unlocking.py).
"""

from ledgerflow.firms.access import Place, working_in
from ledgerflow.firms.models import Business
from ledgerflow.pipeline.stages import Progress
from ledgerflow.statements.accounts import bank_account_find
from ledgerflow.statements.rereading import statement_file_reread, statement_file_stage


def statement_assign(place: Place, file_id: int, account: str, *, user_id: int | None) -> None:
    """The file is of this bank account (its number as text); a job reads it again.

    Raises AccessError, ConflictError (it does not wait) and InputError (no such account).
    """
    from ledgerflow.pipeline.tasks import statement_process

    with working_in(place, user_id):
        business = Business.objects.get(pk=place.business_id)
        bank_account = bank_account_find(business=business, name=account)
        statement_file_reread(
            business_id=place.business_id, file_id=file_id, bank_account=bank_account
        )
        statement_process.configure(lock=f"business:{place.business_id}").defer(
            firm_id=place.firm_id, business_id=place.business_id, file_id=file_id, user_id=user_id
        )


def stage_teller(place: Place, file_id: int) -> Progress:
    """What tells the stages of a file's job to its page, each in a transaction of its own."""

    def told(stage: str) -> None:
        with working_in(place):
            statement_file_stage(file_id=file_id, stage=stage)

    return told

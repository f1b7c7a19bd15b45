"""Database constraint names and the errors they mean: one table.

Here: turning PostgreSQL's refusal into a LedgerFlowError. Not here: the constraints.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import DatabaseError

from ledgerflow.core.errors import (
    AccessError,
    AlreadyDecided,
    AppendOnly,
    ChangedBehind,
    ClosedAccount,
    ConflictError,
    CurrencyMismatch,
    DuplicateFile,
    KeyConflict,
    LedgerFlowError,
    LockedPeriod,
    RuleError,
    UnbalancedEntry,
)

CONSTRAINTS: dict[str, tuple[type[LedgerFlowError], str]] = {
    "append_only": (AppendOnly, "Posted rows never change; reverse the entry instead."),
    "period_locked": (LockedPeriod, "Unlock the period with a reason, or use a later date."),
    "journalentry_has_lines": (UnbalancedEntry, "An entry has two lines or more."),
    "journalentry_balanced": (UnbalancedEntry, "Each currency's lines must add up to zero."),
    "journalentry_complete": (AppendOnly, "Post another entry; a posted one is complete."),
    "journalentry_number_unique": (ConflictError, "Try again."),
    "journalentry_reversed_once": (ConflictError, "The entry is reversed already."),
    "journalentry_idempotency_key": (ConflictError, "Try again; the first posting stands."),
    "journalentry_other_content": (KeyConflict, "Reverse that entry first, or use another key."),
    "journalentry_has_key": (RuleError, "Name what the entry stands for, or post it in a batch."),
    "journalentry_fiscal_year": (RuleError, "Check the year of the date."),
    "journalentry_number_given": (RuleError, "Leave the number to the books."),
    "journalentry_reversal_names_entry": (RuleError, "A reversal names the entry it undoes."),
    "journalline_amount_not_zero": (RuleError, "Leave lines of zero out."),
    "journalline_amount_exact": (RuleError, "Round to the currency's minor unit first."),
    "journalline_currency": (
        CurrencyMismatch,
        "Use an account kept in that currency, or post it through `ledgerflow exchange`.",
    ),
    "journalline_account_open": (ClosedAccount, "Choose an active account, not a heading."),
    "journalline_date": (RuleError, "Lines carry their entry's date."),
    "journalline_position_unique": (RuleError, "Number an entry's lines from 1, each once."),
    "exchangerate_version_unique": (ConflictError, "Try again; the rate was stated meanwhile."),
    "exchangerate_positive": (RuleError, "A rate is above zero."),
    "exchangerate_currency": (RuleError, "Use three letters, such as USD or EUR."),
    "exchangerate_has_source": (RuleError, "Say where the rate comes from."),
    "exchangerate_not_base": (RuleError, "State the worth of another currency."),
    "entryrate_once": (ConflictError, "An entry has one rate for two currencies."),
    "entryrate_positive": (RuleError, "A rate is above zero."),
    "entryrate_two_currencies": (RuleError, "Name two currencies."),
    "entryrate_with_entry": (AppendOnly, "Post another entry; a posted one keeps its rates."),
    "entryrate_fits_lines": (RuleError, "Name the currencies of the entry's lines."),
    "statementfile_once": (DuplicateFile, "The file was imported already; nothing to do."),
    "decision_sequence": (AlreadyDecided, "Undo the present decision first."),
    "decision_version_unique": (AlreadyDecided, "Somebody else was first; look again."),
    "account_code_unique": (ConflictError, "Choose another account code."),
    "account_key_unique": (ConflictError, "Another account has this key already."),
    "period_once": (ConflictError, "Try again; the month was opened meanwhile."),
    "bankaccount_name_unique": (ConflictError, "Choose another name."),
    "bankaccount_number_unique": (ConflictError, "Use the account that has this number."),
    "bankaccountidentity_number_unique": (ConflictError, "Use the account that has this number."),
    "bankaccountidentity_once": (ConflictError, "Nothing to do; the account has this number."),
    "bankaccount_ledger_account_unique": (ConflictError, "One ledger account a bank account."),
    "statement_position_unique": (ConflictError, "Try again; the file was read meanwhile."),
    "statementline_position_unique": (ConflictError, "Try again; the file was read meanwhile."),
    "suggestion_confidence": (RuleError, "A confidence lies between 0 and 1."),
    "rule_does_something": (
        RuleError,
        "Give the rule an account, splits, a payee or tags, or make it a transfer or exclusion.",
    ),
    "rule_proposed_is_not_active": (RuleError, "Approve the proposed rule first."),
    "rulegroup_once": (ConflictError, "Use the group that has this name, or another name."),
    "payee_name_once": (ConflictError, "Use the payee that has this name, or another name."),
    "payeealias_once": (ConflictError, "The spelling belongs to a payee already; merge the two."),
    "learnedmodel_once": (ConflictError, "Try again; the state was kept meanwhile."),
    "decision_has_entry": (RuleError, "Only what is excluded has no entry."),
    "decisionpart_whole": (RuleError, "Let the parts come to the transaction's amount."),
    "decisionpart_amount": (RuleError, "Leave parts of zero out."),
    "decisionpart_once": (ConflictError, "Number a split's parts from 1, each once."),
    "rule_business_percent": (RuleError, "Give a business share from 0 to 100 %."),
    "payeememory_once": (ConflictError, "Try again; it was learned meanwhile."),
    "decision_category_names_account": (RuleError, "Choose an account of the chart."),
    "decision_business_percent": (RuleError, "Give a business share from 0 to 100 %."),
    "decision_has_author": (RuleError, "Say who decides: a person or a policy."),
    "accounttaxline_once": (ConflictError, "Change the mapping that is there."),
    "business_fiscal_month": (RuleError, "A fiscal year starts in month 1 to 12."),
    "business_target_error_rate": (RuleError, "Give an error rate between 0 and 1."),
    "membership_once": (ConflictError, "The person has a role there already."),
    "membership_client_names_business": (RuleError, "Only a client's role names a business."),
    "business_slug_unique": (ConflictError, "Choose another name."),
    "firm_demo_stays": (RuleError, "Open another firm; a demo is one from its beginning."),
    "invitation_open_once": (ConflictError, "Withdraw the invitation that is open first."),
    "invitation_client_names_business": (RuleError, "Only a client's role names a business."),
    "questiontransaction_once": (ConflictError, "Ask about a transaction once in a question."),
    "answer_has_author": (RuleError, "An answer comes from a person or through a link."),
    "note_of_one_thing": (RuleError, "A note is about one transaction or one entry."),
    "note_says_something": (RuleError, "Write something."),
    "attachment_once": (ConflictError, "The same file is there already."),
    "attachment_size": (RuleError, "An empty file is no receipt."),
    "uploadsession_open_once": (ConflictError, "The same file is on its way; go on with that."),
    "uploadsession_size": (RuleError, "Send as many bytes as were announced."),
    "agentrun_ends_once": (AppendOnly, "A run stays as it ended; ask again in another one."),
    "toolcall_once": (ConflictError, "Number a run's calls from 1, each once."),
    "promptversion_once": (ConflictError, "Try again; another version was written meanwhile."),
    "agentspend_once": (ConflictError, "Try again; the day was opened meanwhile."),
    "agentspend_not_negative": (RuleError, "What was spent is never below zero."),
    "agent_limits": (RuleError, "Keep an agent's limits within what its fields say."),
    "tool_limits": (RuleError, "Keep a tool's limits within what its fields say."),
    "languagemodel_limits": (RuleError, "Allow 1 to 64 requests at once, 1 to 600 seconds each."),
    "languagemodel_prices": (RuleError, "Prices are zero or more."),
    "batch_undone_once": (ConflictError, "The batch is undone already."),
    "sealed_range": (ConflictError, "Try again; leave ids to the database."),
    "seal_once": (ConflictError, "Try again; another seal was made meanwhile."),
    "seal_linked": (ConflictError, "Leave seals to `ledgerflow seal`."),
    "seal_content": (ChangedBehind, "Run `ledgerflow verify`; then seal with --over and a reason."),
}

_NOT_ALLOWED = "42501"
_FOREIGN_KEY = "23503"
_UNIQUE = "23505"


def constraint_of(error: BaseException) -> str:
    """The name of the violated constraint, or ''."""
    diag: Any = getattr(error.__cause__ or error, "diag", None)
    return str(getattr(diag, "constraint_name", None) or "")


def error_of(error: DatabaseError, where: str = "") -> LedgerFlowError | None:
    """The expected fault that a database error stands for, or None for a programming fault."""
    name = constraint_of(error)
    diag: Any = getattr(error.__cause__ or error, "diag", None)
    said = str(getattr(diag, "message_primary", "") or error)
    prefix = f"{where}: " if where else ""
    state = str(getattr(error.__cause__, "sqlstate", "") or "")
    if state == _UNIQUE:
        said = "that is there already"
    if name in CONSTRAINTS:
        kind, hint = CONSTRAINTS[name]
        return kind(f"{prefix}{said}.", hint=hint, extra={"constraint": name})
    if state == _FOREIGN_KEY and "_same_" in name:
        return AccessError(
            f"{prefix}a row of another business was named.",
            hint="Choose an account of this business.",
            extra={"constraint": name},
        )
    if state == _NOT_ALLOWED and "row-level security" in said:
        return AccessError(f"{prefix}not there, or not yours.", hint="Choose your own firm.")
    if state == _NOT_ALLOWED:
        return AppendOnly(f"{prefix}{said}.", hint="What is recorded stands; correct it anew.")
    return None


@contextmanager
def kind_errors(where: str = "") -> Iterator[None]:
    """Raise the LedgerFlowError that a database refusal inside stands for."""
    try:
        yield
    except DatabaseError as error:
        known = error_of(error, where)
        if known is None:
            raise
        raise known from error

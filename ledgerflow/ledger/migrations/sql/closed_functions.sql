-- Functions that run as the owner are for the application alone, not for every role.
REVOKE EXECUTE ON FUNCTION lf_entry_number(bigint, bigint), lf_entry_numbers(bigint, bigint, bigint),
    lf_entry_number_given(bigint, bigint), lf_journal_analyze(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION lf_entry_number(bigint, bigint), lf_entry_numbers(bigint, bigint, bigint),
    lf_entry_number_given(bigint, bigint), lf_journal_analyze(bigint) TO lf_app;
-- reverse
GRANT EXECUTE ON FUNCTION lf_entry_number(bigint, bigint), lf_entry_numbers(bigint, bigint, bigint),
    lf_entry_number_given(bigint, bigint), lf_journal_analyze(bigint) TO PUBLIC;

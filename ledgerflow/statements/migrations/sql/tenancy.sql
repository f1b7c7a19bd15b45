SELECT lf_tenant_key(t, 'firm_id, business_id') FROM unnest(ARRAY['statements_bankaccount',
    'statements_statementfile', 'statements_statement', 'statements_statementline',
    'statements_banktransaction']::regclass[]) t;
SELECT lf_foreign_key(t, 'business_id', 'firms_business') FROM unnest(ARRAY[
    'statements_bankaccount', 'statements_statementfile', 'statements_statement',
    'statements_statementline', 'statements_banktransaction', 'statements_linematch']::regclass[]) t;
SELECT lf_foreign_key('statements_bankaccount', 'ledger_account_id', 'ledger_account', 'firm_id, business_id');
SELECT lf_foreign_key('statements_statementfile', 'batch_id', 'audit_batch', 'firm_id, business_id');
SELECT lf_foreign_key('statements_statementfile', 'bank_account_id', 'statements_bankaccount', 'firm_id, business_id');
SELECT lf_foreign_key('statements_statement', 'file_id', 'statements_statementfile', 'firm_id, business_id');
SELECT lf_foreign_key('statements_statement', 'bank_account_id', 'statements_bankaccount', 'firm_id, business_id');
SELECT lf_foreign_key('statements_statement', 'withdrawn_by_id', 'audit_batch', 'firm_id, business_id');
SELECT lf_foreign_key('statements_statementline', 'statement_id', 'statements_statement', 'firm_id, business_id');
SELECT lf_foreign_key('statements_banktransaction', 'bank_account_id', 'statements_bankaccount', 'firm_id, business_id');
SELECT lf_foreign_key('statements_linematch', 'line_id', 'statements_statementline', 'firm_id, business_id');
SELECT lf_foreign_key('statements_linematch', 'transaction_id', 'statements_banktransaction', 'firm_id, business_id');
SELECT lf_tenant(t) FROM unnest(ARRAY['statements_bankaccount', 'statements_statementfile',
    'statements_statement', 'statements_statementline', 'statements_banktransaction',
    'statements_linematch']::regclass[]) t;
SELECT lf_append_only('statements_statementline');
SELECT lf_append_only('statements_linematch');
REVOKE DELETE ON statements_bankaccount, statements_statementfile, statements_statement,
    statements_banktransaction FROM lf_app;
-- Of a bank transaction only its liveness may change, of a statement only what later
-- statements teach about it, of a file only how it went on: the facts stand.
REVOKE UPDATE ON statements_banktransaction, statements_statement, statements_statementfile
    FROM lf_app;
GRANT UPDATE (is_live) ON statements_banktransaction TO lf_app;
GRANT UPDATE (verdict, reason, withdrawn_by_id) ON statements_statement TO lf_app;
GRANT UPDATE (bank_account_id, format, state, outcome, override_reason, override_by_id)
    ON statements_statementfile TO lf_app;
-- reverse
SELECT 1;

SELECT lf_tenant_key('classification_suggestion', 'firm_id, business_id');
SELECT lf_foreign_key(t, 'business_id', 'firms_business') FROM unnest(ARRAY['classification_rule',
    'classification_payeememory', 'classification_suggestion']::regclass[]) t;
SELECT lf_foreign_key('classification_rule', 'account_id', 'ledger_account', 'firm_id, business_id');
SELECT lf_foreign_key('classification_payeememory', 'account_id', 'ledger_account', 'firm_id, business_id');
SELECT lf_foreign_key('classification_payeememory', 'bank_account_id', 'statements_bankaccount', 'firm_id, business_id');
SELECT lf_foreign_key('classification_suggestion', 'transaction_id', 'statements_banktransaction', 'firm_id, business_id');
SELECT lf_foreign_key('classification_suggestion', 'transfer_with_id', 'statements_banktransaction', 'firm_id, business_id');
SELECT lf_foreign_key('classification_suggestion', 'account_id', 'ledger_account', 'firm_id, business_id');
SELECT lf_foreign_key('classification_suggestion', 'batch_id', 'audit_batch', 'firm_id, business_id');
SELECT lf_tenant('classification_rule');
SELECT lf_tenant('classification_payeememory');
SELECT lf_tenant('classification_suggestion');
SELECT lf_append_only('classification_suggestion');
-- reverse
SELECT 1;

SELECT lf_foreign_key('tax_accounttaxline', 'business_id', 'firms_business');
SELECT lf_foreign_key('tax_accounttaxline', 'account_id', 'ledger_account', 'firm_id, business_id');
SELECT lf_tenant('tax_accounttaxline');
-- reverse
SELECT 1;

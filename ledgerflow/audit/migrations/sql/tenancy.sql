SELECT lf_tenant_key('audit_batch');
SELECT lf_tenant_key('audit_batch', 'firm_id, business_id');
SELECT lf_foreign_key('audit_batch', 'business_id', 'firms_business');
SELECT lf_foreign_key('audit_batch', 'undoes_id', 'audit_batch', 'firm_id, business_id');
SELECT lf_foreign_key('audit_auditevent', 'business_id', 'firms_business');
SELECT lf_foreign_key('audit_auditevent', 'batch_id', 'audit_batch');
SELECT lf_tenant('audit_batch');
SELECT lf_tenant('audit_auditevent');
SELECT lf_append_only('audit_batch');
SELECT lf_append_only('audit_auditevent');
-- reverse
SELECT 1;

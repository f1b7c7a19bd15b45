SELECT lf_tenant_key('firms_business');
SELECT lf_foreign_key('firms_membership', 'business_id', 'firms_business');
ALTER TABLE firms_business ADD CONSTRAINT firms_business_firm FOREIGN KEY (firm_id) REFERENCES firms_firm (id);
ALTER TABLE firms_membership ADD CONSTRAINT firms_membership_firm FOREIGN KEY (firm_id) REFERENCES firms_firm (id);
SELECT lf_tenant('firms_business');

-- Before a firm is chosen, a person sees the memberships that are theirs, and those firms.
-- Seeing only: what is changed must be of the firm that is set.
ALTER TABLE firms_membership ENABLE ROW LEVEL SECURITY;
ALTER TABLE firms_membership FORCE ROW LEVEL SECURITY;
CREATE POLICY firm ON firms_membership
    USING (firm_id = (SELECT lf_firm())) WITH CHECK (firm_id = (SELECT lf_firm()));
CREATE POLICY own ON firms_membership FOR SELECT USING (user_id = (SELECT lf_user()));

ALTER TABLE firms_firm ENABLE ROW LEVEL SECURITY;
CREATE POLICY firm ON firms_firm
    USING (id = (SELECT lf_firm())) WITH CHECK (id = (SELECT lf_firm()));
CREATE POLICY own ON firms_firm FOR SELECT
    USING (id IN (SELECT firm_id FROM firms_membership WHERE user_id = (SELECT lf_user())));

-- For the command line and for jobs that walk all firms: ids only. The firm table is not
-- FORCEd, so that this function, which runs as the owner, sees them.
CREATE FUNCTION lf_firm_ids() RETURNS SETOF bigint LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp AS
$$ SELECT id FROM firms_firm ORDER BY id $$;
REVOKE ALL ON FUNCTION lf_firm_ids() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION lf_firm_ids() TO lf_app;
-- reverse
DROP FUNCTION lf_firm_ids();

SELECT lf_foreign_key('firms_invitation', 'business_id', 'firms_business');
ALTER TABLE firms_invitation ADD CONSTRAINT firms_invitation_firm FOREIGN KEY (firm_id) REFERENCES firms_firm (id);
ALTER TABLE firms_accesstoken ADD CONSTRAINT firms_accesstoken_firm FOREIGN KEY (firm_id) REFERENCES firms_firm (id);
SELECT lf_tenant('firms_invitation');
SELECT lf_tenant('firms_accesstoken');

-- A firm is born as a demo or not: nothing real can become one, and what is invented stays so.
CREATE FUNCTION lf_demo_stays() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'a firm is a demo from its beginning or never'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'firm_demo_stays', TABLE = 'firms_firm';
END $$;
CREATE TRIGGER demo_stays BEFORE UPDATE OF is_demo ON firms_firm FOR EACH ROW
    WHEN (OLD.is_demo IS DISTINCT FROM NEW.is_demo) EXECUTE FUNCTION lf_demo_stays();
-- reverse
DROP TRIGGER demo_stays ON firms_firm;
DROP FUNCTION lf_demo_stays();

-- The firm and the user of the running transaction; NULL where none is set, so that
-- a tenant table then reads as empty. The application refuses such queries loudly
-- (core/backend/guard.py); the database shows nothing in any case.
CREATE FUNCTION lf_firm() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT nullif(current_setting('app.firm_id', true), '')::bigint $$;

CREATE FUNCTION lf_user() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT nullif(current_setting('app.user_id', true), '')::bigint $$;

-- A composite foreign key: a row can only point at rows of its own firm (and, where
-- `scope` names business_id too, of its own business). Add keys before lf_tenant:
-- validation of a key runs under the policy. Not deferrable: a line must not be able to come
-- before the entry and the account that its own checks look at.
CREATE FUNCTION lf_foreign_key(child regclass, child_column text, parent regclass,
                               scope text DEFAULT 'firm_id')
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    wanted text := format('%s_%s_same_%s', child::text, child_column, replace(replace(scope, ', ', '_'), '_id', ''));
BEGIN
    EXECUTE format(
        'ALTER TABLE %s ADD CONSTRAINT %I FOREIGN KEY (%s, %I) REFERENCES %s (%s, id)',
        child, left(wanted, 63), scope, child_column, parent, scope);
END $$;

-- Row-level security, enabled and forced; one policy; the key that children refer to.
CREATE FUNCTION lf_tenant(tenant regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', tenant);
    EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', tenant);
    EXECUTE format(
        'CREATE POLICY firm ON %s USING (firm_id = (SELECT lf_firm()))'
        ' WITH CHECK (firm_id = (SELECT lf_firm()))', tenant);
END $$;

CREATE FUNCTION lf_tenant_key(tenant regclass, scope text DEFAULT 'firm_id')
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('ALTER TABLE %s ADD CONSTRAINT %I UNIQUE (%s, id)', tenant,
        left(format('%s_key_%s', tenant::text, replace(replace(scope, ', ', '_'), '_id', '')), 63), scope);
END $$;
-- reverse
DROP FUNCTION lf_tenant_key(regclass, text);
DROP FUNCTION lf_tenant(regclass);
DROP FUNCTION lf_foreign_key(regclass, text, regclass, text);
DROP FUNCTION lf_user();
DROP FUNCTION lf_firm();

-- Rows that never change: no UPDATE, DELETE or TRUNCATE, for nobody. The one door is the
-- owner's TRUNCATE with app.allow_truncate set, which resetting a demo and tests use.
--
-- Every function with a body here and in the apps names its search_path: without it a temporary
-- table of the caller's would stand before the real one, and the rule would look at that.
CREATE FUNCTION lf_refuse_change() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' AND current_setting('app.allow_truncate', true) = 'on'
       AND session_user = (SELECT tableowner FROM pg_tables
                            WHERE schemaname = TG_TABLE_SCHEMA AND tablename = TG_TABLE_NAME)
    THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION '% is append-only: % is refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only', TABLE = TG_TABLE_NAME;
END $$;

CREATE FUNCTION lf_append_only(target regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON %s FROM lf_app', target);
    EXECUTE format('CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON %s'
        ' FOR EACH ROW EXECUTE FUNCTION lf_refuse_change()', target);
    EXECUTE format('CREATE TRIGGER append_only_table BEFORE TRUNCATE ON %s'
        ' FOR EACH STATEMENT EXECUTE FUNCTION lf_refuse_change()', target);
END $$;
-- reverse
DROP FUNCTION lf_append_only(regclass);
DROP FUNCTION lf_refuse_change();

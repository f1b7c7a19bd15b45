-- The rules of the books, written where nobody can pass them. Each refusal carries a
-- constraint name; core/constraints.py turns names into errors a person can act on.

-- Who may point at whom: only rows of the same firm and the same business.
SELECT lf_tenant_key('ledger_account', 'firm_id, business_id');
SELECT lf_tenant_key('ledger_journalentry', 'firm_id, business_id');
SELECT lf_foreign_key('ledger_account', 'business_id', 'firms_business');
SELECT lf_foreign_key('ledger_account', 'parent_id', 'ledger_account', 'firm_id, business_id');
SELECT lf_foreign_key('ledger_period', 'business_id', 'firms_business');
SELECT lf_foreign_key('ledger_journalentry', 'business_id', 'firms_business');
SELECT lf_foreign_key('ledger_journalentry', 'reverses_id', 'ledger_journalentry', 'firm_id, business_id');
SELECT lf_foreign_key('ledger_journalline', 'entry_id', 'ledger_journalentry', 'firm_id, business_id');
SELECT lf_foreign_key('ledger_journalline', 'account_id', 'ledger_account', 'firm_id, business_id');

-- Entry numbers: per business, never used twice, taken without a queue of writers.
-- A rolled-back posting leaves a gap, which says nothing about lost entries.
CREATE FUNCTION lf_entry_number(firm bigint, business bigint) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    sequence_name text := format('lf_entry_number_%s_%s', firm, business);
    qualified text := format('public.%I', sequence_name);
BEGIN
    IF firm IS DISTINCT FROM lf_firm() THEN
        RAISE EXCEPTION 'entry numbers of another firm' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF to_regclass(qualified) IS NULL THEN
        PERFORM pg_advisory_xact_lock(hashtextextended(sequence_name, 0));
        EXECUTE format('CREATE SEQUENCE IF NOT EXISTS %s', qualified);
    END IF;
    RETURN nextval(qualified::regclass);
END $$;

-- An entry joins the books: numbered by the database, in an open period.
-- Posting takes the month's row FOR SHARE, locking takes it FOR UPDATE: after a lock
-- commits, nothing more lands in it.
CREATE FUNCTION lf_entry_before() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
DECLARE
    month date := date_trunc('month', NEW.date)::date;
    locked boolean;
BEGIN
    SELECT is_locked INTO locked FROM ledger_period
     WHERE firm_id = NEW.firm_id AND business_id = NEW.business_id AND start = month FOR SHARE;
    IF NOT FOUND THEN
        INSERT INTO ledger_period (firm_id, business_id, start, is_locked, reason)
        VALUES (NEW.firm_id, NEW.business_id, month, false, '')
        ON CONFLICT ON CONSTRAINT period_once DO NOTHING;
        SELECT is_locked INTO locked FROM ledger_period
         WHERE firm_id = NEW.firm_id AND business_id = NEW.business_id AND start = month FOR SHARE;
    END IF;
    IF locked IS DISTINCT FROM false THEN
        RAISE EXCEPTION 'the period % is locked', to_char(month, 'YYYY-MM')
            USING ERRCODE = 'check_violation', CONSTRAINT = 'period_locked',
                  TABLE = 'ledger_journalentry';
    END IF;
    NEW.number := lf_entry_number(NEW.firm_id, NEW.business_id);
    RETURN NEW;
END $$;
CREATE TRIGGER entry_before BEFORE INSERT ON ledger_journalentry
    FOR EACH ROW EXECUTE FUNCTION lf_entry_before();

-- What an entry must be: two lines or more, zero in each currency. The check looks as the
-- entry's own firm: whoever changes the firm before COMMIT must not hide the lines from it.
CREATE FUNCTION lf_entry_check(wanted_firm bigint, wanted_entry bigint) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    firm_before text := coalesce(current_setting('app.firm_id', true), '');
    line_count bigint;
    bad record;
BEGIN
    PERFORM set_config('app.firm_id', wanted_firm::text, true);
    IF NOT EXISTS (SELECT FROM ledger_journalentry
                    WHERE firm_id = wanted_firm AND id = wanted_entry) THEN
        PERFORM set_config('app.firm_id', firm_before, true);
        RETURN;
    END IF;
    SELECT count(*) INTO line_count FROM ledger_journalline
     WHERE firm_id = wanted_firm AND entry_id = wanted_entry;
    IF line_count < 2 THEN
        RAISE EXCEPTION 'entry % has % lines; an entry has two or more', wanted_entry, line_count
            USING ERRCODE = 'check_violation', CONSTRAINT = 'journalentry_has_lines',
                  TABLE = 'ledger_journalentry';
    END IF;
    SELECT currency, sum(amount) AS gap INTO bad FROM ledger_journalline
     WHERE firm_id = wanted_firm AND entry_id = wanted_entry
     GROUP BY currency HAVING sum(amount) <> 0 ORDER BY currency LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'entry % does not balance: % %', wanted_entry, bad.gap, bad.currency
            USING ERRCODE = 'check_violation', CONSTRAINT = 'journalentry_balanced',
                  TABLE = 'ledger_journalentry';
    END IF;
    PERFORM set_config('app.firm_id', firm_before, true);
END $$;

CREATE FUNCTION lf_entry_check_deferred() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM lf_entry_check(NEW.firm_id, NEW.id);
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER journalentry_complete AFTER INSERT OR UPDATE ON ledger_journalentry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION lf_entry_check_deferred();

-- Lines that are moved or removed (by an owner who disabled append-only) are checked for
-- the old and the new entry.
CREATE FUNCTION lf_line_parent_check() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM lf_entry_check(OLD.firm_id, OLD.entry_id);
    IF TG_OP = 'UPDATE' THEN
        PERFORM lf_entry_check(NEW.firm_id, NEW.entry_id);
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER journalline_parents AFTER UPDATE OR DELETE ON ledger_journalline
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION lf_line_parent_check();

-- New lines are checked once a statement, set-wise: all lines of an entry arrive in one
-- INSERT, so that no line can be added to an entry later, whatever was checked before.
-- They are looked at as their own firm: the INSERT itself may have changed the firm.
CREATE FUNCTION lf_lines_added() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
DECLARE
    firm_before text := coalesce(current_setting('app.firm_id', true), '');
    bad record;
BEGIN
    PERFORM set_config('app.firm_id', firm_id::text, true) FROM added LIMIT 1;
    SELECT a.entry_id INTO bad
      FROM (SELECT DISTINCT firm_id, entry_id FROM added) a
      JOIN ledger_journalline l ON l.firm_id = a.firm_id AND l.entry_id = a.entry_id
     WHERE NOT EXISTS (SELECT FROM added n WHERE n.id = l.id) LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'entry % is complete; lines cannot be added', bad.entry_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'journalentry_complete',
                  TABLE = 'ledger_journalline';
    END IF;
    SELECT entry_id, currency, sum(amount) AS gap INTO bad FROM added
     GROUP BY firm_id, entry_id, currency HAVING sum(amount) <> 0 LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'entry % does not balance: % %', bad.entry_id, bad.gap, bad.currency
            USING ERRCODE = 'check_violation', CONSTRAINT = 'journalentry_balanced',
                  TABLE = 'ledger_journalline';
    END IF;
    SELECT a.entry_id, a.account_id, a.currency, c.currency AS wanted INTO bad
      FROM added a JOIN ledger_account c ON c.firm_id = a.firm_id AND c.id = a.account_id
     WHERE c.currency <> a.currency LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'account % is kept in %, not %', bad.account_id, bad.wanted, bad.currency
            USING ERRCODE = 'check_violation', CONSTRAINT = 'journalline_currency',
                  TABLE = 'ledger_journalline';
    END IF;
    SELECT a.account_id, c.code INTO bad
      FROM added a JOIN ledger_account c ON c.firm_id = a.firm_id AND c.id = a.account_id
     WHERE c.is_heading OR NOT c.is_active LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'account % is a heading or closed', bad.code
            USING ERRCODE = 'check_violation', CONSTRAINT = 'journalline_account_open',
                  TABLE = 'ledger_journalline';
    END IF;
    SELECT a.entry_id INTO bad
      FROM added a JOIN ledger_journalentry e ON e.firm_id = a.firm_id AND e.id = a.entry_id
     WHERE e.date <> a.date LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'a line of entry % has another date than its entry', bad.entry_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'journalline_date',
                  TABLE = 'ledger_journalline';
    END IF;
    PERFORM set_config('app.firm_id', firm_before, true);
    RETURN NULL;
END $$;
CREATE TRIGGER lines_added AFTER INSERT ON ledger_journalline
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION lf_lines_added();

SELECT lf_tenant('ledger_account');
SELECT lf_tenant('ledger_period');
SELECT lf_tenant('ledger_journalentry');
SELECT lf_tenant('ledger_journalline');
SELECT lf_append_only('ledger_journalentry');
SELECT lf_append_only('ledger_journalline');
REVOKE DELETE ON ledger_account, ledger_period FROM lf_app;
-- An account's currency, type and place stand once it is there: posted lines rely on them.
-- A period's month stands too: moving a locked row would open its month.
REVOKE UPDATE ON ledger_account, ledger_period FROM lf_app;
GRANT UPDATE (is_locked, locked_at, locked_by_id, reason) ON ledger_period TO lf_app;
GRANT UPDATE (code, name, key, parent_id, is_active, description) ON ledger_account TO lf_app;
-- reverse
DROP TRIGGER lines_added ON ledger_journalline;
DROP TRIGGER journalline_parents ON ledger_journalline;
DROP TRIGGER journalentry_complete ON ledger_journalentry;
DROP TRIGGER entry_before ON ledger_journalentry;
DROP FUNCTION lf_lines_added();
DROP FUNCTION lf_line_parent_check();
DROP FUNCTION lf_entry_check_deferred();
DROP FUNCTION lf_entry_check(bigint, bigint);
DROP FUNCTION lf_entry_before();
DROP FUNCTION lf_entry_number(bigint, bigint);

-- What an entry must be. Rules that look at several rows run once a statement over all new rows;
-- a parent, a period and a fiscal year are looked for once, however many entries name them.
--
-- The rows are looked at as their own firm: whoever changes the firm in the same statement or
-- before COMMIT must not hide a row from its rules.
--
-- Rows of large tables are looked up one by one, by index, and sequential scans are off in these
-- functions: their plans are made once a session, often while a table is empty or unanalysed, and
-- a plan that fits ten rows takes minutes for a million.

-- Seals cover ranges of ids, so no id may come into a range that is sealed. Writers hold this
-- lock together, a seal is made while nobody holds it (ledgerflow/audit).
CREATE FUNCTION lf_seal_key(firm bigint) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT hashtextextended('ledgerflow seal', firm) $$;

-- Whether lf_entry_post or lf_entries_post holds the rules of what is written (the files of their
-- names): only there is the current user, who is its owner, another than the one who logged in
-- without SET ROLE. The application can neither become the owner nor make functions of his, and no
-- other function of the owner's that runs with his rights writes entries or lines. Triggers say the
-- same in their WHEN, written out: a function would be parsed anew for each statement.
CREATE FUNCTION lf_writes_checked() RETURNS boolean LANGUAGE sql STABLE AS
$$ SELECT current_user <> session_user AND current_setting('role') = 'none' $$;

CREATE FUNCTION lf_share_seal() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(lf_seal_key(lf_firm()));
    RETURN NULL;
END $$;
CREATE TRIGGER a_share_seal BEFORE INSERT ON ledger_journalentry
    FOR EACH STATEMENT
    WHEN (current_user = session_user OR current_setting('role') <> 'none')
    EXECUTE FUNCTION lf_share_seal();

-- Numbers of many entries at once, from the sequence of the business.
CREATE FUNCTION lf_entry_numbers(firm bigint, business bigint, wanted bigint) RETURNS SETOF bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    numbers regclass;
BEGIN
    RETURN NEXT lf_entry_number(firm, business);
    numbers := format('public.%I', format('lf_entry_number_%s_%s', firm, business))::regclass;
    RETURN QUERY SELECT nextval(numbers) FROM generate_series(2, wanted);
END $$;

-- The highest number that was ever given out: no entry may claim one beyond it.
CREATE FUNCTION lf_entry_number_given(firm bigint, business bigint) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    numbers regclass := to_regclass(format('public.%I', format('lf_entry_number_%s_%s', firm, business)));
BEGIN
    IF firm IS DISTINCT FROM lf_firm() OR numbers IS NULL THEN
        RETURN 0;
    END IF;
    RETURN coalesce(pg_sequence_last_value(numbers), 0);
END $$;

CREATE FUNCTION lf_entry_numbered() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
BEGIN
    NEW.number := lf_entry_number(NEW.firm_id, NEW.business_id);
    RETURN NEW;
END $$;
CREATE TRIGGER entry_before BEFORE INSERT ON ledger_journalentry
    FOR EACH ROW WHEN (NEW.number = 0) EXECUTE FUNCTION lf_entry_numbered();

-- The last day that entries may have: the end of the business's next fiscal year.
CREATE FUNCTION lf_last_day(start_month integer) RETURNS date LANGUAGE sql STABLE AS $$
    SELECT (make_date(extract(year FROM current_date)::integer
                      - (extract(month FROM current_date) < start_month)::integer, start_month, 1)
            + interval '2 years' - interval '1 day')::date
$$;

-- The months of entries, open: rows of ledger_period are made a calendar year at a time, by one
-- transaction after the other, so that writers of new months cannot block each other in a ring.
-- Posting takes a month FOR SHARE, locking takes it FOR UPDATE: after a lock commits, nothing
-- more lands in it.
CREATE FUNCTION lf_months_open(firm bigint, business bigint, months date[]) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    known bigint;
    found_locked date;
BEGIN
    SELECT count(*), min(start) FILTER (WHERE is_locked IS DISTINCT FROM false)
      INTO known, found_locked
      FROM (SELECT start, is_locked FROM ledger_period
             WHERE firm_id = firm AND business_id = business AND start = ANY (months)
             ORDER BY start FOR SHARE) p;
    IF found_locked IS NULL AND known < cardinality(months) THEN
        PERFORM pg_advisory_xact_lock(hashtextextended('ledgerflow period', business));
        INSERT INTO ledger_period (firm_id, business_id, start, is_locked, reason)
        SELECT firm, business, make_date(y, m, 1), false, ''
          FROM (SELECT DISTINCT extract(year FROM d)::integer AS y FROM unnest(months) AS d) years,
               generate_series(1, 12) AS m
         ORDER BY y, m
        ON CONFLICT ON CONSTRAINT period_once DO NOTHING;
        SELECT min(start) FILTER (WHERE is_locked IS DISTINCT FROM false) INTO found_locked
          FROM (SELECT start, is_locked FROM ledger_period
                 WHERE firm_id = firm AND business_id = business AND start = ANY (months)
                 ORDER BY start FOR SHARE) p;
    END IF;
    IF found_locked IS NOT NULL THEN
        RAISE EXCEPTION 'the period % is locked', to_char(found_locked, 'YYYY-MM')
            USING ERRCODE = 'check_violation', CONSTRAINT = 'period_locked',
                  TABLE = 'ledger_journalentry';
    END IF;
END $$;

-- A new entry's business, batch, number, id, fiscal year and month. An entry that states its number
-- of lines has them when its statement ends; the others are looked at before COMMIT.
--
-- Posting many entries takes their ids itself, under the seal's key. An id that is chosen otherwise
-- must not come into a range that is sealed (audit_seal, of the audit's own migration), nor lie
-- beyond those that were given out: a seal up to it would shut out all that follow.
CREATE FUNCTION lf_entries_added() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp SET enable_seqscan = off AS $$
DECLARE
    firm_before text := coalesce(current_setting('app.firm_id', true), '');
    firm_set text;
    one record;
    bad record;
    last_day date;
    sealed bigint;
BEGIN
    FOR one IN
        SELECT a.firm_id, a.business_id, min(a.id) AS first_id, max(a.id) AS last_id,
               min(a.number) AS lowest, max(a.number) AS highest,
               min(a.date) AS first_day, max(a.date) AS last_day,
               bool_or(a.line_count > 0) AS any_stated, bool_or(a.batch_id IS NOT NULL) AS any_batch,
               array_agg(DISTINCT a.date - (extract(day FROM a.date)::integer - 1)) AS months
          FROM added a GROUP BY a.firm_id, a.business_id
    LOOP
        firm_set := set_config('app.firm_id', one.firm_id::text, true);
        SELECT lf_last_day(b.fiscal_year_start_month),
               coalesce((SELECT s.entries_upto FROM audit_seal s WHERE s.firm_id = one.firm_id
                          ORDER BY s.sequence DESC LIMIT 1), 0)
          INTO last_day, sealed FROM firms_business b
         WHERE b.firm_id = one.firm_id AND b.id = one.business_id;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'no business % in this firm', one.business_id
                USING ERRCODE = 'foreign_key_violation', TABLE = 'ledger_journalentry',
                      CONSTRAINT = 'ledger_journalentry_business_id_same_firm';
        END IF;
        IF one.first_day < '1970-01-01' OR one.last_day > last_day THEN
            RAISE EXCEPTION 'the date % lies outside any fiscal year of the books (1970-01-01 to %)',
                CASE WHEN one.first_day < '1970-01-01' THEN one.first_day ELSE one.last_day END,
                last_day
                USING ERRCODE = 'check_violation', CONSTRAINT = 'journalentry_fiscal_year',
                      TABLE = 'ledger_journalentry';
        END IF;
        IF one.lowest < 1 OR one.highest > lf_entry_number_given(one.firm_id, one.business_id) THEN
            RAISE EXCEPTION 'an entry number was not given out by the books'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'journalentry_number_given',
                      TABLE = 'ledger_journalentry';
        END IF;
        IF one.first_id <= sealed
           OR one.last_id > pg_sequence_last_value('ledger_journalentry_id_seq'::regclass) THEN
            RAISE EXCEPTION 'the id % is sealed already or was never given out', one.first_id
                USING ERRCODE = 'check_violation', CONSTRAINT = 'sealed_range',
                      TABLE = 'ledger_journalentry';
        END IF;
        IF one.any_batch THEN
            PERFORM FROM (SELECT DISTINCT batch_id FROM added
                           WHERE business_id = one.business_id AND batch_id IS NOT NULL) a
              WHERE NOT EXISTS (SELECT FROM audit_batch b WHERE b.firm_id = one.firm_id
                                   AND b.business_id = one.business_id AND b.id = a.batch_id);
            IF FOUND THEN
                RAISE EXCEPTION 'no such batch in this business'
                    USING ERRCODE = 'foreign_key_violation', TABLE = 'ledger_journalentry',
                          CONSTRAINT = 'ledger_journalentry_batch_id_same_firm_business';
            END IF;
        END IF;
        PERFORM lf_months_open(one.firm_id, one.business_id, one.months);
        IF one.any_stated THEN
            SELECT a.number INTO bad FROM added a
             WHERE a.business_id = one.business_id AND a.line_count > 0
               AND NOT EXISTS (SELECT FROM ledger_journalline l WHERE l.entry_id = a.id) LIMIT 1;
            IF FOUND THEN
                RAISE EXCEPTION 'entry % has 0 lines; an entry has two or more', bad.number
                    USING ERRCODE = 'check_violation', CONSTRAINT = 'journalentry_has_lines',
                          TABLE = 'ledger_journalentry';
            END IF;
        END IF;
    END LOOP;
    firm_set := set_config('app.firm_id', firm_before, true);
    RETURN NULL;
END $$;
CREATE TRIGGER entries_added AFTER INSERT ON ledger_journalentry
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT
    WHEN (current_user = session_user OR current_setting('role') <> 'none')
    EXECUTE FUNCTION lf_entries_added();

-- Two lines or more, zero in each currency: the whole check of one entry.
CREATE FUNCTION lf_entry_check(wanted_firm bigint, wanted_entry bigint) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp SET enable_seqscan = off AS $$
DECLARE
    firm_before text := coalesce(current_setting('app.firm_id', true), '');
    lines_there bigint;
    bad record;
BEGIN
    PERFORM set_config('app.firm_id', wanted_firm::text, true);
    IF NOT EXISTS (SELECT FROM ledger_journalentry
                    WHERE firm_id = wanted_firm AND id = wanted_entry) THEN
        PERFORM set_config('app.firm_id', firm_before, true);
        RETURN;
    END IF;
    SELECT count(*) INTO lines_there FROM ledger_journalline
     WHERE firm_id = wanted_firm AND entry_id = wanted_entry;
    IF lines_there < 2 THEN
        RAISE EXCEPTION 'entry % has % lines; an entry has two or more', wanted_entry, lines_there
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
CREATE CONSTRAINT TRIGGER journalentry_complete AFTER INSERT ON ledger_journalentry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.line_count = 0)
    EXECUTE FUNCTION lf_entry_check_deferred();
CREATE CONSTRAINT TRIGGER journalentry_changed AFTER UPDATE ON ledger_journalentry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION lf_entry_check_deferred();

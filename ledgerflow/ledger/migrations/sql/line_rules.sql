-- What lines must be, once a statement over all new ones. All lines of an entry come in one
-- statement, so that none can be added later, whatever was checked before.
CREATE FUNCTION lf_lines_added() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp SET enable_seqscan = off AS $$
DECLARE
    firm_before text := coalesce(current_setting('app.firm_id', true), '');
    firm_set text;
    one record;
    bad record;
BEGIN
    SELECT firm_id INTO one FROM added LIMIT 1;
    firm_set := set_config('app.firm_id', one.firm_id::text, true);

    -- One pass over the lines, then one look at each entry. What is refused comes first, what must
    -- be looked at more closely after it; of ordinary entries no row comes at all.
    SELECT s.*, e.id AS known, e.date AS entry_date, e.line_count INTO bad
      FROM (SELECT entry_id, count(*) AS lines, min(position) AS first, max(position) AS last,
                   sum(amount) AS gap, min(currency) AS currency, max(currency) AS other_currency,
                   min(date) AS date, max(date) AS other_date, min(firm_id) AS firm_id,
                   min(business_id) AS business_id,
                   min(firm_id) <> max(firm_id) OR min(business_id) <> max(business_id) AS mixed
              FROM added GROUP BY entry_id) s
      LEFT JOIN LATERAL (
          SELECT id, date, line_count FROM ledger_journalentry
           WHERE id = s.entry_id AND firm_id = s.firm_id AND business_id = s.business_id
          OFFSET 0) e ON true
     WHERE e.id IS NULL OR s.mixed
        OR s.gap <> 0 AND s.currency = s.other_currency
        OR s.date <> e.date OR s.other_date <> e.date
        OR e.line_count > 0 AND (s.lines <> e.line_count OR s.first <> 1 OR s.last <> s.lines)
        OR e.line_count = 0 OR s.currency <> s.other_currency
     ORDER BY e.id IS NOT NULL AND NOT s.mixed, (s.gap <> 0 AND s.currency = s.other_currency) DESC,
              (e.line_count > 0
               AND (s.lines <> e.line_count OR s.first <> 1 OR s.last <> s.lines)) DESC,
              (s.date <> e.date OR s.other_date <> e.date) DESC
     LIMIT 1;
    IF FOUND THEN
        IF bad.known IS NULL OR bad.mixed THEN
            RAISE EXCEPTION 'no entry % in this business', bad.entry_id
                USING ERRCODE = 'foreign_key_violation', TABLE = 'ledger_journalline',
                      CONSTRAINT = 'ledger_journalline_entry_id_same_firm_business';
        ELSIF bad.gap <> 0 AND bad.currency = bad.other_currency THEN
            RAISE EXCEPTION 'entry % does not balance: % %', bad.entry_id, bad.gap, bad.currency
                USING ERRCODE = 'check_violation', CONSTRAINT = 'journalentry_balanced',
                      TABLE = 'ledger_journalline';
        END IF;
        -- The entry stated its number of lines, numbered from 1: others are none of its own.
        IF bad.line_count > 0 AND (bad.lines <> bad.line_count OR bad.first <> 1
                                   OR bad.last <> bad.lines) THEN
            RAISE EXCEPTION 'entry % has % lines by its own word, not %; lines cannot be added',
                bad.entry_id, bad.line_count, bad.lines
                USING ERRCODE = 'check_violation', CONSTRAINT = 'journalentry_complete',
                      TABLE = 'ledger_journalline';
        END IF;
        IF bad.date <> bad.entry_date OR bad.other_date <> bad.entry_date THEN
            RAISE EXCEPTION 'a line of entry % has another date than its entry', bad.entry_id
                USING ERRCODE = 'check_violation', CONSTRAINT = 'journalline_date',
                      TABLE = 'ledger_journalline';
        END IF;

        SELECT entry_id, currency, sum(amount) AS gap INTO bad
          FROM added
         WHERE entry_id IN (SELECT entry_id FROM added GROUP BY entry_id
                            HAVING min(currency) <> max(currency))
         GROUP BY entry_id, currency HAVING sum(amount) <> 0 ORDER BY entry_id, currency LIMIT 1;
        IF FOUND THEN
            RAISE EXCEPTION 'entry % does not balance: % %', bad.entry_id, bad.gap, bad.currency
                USING ERRCODE = 'check_violation', CONSTRAINT = 'journalentry_balanced',
                      TABLE = 'ledger_journalline';
        END IF;

        -- Entries that did not state their lines: none may be there already.
        SELECT s.entry_id INTO bad
          FROM (SELECT entry_id, count(*) AS lines FROM added GROUP BY entry_id) s
         WHERE (SELECT e.line_count FROM ledger_journalentry e WHERE e.id = s.entry_id) = 0
           AND s.lines <> (SELECT count(*) FROM ledger_journalline l WHERE l.entry_id = s.entry_id)
         LIMIT 1;
        IF FOUND THEN
            RAISE EXCEPTION 'entry % is complete; lines cannot be added', bad.entry_id
                USING ERRCODE = 'check_violation', CONSTRAINT = 'journalentry_complete',
                      TABLE = 'ledger_journalline';
        END IF;
    END IF;

    SELECT a.*, c.id AS known, c.code, c.currency AS wanted, c.is_heading OR NOT c.is_active AS closed
      INTO bad
      FROM (SELECT DISTINCT firm_id, business_id, account_id, currency FROM added) a
      LEFT JOIN LATERAL (
          SELECT id, code, currency, is_heading, is_active FROM ledger_account
           WHERE id = a.account_id AND firm_id = a.firm_id AND business_id = a.business_id
          OFFSET 0) c ON true
     WHERE c.id IS NULL OR c.currency <> a.currency OR c.is_heading OR NOT c.is_active
     ORDER BY c.id IS NOT NULL, a.account_id LIMIT 1;
    IF FOUND THEN
        IF bad.known IS NULL THEN
            RAISE EXCEPTION 'no account % in this business', bad.account_id
                USING ERRCODE = 'foreign_key_violation', TABLE = 'ledger_journalline',
                      CONSTRAINT = 'ledger_journalline_account_id_same_firm_business';
        ELSIF bad.wanted <> bad.currency THEN
            RAISE EXCEPTION 'account % is kept in %, not %', bad.code, bad.wanted, bad.currency
                USING ERRCODE = 'check_violation', CONSTRAINT = 'journalline_currency',
                      TABLE = 'ledger_journalline';
        END IF;
        RAISE EXCEPTION 'account % is a heading or closed', bad.code
            USING ERRCODE = 'check_violation', CONSTRAINT = 'journalline_account_open',
                  TABLE = 'ledger_journalline';
    END IF;
    firm_set := set_config('app.firm_id', firm_before, true);
    RETURN NULL;
END $$;
CREATE TRIGGER lines_added AFTER INSERT ON ledger_journalline
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT
    WHEN (current_user = session_user OR current_setting('role') <> 'none')
    EXECUTE FUNCTION lf_lines_added();

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

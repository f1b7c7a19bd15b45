-- What posting many entries with one call (entries_post.sql) asks of its columns, each question
-- once over all of them, with the names and words of entry_rules.sql and line_rules.sql.
CREATE FUNCTION lf_columns_fit(wanted integer, there integer[]) RETURNS void
LANGUAGE plpgsql IMMUTABLE SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM unnest(there) AS t WHERE t IS DISTINCT FROM wanted) THEN
        RAISE EXCEPTION 'columns of % and % rows do not fit together', wanted, there
            USING ERRCODE = 'array_subscript_error';
    END IF;
END $$;

-- Each entry has two lines or more, those it states, numbered from 1, and adds up to zero in each
-- currency. A number that is there twice is refused by the key of the table.
CREATE FUNCTION lf_lines_balance(counts smallint[], ordinals integer[], positions smallint[],
                                 amounts numeric[], currencies text[]) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    sums record;
    bad record;
BEGIN
    SELECT count(*) AS entries, min(n) FILTER (WHERE lines < 2) AS short,
           min(n) FILTER (WHERE lines IS DISTINCT FROM counts[n] OR first IS DISTINCT FROM 1
                             OR last IS DISTINCT FROM lines) AS incomplete,
           min(n) FILTER (WHERE gap <> 0 AND currency = other) AS unbalanced,
           bool_or(currency <> other) AS mixed, bool_or(inexact) AS inexact INTO sums
      FROM (SELECT n, count(*) AS lines, min(position) AS first, max(position) AS last,
                   sum(amount) AS gap, min(currency) AS currency, max(currency) AS other,
                   bool_or(scale(amount) > 4 AND amount <> round(amount, 4)) AS inexact
              FROM (SELECT unnest(ordinals) AS n, unnest(positions) AS position,
                           unnest(amounts) AS amount, unnest(currencies) AS currency) given
             GROUP BY n) entry;
    IF sums.short IS NOT NULL OR sums.entries <> cardinality(counts) THEN
        RAISE EXCEPTION 'entry % has fewer than two lines', coalesce(sums.short, sums.entries)
            USING ERRCODE = 'check_violation', CONSTRAINT = 'journalentry_has_lines',
                  TABLE = 'ledger_journalentry';
    ELSIF sums.inexact THEN
        RAISE EXCEPTION 'an amount has more than four decimals'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'journalline_amount_exact',
                  TABLE = 'ledger_journalline';
    ELSIF sums.incomplete IS NOT NULL THEN
        RAISE EXCEPTION 'entry % has other lines than it states', sums.incomplete
            USING ERRCODE = 'check_violation', CONSTRAINT = 'journalentry_complete',
                  TABLE = 'ledger_journalline';
    ELSIF sums.unbalanced IS NULL AND NOT sums.mixed THEN
        RETURN;
    END IF;
    SELECT n, currency, sum(amount) AS gap INTO bad
      FROM (SELECT unnest(ordinals) AS n, unnest(amounts) AS amount,
                   unnest(currencies) AS currency) given
     GROUP BY n, currency HAVING sum(amount) <> 0 ORDER BY n, currency LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'entry % does not balance: % %', bad.n, bad.gap, bad.currency
            USING ERRCODE = 'check_violation', CONSTRAINT = 'journalentry_balanced',
                  TABLE = 'ledger_journalline';
    END IF;
END $$;

CREATE FUNCTION lf_business_takes(firm bigint, business bigint, batch bigint) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp SET enable_seqscan = off AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM firms_business b WHERE b.firm_id = firm AND b.id = business) THEN
        RAISE EXCEPTION 'no business % in this firm', business
            USING ERRCODE = 'foreign_key_violation', TABLE = 'ledger_journalentry',
                  CONSTRAINT = 'ledger_journalentry_business_id_same_firm';
    END IF;
    IF batch IS NOT NULL AND NOT EXISTS (
        SELECT FROM audit_batch b
         WHERE b.firm_id = firm AND b.business_id = business AND b.id = batch) THEN
        RAISE EXCEPTION 'no such batch in this business'
            USING ERRCODE = 'foreign_key_violation', TABLE = 'ledger_journalentry',
                  CONSTRAINT = 'ledger_journalentry_batch_id_same_firm_business';
    END IF;
END $$;

CREATE FUNCTION lf_accounts_take(firm bigint, business bigint, accounts bigint[],
                                 currencies text[]) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp SET enable_seqscan = off
    SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    bad record;
BEGIN
    SELECT a.*, c.id AS known, c.code, c.currency AS wanted INTO bad
      FROM (SELECT DISTINCT account, currency
              FROM (SELECT unnest(accounts) AS account, unnest(currencies) AS currency) given) a
      LEFT JOIN LATERAL (
          SELECT id, code, currency, is_heading, is_active FROM ledger_account
           WHERE id = a.account AND firm_id = firm AND business_id = business
          OFFSET 0) c ON true
     WHERE c.id IS NULL OR c.currency <> a.currency OR c.is_heading OR NOT c.is_active
     ORDER BY c.id IS NOT NULL, c.currency = a.currency, a.account LIMIT 1;
    IF NOT FOUND THEN
        RETURN;
    ELSIF bad.known IS NULL THEN
        RAISE EXCEPTION 'no account % in this business', bad.account
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
END $$;

CREATE FUNCTION lf_days_open(firm bigint, business bigint, days date[]) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp SET enable_seqscan = off
    SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    first_day date;
    last_day date;
    bound date;
    months date[];
BEGIN
    SELECT min(day), max(day), array_agg(DISTINCT day - (extract(day FROM day)::integer - 1))
      INTO first_day, last_day, months FROM unnest(days) AS day;
    SELECT lf_last_day(b.fiscal_year_start_month) INTO bound
      FROM firms_business b WHERE b.firm_id = firm AND b.id = business;
    IF first_day < '1970-01-01' OR last_day > bound THEN
        RAISE EXCEPTION 'the date % lies outside any fiscal year of the books (1970-01-01 to %)',
            CASE WHEN first_day < '1970-01-01' THEN first_day ELSE last_day END, bound
            USING ERRCODE = 'check_violation', CONSTRAINT = 'journalentry_fiscal_year',
                  TABLE = 'ledger_journalentry';
    END IF;
    PERFORM lf_months_open(firm, business, months);
END $$;

-- The ids that were used: none where the entry's key was there already, by an entry of the same
-- content. Another content under the same key is refused.
CREATE FUNCTION lf_ids_used(firm bigint, business bigint, ids bigint[], keys text[], hashes bytea)
RETURNS bigint[] LANGUAGE plpgsql SET search_path = public, pg_temp SET enable_seqscan = off
    SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    used bigint[];
    other_key text;
    other_number bigint;
BEGIN
    SELECT array_agg(CASE WHEN e.id IS NULL OR e.id = g.id THEN g.id END ORDER BY g.n),
           (array_agg(g.key ORDER BY g.n) FILTER (WHERE e.request_hash <> g.hash))[1],
           (array_agg(e.number ORDER BY g.n) FILTER (WHERE e.request_hash <> g.hash))[1]
      INTO used, other_key, other_number
      FROM (SELECT n, id, key, substr(hashes, n * 32 - 31, 32) AS hash
              FROM (SELECT generate_series(1, cardinality(ids)) AS n, unnest(ids) AS id,
                           unnest(keys) AS key) given) g
      LEFT JOIN LATERAL (
          SELECT id, number, request_hash FROM ledger_journalentry
           WHERE firm_id = firm AND business_id = business AND idempotency_key = g.key
             AND idempotency_key <> '' AND g.key <> ''
          OFFSET 0) e ON true;
    IF other_key IS NOT NULL THEN
        RAISE EXCEPTION 'the key ''%'' was used for entry % with other content',
            other_key, other_number
            USING ERRCODE = 'check_violation', CONSTRAINT = 'journalentry_other_content',
                  TABLE = 'ledger_journalentry';
    END IF;
    RETURN used;
END $$;

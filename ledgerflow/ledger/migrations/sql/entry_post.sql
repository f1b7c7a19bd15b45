-- The day of one new entry: a business that is there, and a fiscal year of its books.
CREATE FUNCTION lf_entry_day_check(firm bigint, business bigint, day date) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    last_day date;
BEGIN
    SELECT lf_last_day(b.fiscal_year_start_month) INTO last_day FROM firms_business b
     WHERE b.firm_id = firm AND b.id = business;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'no business % in this firm', business
            USING ERRCODE = 'foreign_key_violation', TABLE = 'ledger_journalentry',
                  CONSTRAINT = 'ledger_journalentry_business_id_same_firm';
    ELSIF day < '1970-01-01' OR day > last_day THEN
        RAISE EXCEPTION 'the date % lies outside any fiscal year of the books (1970-01-01 to %)',
            day, last_day
            USING ERRCODE = 'check_violation', CONSTRAINT = 'journalentry_fiscal_year',
                  TABLE = 'ledger_journalentry';
    END IF;
END $$;

-- Lines of one entry, by themselves: two or more, whole, zero in each currency.
CREATE FUNCTION lf_entry_lines_balance(accounts bigint[], amounts numeric[], currencies text[],
                                       notes text[]) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    lines integer := coalesce(cardinality(accounts), 0);
    bad record;
BEGIN
    IF lines < 2 THEN
        RAISE EXCEPTION 'an entry of % lines; an entry has two or more', lines
            USING ERRCODE = 'check_violation', CONSTRAINT = 'journalentry_has_lines',
                  TABLE = 'ledger_journalentry';
    ELSIF (cardinality(amounts) = lines AND cardinality(currencies) = lines
           AND cardinality(notes) = lines) IS NOT TRUE
          OR array_position(amounts, NULL) IS NOT NULL OR array_position(accounts, NULL) IS NOT NULL
          OR array_position(currencies, NULL) IS NOT NULL
          OR array_ndims(accounts) <> 1 THEN
        RAISE EXCEPTION 'each line has an account, an amount, a currency and a note'
            USING ERRCODE = 'array_subscript_error', TABLE = 'ledger_journalline';
    END IF;
    SELECT x.currency, sum(x.amount) AS gap INTO bad
      FROM unnest(amounts, currencies) AS x (amount, currency)
     GROUP BY x.currency HAVING sum(x.amount) <> 0 ORDER BY x.currency LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'the entry does not balance: % %', bad.gap, bad.currency
            USING ERRCODE = 'check_violation', CONSTRAINT = 'journalentry_balanced',
                  TABLE = 'ledger_journalline';
    END IF;
END $$;

-- Why lines of one entry were not taken: always an error.
CREATE FUNCTION lf_entry_lines_refuse(firm bigint, business bigint, accounts bigint[],
                                      amounts numeric[], currencies text[]) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    bad record;
BEGIN
    SELECT x.*, c.id AS known, c.code, c.currency AS wanted,
           c.is_heading OR NOT c.is_active AS closed INTO bad
      FROM unnest(accounts, amounts, currencies) AS x (account, amount, currency)
      LEFT JOIN ledger_account c
        ON c.id = x.account AND c.firm_id = firm AND c.business_id = business
     WHERE c.id IS NULL OR c.currency <> x.currency OR c.is_heading OR NOT c.is_active
        OR x.amount <> round(x.amount, 4)
     ORDER BY c.id IS NOT NULL, x.account LIMIT 1;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'the lines cannot be taken' USING ERRCODE = 'data_exception';
    ELSIF bad.known IS NULL THEN
        RAISE EXCEPTION 'no account % in this business', bad.account
            USING ERRCODE = 'foreign_key_violation', TABLE = 'ledger_journalline',
                  CONSTRAINT = 'ledger_journalline_account_id_same_firm_business';
    ELSIF bad.wanted <> bad.currency THEN
        RAISE EXCEPTION 'account % is kept in %, not %', bad.code, bad.wanted, bad.currency
            USING ERRCODE = 'check_violation', CONSTRAINT = 'journalline_currency',
                  TABLE = 'ledger_journalline';
    ELSIF bad.closed THEN
        RAISE EXCEPTION 'account % is a heading or closed', bad.code
            USING ERRCODE = 'check_violation', CONSTRAINT = 'journalline_account_open',
                  TABLE = 'ledger_journalline';
    END IF;
    RAISE EXCEPTION 'the amount % has more than four decimals', bad.amount
        USING ERRCODE = 'check_violation', CONSTRAINT = 'journalline_amount_exact',
              TABLE = 'ledger_journalline';
END $$;

-- The entry that a key stood for before one of this id was tried, or nothing; with other content it
-- is a conflict.
CREATE FUNCTION lf_entry_known(firm bigint, business bigint, wanted_key text, wanted_hash bytea,
                               tried bigint) RETURNS ledger_journalentry
LANGUAGE plpgsql SET search_path = public, pg_temp SET enable_seqscan = off AS $$
DECLARE
    known ledger_journalentry;
BEGIN
    SELECT e.* INTO known FROM ledger_journalentry e
     WHERE e.firm_id = firm AND e.business_id = business AND e.idempotency_key = wanted_key
       AND e.idempotency_key <> ''  -- said for the sake of the partial index
       AND e.id <> tried;
    IF known.id IS NOT NULL AND known.request_hash IS DISTINCT FROM wanted_hash THEN
        RAISE EXCEPTION 'the key % was used for entry % with other content',
            wanted_key, known.number
            USING ERRCODE = 'check_violation', CONSTRAINT = 'journalentry_other_content',
                  TABLE = 'ledger_journalentry';
    END IF;
    RETURN known;
END $$;

-- Posting one entry with one call, which is its own transaction where none is open. The function
-- holds every rule of a new entry itself, knowing that there is one entry only: what
-- entry_rules.sql, line_rules.sql and kept_balances.sql do for any number of rows stands aside for
-- it (lf_writes_checked), and costs more than the writing. The rest stays where it is: checks,
-- unique indexes, foreign keys, row-level security and the triggers of single rows.
--
-- It runs as the owner, under row-level security like everybody, and for a firm that the caller
-- may name as well in any other statement: not for another one than that of his scope.
--
-- A key that is there already, or comes at the same moment, posts nothing; the number that was
-- taken for it stays unused. Plans are made once a session and never for the values of one call.
CREATE FUNCTION lf_entry_post(
    firm bigint, user_id bigint, business bigint, batch bigint, day date, entry_kind text,
    description text, reverses bigint, key text, hash bytea,
    accounts bigint[], amounts numeric[], currencies text[], notes text[],
    OUT id bigint, OUT number bigint, OUT posted_at timestamptz, OUT posted_by bigint,
    OUT in_batch bigint
) LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
  SET enable_seqscan = off SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
DECLARE
    scope text := coalesce(current_setting('app.firm_id', true), '');
    month_of date := day - (extract(day FROM day)::integer - 1);
    line_count integer := coalesce(cardinality(accounts), 0);
    gap numeric := 0;
    -- One currency, each account once, and few enough lines to look at one by one.
    is_plain boolean := line_count <= 50;
    is_locked boolean;
    found_count bigint;
    counts bigint[];  -- lines of each account, where one has several
    own_slot smallint := 0;
    known ledger_journalentry;
    done text;
BEGIN
    IF scope IS DISTINCT FROM firm::text THEN
        IF scope <> '' THEN
            RAISE EXCEPTION 'row-level security: this transaction works for another firm'
                USING ERRCODE = 'insufficient_privilege';
        END IF;
        done := set_config('app.firm_id', firm::text, true);
    END IF;
    FOR i IN 1..line_count LOOP
        gap := gap + amounts[i];
        is_plain := is_plain AND currencies[i] = currencies[1]
                    AND array_position(accounts, accounts[i]) = i;
    END LOOP;
    IF (is_plain AND gap = 0 AND cardinality(amounts) = line_count AND line_count > 1
        AND cardinality(currencies) = line_count
        AND cardinality(notes) = line_count) IS NOT TRUE THEN
        PERFORM lf_entry_lines_balance(accounts, amounts, currencies, notes);
    END IF;

    done := pg_advisory_xact_lock_shared(lf_seal_key(firm));
    IF day < '1970-01-01' OR day > current_date THEN
        PERFORM lf_entry_day_check(firm, business, day);
    END IF;
    SELECT p.is_locked INTO is_locked FROM ledger_period p
     WHERE p.firm_id = firm AND p.business_id = business AND p.start = month_of FOR SHARE;
    IF is_locked IS DISTINCT FROM false THEN
        PERFORM lf_entry_day_check(firm, business, day);
        PERFORM lf_months_open(firm, business, ARRAY[month_of]);
    END IF;
    IF batch IS NOT NULL AND NOT EXISTS (SELECT FROM audit_batch b
            WHERE b.firm_id = firm AND b.business_id = business AND b.id = batch) THEN
        RAISE EXCEPTION 'no such batch in this business'
            USING ERRCODE = 'foreign_key_violation', TABLE = 'ledger_journalentry',
                  CONSTRAINT = 'ledger_journalentry_batch_id_same_firm_business';
    END IF;
    lf_entry_post.number := coalesce(
        nextval(to_regclass('public.lf_entry_number_' || firm || '_' || business)),
        lf_entry_number(firm, business));
    lf_entry_post.id := nextval('ledger_journalentry_id_seq');
    lf_entry_post.posted_at := statement_timestamp();
    posted_by := user_id;
    in_batch := batch;
    WITH entry AS (
        INSERT INTO ledger_journalentry AS e
               (id, firm_id, business_id, number, date, kind, description, reverses_id,
                idempotency_key, request_hash, posted_at, posted_by_id, batch_id, line_count)
        VALUES (lf_entry_post.id, firm, business, lf_entry_post.number, day, entry_kind,
                description, reverses, key, hash, lf_entry_post.posted_at, user_id, batch,
                line_count)
        ON CONFLICT (firm_id, business_id, idempotency_key) WHERE e.idempotency_key <> ''
        DO NOTHING
        RETURNING e.id
    )
    INSERT INTO ledger_journalline
           (entry_id, account_id, firm_id, business_id, date, position, amount, currency, note)
    SELECT entry.id, x.account, firm, business, day, x.position, x.amount, x.currency, x.note
      FROM entry
     CROSS JOIN (SELECT unnest(accounts) AS account, unnest(amounts) AS amount,
                        unnest(currencies) AS currency, unnest(notes) AS note,
                        generate_series(1, line_count) AS position) x
     CROSS JOIN LATERAL (
         SELECT FROM ledger_account c
          WHERE c.id = x.account AND c.firm_id = firm AND c.business_id = business
            AND c.currency = x.currency AND c.is_active AND NOT c.is_heading
         OFFSET 0) open
     WHERE x.amount = round(x.amount, 4);
    GET DIAGNOSTICS found_count = ROW_COUNT;
    IF found_count <> line_count THEN
        known := lf_entry_known(firm, business, key, hash, lf_entry_post.id);
        IF known.id IS NULL THEN
            PERFORM lf_entry_lines_refuse(firm, business, accounts, amounts, currencies);
        END IF;
        lf_entry_post.id := known.id;
        lf_entry_post.number := known.number;
        lf_entry_post.posted_at := known.posted_at;
        posted_by := known.posted_by_id;
        in_batch := known.batch_id;
        RETURN;
    END IF;

    -- The balances come last, in a slot that nobody else holds (kept_balances.sql).
    IF NOT lf_writes_checked() THEN
        RETURN;
    ELSIF (is_plain AND pg_try_advisory_xact_lock(lf_slot_area(business), 0)) IS NOT TRUE THEN
        SELECT array_agg(s.account), array_agg(s.amount), array_agg(s.lines)
          INTO accounts, amounts, counts
          FROM (SELECT account, sum(amount) AS amount, count(*) AS lines
                  FROM unnest(accounts, amounts) AS x (account, amount) GROUP BY account) s;
        own_slot := lf_claim_slot(business);
    END IF;
    INSERT INTO ledger_daybalance AS d
           (account_id, business_id, firm_id, lines, date, slot, amount)
    SELECT x.account, business, firm, coalesce(x.lines, 1), day, own_slot, x.amount
      FROM (SELECT unnest(accounts) AS account, unnest(amounts) AS amount,
                   unnest(counts) AS lines) x
    ON CONFLICT (account_id, date, slot) DO UPDATE
       SET amount = d.amount + excluded.amount, lines = d.lines + excluded.lines;
    INSERT INTO ledger_monthbalance AS m
           (business_id, account_id, firm_id, lines, month, slot, amount)
    SELECT business, x.account, firm, coalesce(x.lines, 1), month_of, own_slot, x.amount
      FROM (SELECT unnest(accounts) AS account, unnest(amounts) AS amount,
                   unnest(counts) AS lines) x
    ON CONFLICT (business_id, account_id, month, slot) DO UPDATE
       SET amount = m.amount + excluded.amount, lines = m.lines + excluded.lines;
END $$;
REVOKE ALL ON FUNCTION lf_entry_post FROM PUBLIC;
GRANT EXECUTE ON FUNCTION lf_entry_post TO lf_app;
-- reverse
SELECT 1;

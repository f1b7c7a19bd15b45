-- Posting many entries with one call: all their columns as arrays, every rule once over all of
-- them (entries_checks.sql). As in lf_entry_post the triggers of statements stand aside for it: it
-- asks itself whatever they ask, under the same names, without looking the written rows up again.
-- What a row alone can break (a zero, a key, a second reversal) its table refuses.
--
-- It runs as the owner, under row-level security, for no other firm than that of the scope.
--
-- `hashes` are 32 bytes an entry. `ordinals` say to which entry a line belongs, from 1; `positions`
-- which of its lines it is. `undone`, `keys` and `notes` may be empty where no entry has one.
-- With `only_new`, entries whose key is there with the same content are left out; otherwise a key
-- that is there refuses all, which is quicker to find.
CREATE FUNCTION lf_entries_post(
    firm bigint, user_id bigint, business bigint, batch bigint, only_new boolean,
    days date[], kinds text[], words text[], undone bigint[], keys text[], hashes bytea,
    counts smallint[], ordinals integer[], positions smallint[], accounts bigint[],
    amounts numeric[], currencies text[], notes text[],
    OUT posted bigint, OUT first_number bigint, OUT last_number bigint
) LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
    SET enable_seqscan = off SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    entries integer := coalesce(cardinality(days), 0);
    lines integer := coalesce(cardinality(accounts), 0);
    ids bigint[];
    numbers bigint[];
    own_slot smallint;
    moved_accounts bigint[];
    moved_currencies text[];
    moved_days date[];
    moved_amounts numeric[];
    moved_lines bigint[];
BEGIN
    IF firm IS DISTINCT FROM lf_firm() THEN
        RAISE EXCEPTION 'entries of another firm violate row-level security'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    posted := 0;
    IF entries = 0 AND lines = 0 THEN
        RETURN;
    END IF;
    PERFORM lf_columns_fit(entries, ARRAY[cardinality(kinds), cardinality(words),
                                          cardinality(counts), octet_length(hashes) / 32]),
            lf_columns_fit(entries, ARRAY[coalesce(nullif(cardinality(undone), 0), entries),
                                          coalesce(nullif(cardinality(keys), 0), entries)]),
            lf_columns_fit(lines, ARRAY[cardinality(ordinals), cardinality(positions),
                                        cardinality(amounts), cardinality(currencies),
                                        coalesce(nullif(cardinality(notes), 0), lines)]);
    -- These two are asked by place: they must begin at 1.
    days := ARRAY(SELECT unnest(days));
    counts := ARRAY(SELECT unnest(counts));
    PERFORM lf_business_takes(firm, business, batch),
            lf_lines_balance(counts, ordinals, positions, amounts, currencies);

    PERFORM pg_advisory_xact_lock_shared(lf_seal_key(firm));
    ids := ARRAY(SELECT nextval('ledger_journalentry_id_seq') FROM generate_series(1, entries));
    numbers := ARRAY(SELECT lf_entry_numbers(firm, business, entries));
    -- Entries and lines come in one statement, for the triggers where they do not stand aside.
    IF only_new THEN
        WITH entry AS (
            INSERT INTO ledger_journalentry AS e
                   (id, firm_id, business_id, number, date, kind, description, reverses_id,
                    idempotency_key, request_hash, posted_by_id, batch_id, line_count)
            SELECT ids[n], firm, business, numbers[n], day, kind, text, undoes, coalesce(key, ''),
                   substr(hashes, n * 32 - 31, 32), user_id, batch, count
              FROM (SELECT generate_series(1, entries) AS n, unnest(days) AS day,
                           unnest(kinds) AS kind, unnest(words) AS text, unnest(undone) AS undoes,
                           unnest(keys) AS key, unnest(counts) AS count) given
            ON CONFLICT (firm_id, business_id, idempotency_key) WHERE e.idempotency_key <> ''
            DO NOTHING
            RETURNING id
        )
        INSERT INTO ledger_journalline
               (entry_id, account_id, firm_id, business_id, date, position, amount, currency, note)
        SELECT ids[n], account, firm, business, days[n], position, amount, currency,
               coalesce(note, '')
          FROM (SELECT unnest(ordinals) AS n, unnest(positions) AS position,
                       unnest(accounts) AS account, unnest(amounts) AS amount,
                       unnest(currencies) AS currency, unnest(notes) AS note) given
         WHERE ids[n] IN (SELECT id FROM entry);
        ids := lf_ids_used(firm, business, ids, keys, hashes);
    ELSE
        WITH entry AS (
            INSERT INTO ledger_journalentry
                   (id, firm_id, business_id, number, date, kind, description, reverses_id,
                    idempotency_key, request_hash, posted_by_id, batch_id, line_count)
            SELECT ids[n], firm, business, numbers[n], day, kind, text, undoes, coalesce(key, ''),
                   substr(hashes, n * 32 - 31, 32), user_id, batch, count
              FROM (SELECT generate_series(1, entries) AS n, unnest(days) AS day,
                           unnest(kinds) AS kind, unnest(words) AS text, unnest(undone) AS undoes,
                           unnest(keys) AS key, unnest(counts) AS count) given
        )
        INSERT INTO ledger_journalline
               (entry_id, account_id, firm_id, business_id, date, position, amount, currency, note)
        SELECT ids[n], account, firm, business, days[n], position, amount, currency,
               coalesce(note, '')
          FROM (SELECT unnest(ordinals) AS n, unnest(positions) AS position,
                       unnest(accounts) AS account, unnest(amounts) AS amount,
                       unnest(currencies) AS currency, unnest(notes) AS note) given;
    END IF;
    SELECT count(id), min(number) FILTER (WHERE id IS NOT NULL),
           max(number) FILTER (WHERE id IS NOT NULL)
      INTO posted, first_number, last_number
      FROM (SELECT unnest(ids) AS id, unnest(numbers) AS number) given;
    IF posted = 0 THEN
        RETURN;
    END IF;

    -- What each account moves by on each day: it tells which accounts and months are used, too.
    SELECT array_agg(account), array_agg(currency), array_agg(day), array_agg(amount),
           array_agg(count)
      INTO moved_accounts, moved_currencies, moved_days, moved_amounts, moved_lines
      FROM (SELECT account, currency, days[n] AS day, sum(amount) AS amount, count(*) AS count
              FROM (SELECT unnest(ordinals) AS n, unnest(accounts) AS account,
                           unnest(amounts) AS amount, unnest(currencies) AS currency) given
             WHERE NOT only_new OR ids[n] IS NOT NULL
             GROUP BY account, currency, days[n]) moved;
    PERFORM lf_accounts_take(firm, business, moved_accounts, moved_currencies),
            lf_days_open(firm, business, moved_days);

    -- The balances come last, in a slot that nobody else holds (kept_balances.sql).
    IF NOT lf_writes_checked() THEN
        RETURN;
    END IF;
    own_slot := lf_claim_slot(business);
    INSERT INTO ledger_daybalance AS d
           (account_id, business_id, firm_id, lines, date, slot, amount)
    SELECT account, business, firm, count, day, own_slot, amount
      FROM (SELECT unnest(moved_accounts) AS account, unnest(moved_days) AS day,
                   unnest(moved_amounts) AS amount, unnest(moved_lines) AS count) moved
     ORDER BY account, day
    ON CONFLICT (account_id, date, slot) DO UPDATE
       SET amount = d.amount + excluded.amount, lines = d.lines + excluded.lines;
    INSERT INTO ledger_monthbalance AS m
           (business_id, account_id, firm_id, lines, month, slot, amount)
    SELECT business, account, firm, sum(count), day - (extract(day FROM day)::integer - 1) AS month,
           own_slot, sum(amount)
      FROM (SELECT unnest(moved_accounts) AS account, unnest(moved_days) AS day,
                   unnest(moved_amounts) AS amount, unnest(moved_lines) AS count) moved
     GROUP BY account, month ORDER BY account, month
    ON CONFLICT (business_id, account_id, month, slot) DO UPDATE
       SET amount = m.amount + excluded.amount, lines = m.lines + excluded.lines;
END $$;
REVOKE ALL ON FUNCTION lf_entries_post FROM PUBLIC;
GRANT EXECUTE ON FUNCTION lf_entries_post TO lf_app;

-- Fresh statistics after many entries: until the planner knows how large the journal has become, a
-- join over all of it may take minutes. The application may not ANALYZE what it does not own.
-- A tenth more than there was is what autovacuum waits for as well; a small sample is enough until
-- it comes, and takes a fifth of the time.
CREATE FUNCTION lf_journal_analyze(added bigint) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp SET default_statistics_target = 20 AS $$
BEGIN
    IF added > (SELECT reltuples / 10 FROM pg_class WHERE oid = 'ledger_journalentry'::regclass) THEN
        ANALYZE ledger_journalentry, ledger_journalline, ledger_monthbalance, ledger_daybalance,
                ledger_account, ledger_period;
    END IF;
END $$;

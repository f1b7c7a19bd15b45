-- Posting one entry with one call: the entry and its lines in one statement, so that every rule
-- runs once. Called outside a transaction it is one: the firm and the user hold for it alone.
-- A key that is there already, or comes at the same moment, posts nothing; the number that was
-- taken for it stays unused.
CREATE FUNCTION lf_entry_post(
    firm bigint, user_id bigint, business bigint, batch bigint, day date, entry_kind text,
    description text, reverses bigint, key text, hash bytea,
    accounts bigint[], amounts numeric[], currencies text[], notes text[],
    OUT id bigint, OUT number bigint, OUT posted_at timestamptz, OUT posted_by bigint,
    OUT in_batch bigint, OUT repeated boolean
) LANGUAGE plpgsql SET search_path = public, pg_temp SET enable_seqscan = off AS $$
#variable_conflict use_column
DECLARE
    own_number bigint;
    scope_set text;
    known_hash bytea;
BEGIN
    scope_set := set_config('app.firm_id', firm::text, true);
    scope_set := set_config('app.user_id', coalesce(user_id::text, ''), true);
    own_number := lf_entry_number(firm, business);
    WITH entry AS (
        INSERT INTO ledger_journalentry AS e
               (firm_id, business_id, number, date, kind, description, reverses_id,
                idempotency_key, request_hash, posted_by_id, batch_id, line_count)
        VALUES (firm, business, own_number, day, entry_kind, description, reverses, key, hash,
                user_id, batch, cardinality(accounts))
        ON CONFLICT (firm_id, business_id, idempotency_key) WHERE e.idempotency_key <> ''
        DO NOTHING
        RETURNING e.id, e.posted_at
    ), line AS (
        INSERT INTO ledger_journalline AS l
               (entry_id, account_id, firm_id, business_id, date, position, amount, currency, note)
        SELECT entry.id, x.account, firm, business, day, x.position, x.amount, x.currency, x.note
          FROM entry, unnest(accounts, amounts, currencies, notes) WITH ORDINALITY
                      AS x (account, amount, currency, note, position)
    )
    SELECT entry.id, entry.posted_at INTO lf_entry_post.id, lf_entry_post.posted_at FROM entry;
    lf_entry_post.number := own_number;
    posted_by := user_id;
    in_batch := batch;
    repeated := lf_entry_post.id IS NULL;
    IF repeated THEN
        SELECT e.id, e.number, e.posted_at, e.posted_by_id, e.batch_id, e.request_hash
          INTO lf_entry_post.id, lf_entry_post.number, lf_entry_post.posted_at,
               posted_by, in_batch, known_hash
          FROM ledger_journalentry e
         WHERE e.firm_id = firm AND e.business_id = business AND e.idempotency_key = key
           AND e.idempotency_key <> '';  -- said for the sake of the partial index
        IF known_hash IS DISTINCT FROM hash THEN
            RAISE EXCEPTION 'the key % was used for entry % with other content',
                key, lf_entry_post.number
                USING ERRCODE = 'check_violation', CONSTRAINT = 'journalentry_other_content',
                      TABLE = 'ledger_journalentry';
        END IF;
    END IF;
END $$;

-- Fresh statistics after many entries: until the planner knows how large the journal has become, a
-- join over all of it may take minutes. The application may not ANALYZE what it does not own.
CREATE FUNCTION lf_journal_analyze() RETURNS void LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
BEGIN
    ANALYZE ledger_journalentry, ledger_journalline, ledger_monthbalance, ledger_daybalance;
END $$;
-- reverse
SELECT 1;

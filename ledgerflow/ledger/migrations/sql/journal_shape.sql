-- The tables of the journal, shaped for a million entries: a line is known by its entry and its
-- position, wide columns come first so that nothing is padded, and an index is there only where a
-- question needs it. Existing rows are carried over; the rules come in the next files.

-- The content of an entry as one text, and its SHA-256: the request hash of a posting, the thing
-- that seals cover. ledgerflow/ledger/content.py writes the same text.
CREATE FUNCTION lf_content_text(value text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT replace(replace(replace(replace(value, '\', '\\'), E'\t', '\t'), E'\n', '\n'), E'\r', '\r') $$;

ALTER TABLE ledger_journalline NO FORCE ROW LEVEL SECURITY;
ALTER TABLE ledger_journalentry NO FORCE ROW LEVEL SECURITY;

CREATE FUNCTION lf_entry_content(wanted bigint, day date, entry_kind text, words text, undoes bigint)
RETURNS bytea LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT sha256(convert_to(concat_ws(E'\t', day::text, entry_kind, coalesce(undoes::text, ''),
                                       lf_content_text(words)) || E'\n'
        || string_agg(concat_ws(E'\t', l.position::text, l.account_id::text, l.amount::text,
                                l.currency, lf_content_text(l.note)), E'\n' ORDER BY l.position),
        'UTF8'))
      FROM ledger_journalline l WHERE l.entry_id = wanted
$$;

DROP TRIGGER lines_added ON ledger_journalline;
DROP TRIGGER journalline_parents ON ledger_journalline;
DROP TRIGGER append_only_rows ON ledger_journalline;
DROP TRIGGER append_only_table ON ledger_journalline;
DROP TRIGGER journalentry_complete ON ledger_journalentry;
DROP TRIGGER entry_before ON ledger_journalentry;
DROP FUNCTION lf_lines_added();
DROP FUNCTION lf_line_parent_check();
DROP FUNCTION lf_entry_check_deferred();
DROP FUNCTION lf_entry_check(bigint, bigint);
DROP FUNCTION lf_entry_before();

ALTER TABLE ledger_journalentry ALTER COLUMN request_hash TYPE bytea
    USING coalesce(lf_entry_content(id, date, kind, description, reverses_id), '');
ALTER TABLE ledger_journalentry
    ADD COLUMN batch_id bigint NULL,
    ADD COLUMN line_count smallint NOT NULL DEFAULT 0 CHECK (line_count >= 0);

ALTER TABLE ledger_journalline RENAME TO ledger_journalline_before;
CREATE TABLE ledger_journalline (
    entry_id bigint NOT NULL,
    account_id bigint NOT NULL,
    firm_id bigint NOT NULL,
    business_id bigint NOT NULL,
    date date NOT NULL,
    position smallint NOT NULL CONSTRAINT journalline_position_check CHECK (position >= 0),
    amount numeric(19, 4) NOT NULL,
    currency varchar(3) NOT NULL,
    note varchar(200) NOT NULL
);
INSERT INTO ledger_journalline
SELECT entry_id, account_id, firm_id, business_id, date, position, amount, currency, note
  FROM ledger_journalline_before ORDER BY entry_id, position;
DROP TABLE ledger_journalline_before;
ALTER TABLE ledger_journalline
    ADD CONSTRAINT journalline_position_unique PRIMARY KEY (entry_id, position);
ALTER TABLE ledger_journalline
    ADD CONSTRAINT journalline_amount_not_zero CHECK (amount <> 0);
CREATE INDEX journalline_by_account ON ledger_journalline (account_id, date);

-- Of the indexes on entries only those that a question or a key needs.
DO $$
DECLARE
    spare record;
BEGIN
    FOR spare IN
        SELECT i.indexrelid::regclass AS name FROM pg_index i
          JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
         WHERE i.indrelid = 'ledger_journalentry'::regclass AND i.indnkeyatts = 1
           AND NOT i.indisunique AND a.attname IN ('firm_id', 'business_id', 'posted_by_id', 'reverses_id')
    LOOP
        EXECUTE format('DROP INDEX %s', spare.name);
    END LOOP;
END $$;
ALTER TABLE ledger_journalentry DROP CONSTRAINT journalentry_reversed_once;
ALTER TABLE ledger_journalentry DROP CONSTRAINT journalentry_idempotency_key;
ALTER TABLE ledger_journalentry DROP CONSTRAINT journalentry_reversal_names_entry;
CREATE UNIQUE INDEX journalentry_reversed_once ON ledger_journalentry (firm_id, reverses_id)
    WHERE reverses_id IS NOT NULL;
CREATE UNIQUE INDEX journalentry_idempotency_key
    ON ledger_journalentry (firm_id, business_id, idempotency_key) WHERE idempotency_key <> '';
CREATE INDEX journalentry_by_batch ON ledger_journalentry (firm_id, batch_id)
    WHERE batch_id IS NOT NULL;
CREATE INDEX journalentry_closing ON ledger_journalentry (firm_id, business_id, date)
    WHERE kind = 'closing';
ALTER TABLE ledger_journalentry
    ADD CONSTRAINT journalentry_reversal_names_entry CHECK (
        kind = 'closing' OR (kind = 'reversal') = (reverses_id IS NOT NULL)),
    ADD CONSTRAINT journalentry_has_key CHECK (idempotency_key <> '' OR batch_id IS NOT NULL);
-- A parent row is looked for once a statement (entry_rules.sql), because a key that is looked for
-- row by row costs more than all other rules together. That holds while no parent can go away.
ALTER TABLE ledger_journalentry DROP CONSTRAINT ledger_journalentry_business_id_same_firm;
CREATE TRIGGER parent_stays_rows BEFORE DELETE OR UPDATE OF id, firm_id ON firms_business
    FOR EACH ROW EXECUTE FUNCTION lf_refuse_change();
CREATE TRIGGER parent_stays_rows
    BEFORE DELETE OR UPDATE OF id, firm_id, business_id, currency ON ledger_account
    FOR EACH ROW EXECUTE FUNCTION lf_refuse_change();
CREATE TRIGGER parent_stays_table BEFORE TRUNCATE ON ledger_account
    FOR EACH STATEMENT EXECUTE FUNCTION lf_refuse_change();

-- The planner has no statistics of a new book, and takes an index that begins with the firm to be
-- as good as the key: each posting would then read all entries of the firm. Statistics of some
-- invented rows stay until those of real ones replace them.
ALTER TABLE ledger_journalentry DISABLE TRIGGER append_only_rows;
INSERT INTO ledger_journalentry (id, firm_id, business_id, number, date, kind, description,
                                 idempotency_key, request_hash, batch_id)
SELECT -n, -(n % 4), -(n % 12), n, date '2024-01-01' + n / 20, 'normal', 'invented ' || n,
       'invented:' || n, '', CASE WHEN n % 2 = 0 THEN -(n % 40) END
  FROM generate_series(1, 4000) AS n;
SET CONSTRAINTS ALL IMMEDIATE;
ANALYZE ledger_journalentry;
DELETE FROM ledger_journalentry WHERE id < 0;
SET CONSTRAINTS ALL DEFERRED;
ALTER TABLE ledger_journalentry ENABLE TRIGGER append_only_rows;

ALTER TABLE ledger_journalentry FORCE ROW LEVEL SECURITY;
SELECT lf_tenant('ledger_journalline');
SELECT lf_append_only('ledger_journalline');

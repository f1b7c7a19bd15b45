-- Which live transactions wait for a decision, kept with every import, decision and suggestion.
-- Nobody writes these rows but the triggers below, so they need no foreign keys of their own.

-- Payees of one name are one group a direction; what has no payee stands alone.
CREATE FUNCTION lf_waiting_group(payee text, amount numeric, transaction_id bigint) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN payee IS NULL OR payee = '' THEN '#' || transaction_id
                ELSE payee || CASE WHEN amount > 0 THEN ' +' ELSE ' -' END END
$$;

-- Take these transactions in where they are live, wait, and are not there yet.
CREATE FUNCTION lf_waiting_add(transactions bigint[]) RETURNS void LANGUAGE sql
    SET search_path = public, pg_temp AS $$
    INSERT INTO review_waitingtransaction (transaction_id, firm_id, business_id, bank_account_id,
           date, amount, currency, suggestion_id, account_id, confidence, group_key)
    SELECT t.id, t.firm_id, t.business_id, t.bank_account_id, t.date, t.amount, t.currency,
           s.id, s.account_id, coalesce(s.confidence, 0),
           lf_waiting_group(s.payee_key, t.amount, t.id)
      FROM unnest(transactions) AS wanted (id)
      JOIN statements_banktransaction t ON t.id = wanted.id AND t.is_live
      LEFT JOIN LATERAL (SELECT kind FROM review_decision d
                          WHERE d.firm_id = t.firm_id AND d.transaction_id = t.id
                          ORDER BY version DESC LIMIT 1) d ON true
      LEFT JOIN LATERAL (SELECT id, account_id, confidence, payee_key
                           FROM classification_suggestion s
                          WHERE s.firm_id = t.firm_id AND s.transaction_id = t.id
                          ORDER BY id DESC LIMIT 1) s ON true
     WHERE d.kind IS NULL OR d.kind = 'undo'
        ON CONFLICT (transaction_id) DO NOTHING
$$;

-- New transactions have neither a decision nor a suggestion: no look-up for a million of them.
CREATE FUNCTION lf_transactions_added() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO review_waitingtransaction (transaction_id, firm_id, business_id, bank_account_id,
           date, amount, currency, confidence, group_key)
    SELECT id, firm_id, business_id, bank_account_id, date, amount, currency, 0,
           lf_waiting_group('', amount, id)
      FROM added WHERE is_live;
    RETURN NULL;
END $$;

CREATE FUNCTION lf_transactions_changed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
BEGIN
    DELETE FROM review_waitingtransaction w USING changed c
     WHERE w.transaction_id = c.id AND NOT c.is_live;
    PERFORM lf_waiting_add(array_agg(c.id))
       FROM changed c JOIN before b ON b.id = c.id WHERE c.is_live AND NOT b.is_live
     HAVING count(*) > 0;
    RETURN NULL;
END $$;

CREATE FUNCTION lf_decisions_added() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
BEGIN
    DELETE FROM review_waitingtransaction w USING added d
     WHERE w.transaction_id = d.transaction_id AND d.kind <> 'undo';
    PERFORM lf_waiting_add(array_agg(DISTINCT d.transaction_id))
       FROM added d WHERE d.kind = 'undo'
     HAVING count(*) > 0;
    RETURN NULL;
END $$;

CREATE FUNCTION lf_suggestions_added() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE review_waitingtransaction w
       SET suggestion_id = s.id, account_id = s.account_id, confidence = s.confidence,
           group_key = lf_waiting_group(s.payee_key, w.amount, w.transaction_id)
      FROM (SELECT DISTINCT ON (transaction_id) id, transaction_id, account_id, confidence,
                   payee_key
              FROM added ORDER BY transaction_id, id DESC) s
     WHERE w.transaction_id = s.transaction_id
       AND (w.suggestion_id IS NULL OR w.suggestion_id < s.id);
    RETURN NULL;
END $$;

CREATE TRIGGER waiting_added AFTER INSERT ON statements_banktransaction
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION lf_transactions_added();
CREATE TRIGGER waiting_changed AFTER UPDATE ON statements_banktransaction
    REFERENCING NEW TABLE AS changed OLD TABLE AS before
    FOR EACH STATEMENT EXECUTE FUNCTION lf_transactions_changed();
CREATE TRIGGER waiting_decided AFTER INSERT ON review_decision
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION lf_decisions_added();
CREATE TRIGGER waiting_suggested AFTER INSERT ON classification_suggestion
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION lf_suggestions_added();

REVOKE EXECUTE ON FUNCTION lf_waiting_add(bigint[]), lf_transactions_added(),
    lf_transactions_changed(), lf_decisions_added(), lf_suggestions_added() FROM PUBLIC;
REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON review_waitingtransaction FROM lf_app;

-- What waits now. The owner sees every firm's rows only where security is not forced on it.
DO $$
DECLARE
    one regclass;
    tables regclass[] := ARRAY['statements_banktransaction', 'review_decision',
        'classification_suggestion']::regclass[];
BEGIN
    FOREACH one IN ARRAY tables LOOP
        EXECUTE format('ALTER TABLE %s NO FORCE ROW LEVEL SECURITY', one);
    END LOOP;
    PERFORM lf_waiting_add(array_agg(id)) FROM statements_banktransaction WHERE is_live
      HAVING count(*) > 0;
    FOREACH one IN ARRAY tables LOOP
        EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', one);
    END LOOP;
END $$;
SELECT lf_tenant('review_waitingtransaction');
-- reverse
DROP TRIGGER waiting_suggested ON classification_suggestion;
DROP TRIGGER waiting_decided ON review_decision;
DROP TRIGGER waiting_changed ON statements_banktransaction;
DROP TRIGGER waiting_added ON statements_banktransaction;
DROP FUNCTION lf_suggestions_added();
DROP FUNCTION lf_decisions_added();
DROP FUNCTION lf_transactions_changed();
DROP FUNCTION lf_transactions_added();
DROP FUNCTION lf_waiting_add(bigint[]);
DROP FUNCTION lf_waiting_group(text, numeric, bigint);

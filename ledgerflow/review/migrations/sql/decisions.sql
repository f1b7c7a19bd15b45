SELECT lf_foreign_key('review_decision', 'business_id', 'firms_business');
SELECT lf_foreign_key('review_decision', 'transaction_id', 'statements_banktransaction', 'firm_id, business_id');
SELECT lf_foreign_key('review_decision', 'transfer_with_id', 'statements_banktransaction', 'firm_id, business_id');
SELECT lf_foreign_key('review_decision', 'account_id', 'ledger_account', 'firm_id, business_id');
SELECT lf_foreign_key('review_decision', 'suggestion_id', 'classification_suggestion', 'firm_id, business_id');
SELECT lf_foreign_key('review_decision', 'entry_id', 'ledger_journalentry', 'firm_id, business_id');
SELECT lf_foreign_key('review_decision', 'batch_id', 'audit_batch', 'firm_id, business_id');

-- One live decision per transaction: rows alternate decide, undo, decide, counted from 1.
CREATE FUNCTION lf_decision_sequence() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
DECLARE last record;
BEGIN
    SELECT version, kind INTO last FROM review_decision
     WHERE firm_id = NEW.firm_id AND transaction_id = NEW.transaction_id
     ORDER BY version DESC LIMIT 1;
    IF NEW.version <> coalesce(last.version, 0) + 1
       OR (NEW.kind = 'undo') <> (last.version IS NOT NULL AND last.kind <> 'undo') THEN
        RAISE EXCEPTION 'transaction % is % already', NEW.transaction_id,
            CASE WHEN NEW.kind = 'undo' THEN 'undecided' ELSE 'decided' END
            USING ERRCODE = 'check_violation', CONSTRAINT = 'decision_sequence',
                  TABLE = 'review_decision';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER decision_sequence BEFORE INSERT ON review_decision
    FOR EACH ROW EXECUTE FUNCTION lf_decision_sequence();

SELECT lf_tenant('review_decision');
SELECT lf_append_only('review_decision');
-- reverse
DROP TRIGGER decision_sequence ON review_decision;
DROP FUNCTION lf_decision_sequence();

SELECT lf_foreign_key(t, 'business_id', 'firms_business') FROM unnest(ARRAY[
    'statements_matchchange', 'statements_bankaccountidentity']::regclass[]) t;
SELECT lf_foreign_key('statements_bankaccountidentity', 'bank_account_id',
                      'statements_bankaccount', 'firm_id, business_id');
SELECT lf_foreign_key('statements_matchchange', 'line_id',
                      'statements_statementline', 'firm_id, business_id');
SELECT lf_foreign_key('statements_matchchange', c, 'statements_banktransaction',
                      'firm_id, business_id')
  FROM unnest(ARRAY['from_transaction_id', 'to_transaction_id']) c;
SELECT lf_tenant(t) FROM unnest(ARRAY[
    'statements_matchchange', 'statements_bankaccountidentity']::regclass[]) t;
SELECT lf_append_only('statements_matchchange');
SELECT lf_append_only('statements_bankaccountidentity');

-- Which transaction a line reports changes only as a person's newest MatchChange of that line
-- says, for the owner of the table too. Nothing else of a match ever changes.
CREATE FUNCTION lf_match_change() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
BEGIN
    IF (NEW.id, NEW.firm_id, NEW.business_id, NEW.line_id)
       = (OLD.id, OLD.firm_id, OLD.business_id, OLD.line_id)
       AND EXISTS (
           SELECT FROM statements_matchchange c
            WHERE c.firm_id = NEW.firm_id AND c.line_id = NEW.line_id
              AND c.from_transaction_id = OLD.transaction_id
              AND c.to_transaction_id = NEW.transaction_id
              AND c.kind = NEW.rule AND c.reason = NEW.reason
              AND c.rule_before = OLD.rule AND c.reason_before = OLD.reason
              AND NOT EXISTS (
                  SELECT FROM statements_matchchange later
                   WHERE later.firm_id = c.firm_id AND later.line_id = c.line_id
                     AND later.id > c.id))
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '% is append-only: % is refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only', TABLE = TG_TABLE_NAME;
END $$;
DROP TRIGGER append_only_rows ON statements_linematch;
CREATE TRIGGER append_only_rows BEFORE DELETE ON statements_linematch
    FOR EACH ROW EXECUTE FUNCTION lf_refuse_change();
CREATE TRIGGER changed_by_a_person BEFORE UPDATE ON statements_linematch
    FOR EACH ROW EXECUTE FUNCTION lf_match_change();
GRANT UPDATE (transaction_id, rule, reason) ON statements_linematch TO lf_app;
-- reverse
REVOKE UPDATE (transaction_id, rule, reason) ON statements_linematch FROM lf_app;
DROP TRIGGER changed_by_a_person ON statements_linematch;
DROP TRIGGER append_only_rows ON statements_linematch;
CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON statements_linematch
    FOR EACH ROW EXECUTE FUNCTION lf_refuse_change();
DROP FUNCTION lf_match_change();

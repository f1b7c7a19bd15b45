SELECT lf_tenant_key('review_decision', 'firm_id, business_id');
SELECT lf_foreign_key('review_decisionpart', 'business_id', 'firms_business');
SELECT lf_foreign_key('review_decisionpart', 'decision_id', 'review_decision', 'firm_id, business_id');
SELECT lf_foreign_key('review_decisionpart', 'account_id', 'ledger_account', 'firm_id, business_id');

-- A split has two parts or more that come to the transaction's amount, no other decision has any:
-- looked at when everything is there, from both sides. All parts go the way of the whole, so that
-- no two that cancel each other can be added later.
CREATE FUNCTION lf_split_check(wanted_firm bigint, wanted_decision bigint) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    firm_before text := coalesce(current_setting('app.firm_id', true), '');
    one record;
    parts record;
BEGIN
    PERFORM set_config('app.firm_id', wanted_firm::text, true);
    SELECT d.kind, t.amount INTO one
      FROM review_decision d
      JOIN statements_banktransaction t ON t.firm_id = d.firm_id AND t.id = d.transaction_id
     WHERE d.firm_id = wanted_firm AND d.id = wanted_decision;
    SELECT count(*) AS count, coalesce(sum(amount), 0) AS total,
           count(*) FILTER (WHERE sign(amount) <> sign(one.amount)) AS against INTO parts
      FROM review_decisionpart WHERE firm_id = wanted_firm AND decision_id = wanted_decision;
    IF one.kind = 'split'
       AND (parts.count < 2 OR parts.total <> one.amount OR parts.against > 0)
       OR one.kind <> 'split' AND parts.count > 0 THEN
        RAISE EXCEPTION 'the % parts of decision % come to %, the transaction to %',
            parts.count, wanted_decision, parts.total, one.amount
            USING ERRCODE = 'check_violation', CONSTRAINT = 'decisionpart_whole',
                  TABLE = 'review_decisionpart';
    END IF;
    PERFORM set_config('app.firm_id', firm_before, true);
END $$;

CREATE FUNCTION lf_split_of_decision() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM lf_split_check(NEW.firm_id, NEW.id);
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER decision_split AFTER INSERT ON review_decision
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.kind = 'split')
    EXECUTE FUNCTION lf_split_of_decision();

CREATE FUNCTION lf_split_of_part() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM lf_split_check(NEW.firm_id, NEW.decision_id);
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER decisionpart_whole AFTER INSERT ON review_decisionpart
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION lf_split_of_part();

SELECT lf_tenant('review_decisionpart');
SELECT lf_append_only('review_decisionpart');
-- reverse
DROP TRIGGER decisionpart_whole ON review_decisionpart;
DROP TRIGGER decision_split ON review_decision;
DROP FUNCTION lf_split_of_part();
DROP FUNCTION lf_split_of_decision();
DROP FUNCTION lf_split_check(bigint, bigint);

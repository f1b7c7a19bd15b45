SELECT lf_tenant_key('classification_payee', 'firm_id, business_id');
SELECT lf_tenant_key('classification_rulegroup', 'firm_id, business_id');
SELECT lf_foreign_key(t, 'business_id', 'firms_business') FROM unnest(ARRAY['classification_payee',
    'classification_payeealias', 'classification_rulegroup', 'classification_learnedmodel']::regclass[]) t;
SELECT lf_foreign_key('classification_payeealias', 'payee_id', 'classification_payee', 'firm_id, business_id');
SELECT lf_foreign_key('classification_rule', 'group_id', 'classification_rulegroup', 'firm_id, business_id');
SELECT lf_tenant(t) FROM unnest(ARRAY['classification_payee', 'classification_payeealias',
    'classification_rulegroup', 'classification_learnedmodel']::regclass[]) t;

-- What resembles what is asked by trigram index. Row-level security keeps operators that might
-- leak rows away from an index, and % is one; so these two look as the owner, at the firm of the
-- transaction only. That is why the spellings' policy is not forced on the owner.
ALTER TABLE classification_payeealias NO FORCE ROW LEVEL SECURITY;
CREATE FUNCTION lf_spellings_near(business bigint, wanted text, opening text, alike real, most int)
RETURNS TABLE (key text, payee_id bigint, score real) LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp SET enable_seqscan = off AS $$
#variable_conflict use_column
BEGIN
    PERFORM set_config('pg_trgm.similarity_threshold', alike::text, true);
    RETURN QUERY
    SELECT a.key::text, a.payee_id,
           CASE WHEN a.key LIKE opening OR starts_with(wanted, a.key)
                THEN greatest(similarity(a.key, wanted), 0.9::real)
                ELSE similarity(a.key, wanted) END
      FROM classification_payeealias a
     WHERE a.business_id = business AND a.firm_id = lf_firm()
       AND (a.key % wanted OR a.key LIKE opening)
     ORDER BY 3 DESC, length(a.key), a.key LIMIT most;
END $$;

-- The newest spellings against all: of fifty thousand, each with each would take minutes.
CREATE FUNCTION lf_spellings_alike(business bigint, alike real, most int)
RETURNS TABLE (key text, payee_id bigint, other_key text, other_id bigint, score real)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET enable_seqscan = off AS $$
#variable_conflict use_column
BEGIN
    PERFORM set_config('pg_trgm.similarity_threshold', alike::text, true);
    RETURN QUERY
    SELECT a.key::text, a.payee_id, b.key::text, b.payee_id, similarity(a.key, b.key)
      FROM (SELECT n.firm_id, n.key, n.payee_id FROM classification_payeealias n
             WHERE n.business_id = business AND n.firm_id = lf_firm()
             ORDER BY n.id DESC LIMIT 500) a
      JOIN classification_payeealias b ON b.business_id = business AND b.key % a.key
       AND b.firm_id = a.firm_id AND b.payee_id <> a.payee_id
     ORDER BY 5 DESC, 1, 3 LIMIT most;
END $$;
-- reverse
DROP FUNCTION lf_spellings_alike(bigint, real, int);
DROP FUNCTION lf_spellings_near(bigint, text, text, real, int);

SELECT lf_foreign_key('statements_uploadsession', 'business_id', 'firms_business');
SELECT lf_foreign_key('statements_uploadsession', 'file_id', 'statements_statementfile', 'firm_id, business_id');
SELECT lf_tenant('statements_uploadsession');

-- What moved on each bank account in each month, of live transactions, kept with them. As the kept
-- balances of the ledger: a transaction adds to a slot that it alone holds until it ends.
CREATE FUNCTION lf_account_months(wanted_business bigint, wanted_firm bigint, accounts bigint[],
    days date[], amounts numeric[], signs integer[]) RETURNS void LANGUAGE sql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    INSERT INTO statements_accountmonth AS m
           (business_id, bank_account_id, firm_id, month, slot, count, "into", "out")
    SELECT wanted_business, account, wanted_firm,
           day - (extract(day FROM day)::integer - 1) AS month, (SELECT lf_claim_slot(wanted_business)),
           sum(sign), coalesce(sum(sign * amount) FILTER (WHERE amount > 0), 0),
           coalesce(sum(sign * amount) FILTER (WHERE amount < 0), 0)
      FROM unnest(accounts, days, amounts, signs) AS moved (account, day, amount, sign)
     GROUP BY account, month ORDER BY account, month
    ON CONFLICT (business_id, bank_account_id, month, slot) DO UPDATE
       SET count = m.count + excluded.count, "into" = m."into" + excluded."into",
           "out" = m."out" + excluded."out"
$$;

CREATE FUNCTION lf_months_added() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM lf_account_months(business_id, firm_id, array_agg(bank_account_id), array_agg(date),
                              array_agg(amount), array_agg(1))
       FROM added WHERE is_live GROUP BY business_id, firm_id;
    RETURN NULL;
END $$;

CREATE FUNCTION lf_months_changed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM lf_account_months(business_id, firm_id, array_agg(bank_account_id), array_agg(date),
                              array_agg(amount), array_agg(sign))
       FROM (SELECT business_id, firm_id, bank_account_id, date, amount, -1 AS sign
               FROM before WHERE is_live
              UNION ALL
             SELECT business_id, firm_id, bank_account_id, date, amount, 1
               FROM changed WHERE is_live) both_ways
      GROUP BY business_id, firm_id;
    RETURN NULL;
END $$;

CREATE TRIGGER months_added AFTER INSERT ON statements_banktransaction
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION lf_months_added();
CREATE TRIGGER months_changed AFTER UPDATE ON statements_banktransaction
    REFERENCING NEW TABLE AS changed OLD TABLE AS before
    FOR EACH STATEMENT EXECUTE FUNCTION lf_months_changed();

REVOKE EXECUTE ON FUNCTION lf_account_months(bigint, bigint, bigint[], date[], numeric[], integer[]),
    lf_months_added(), lf_months_changed() FROM PUBLIC;

-- What is there now; the owner sees every firm's rows only where security is not forced on it.
ALTER TABLE statements_banktransaction NO FORCE ROW LEVEL SECURITY;
INSERT INTO statements_accountmonth
       (business_id, bank_account_id, firm_id, month, slot, count, "into", "out")
SELECT business_id, bank_account_id, firm_id,
       date - (extract(day FROM date)::integer - 1) AS month, 0, count(*),
       coalesce(sum(amount) FILTER (WHERE amount > 0), 0),
       coalesce(sum(amount) FILTER (WHERE amount < 0), 0)
  FROM statements_banktransaction WHERE is_live
 GROUP BY business_id, bank_account_id, firm_id, month;
ALTER TABLE statements_banktransaction FORCE ROW LEVEL SECURITY;
SELECT lf_tenant('statements_accountmonth');
REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON statements_accountmonth FROM lf_app;
-- reverse
DROP TRIGGER months_changed ON statements_banktransaction;
DROP TRIGGER months_added ON statements_banktransaction;
DROP FUNCTION lf_months_changed();
DROP FUNCTION lf_months_added();
DROP FUNCTION lf_account_months(bigint, bigint, bigint[], date[], numeric[], integer[]);

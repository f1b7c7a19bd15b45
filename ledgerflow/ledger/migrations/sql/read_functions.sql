-- Reading the books, as functions: a session plans them once, and planning such a query takes
-- longer than answering it; a general plan is as good as one for the values. They run with the
-- caller's rights: row-level security holds. Amounts and counts are those of kept_balances.sql.

-- The movements of a span by account and month where it is not whole months only: those of the
-- whole months; those of the days of a month that is cut, to add or (sign -1) to subtract; and
-- the lines of closing entries, to subtract, where closing_from says so.
CREATE FUNCTION lf_span_movements(
    business bigint, first_month date, last_month date, firsts date[], lasts date[],
    signs integer[], closing_from date, closing_to date)
RETURNS TABLE (account_id bigint, month date, amount numeric, lines bigint)
LANGUAGE plpgsql STABLE ROWS 2000 SET search_path = public, pg_temp
SET plan_cache_mode = force_generic_plan AS $$
BEGIN
    RETURN QUERY
    SELECT m.account_id, m.month, m.amount, m.lines FROM ledger_monthbalance m
     WHERE m.business_id = business AND m.month BETWEEN first_month AND last_month;
    IF cardinality(signs) > 0 THEN
        -- By account: OFFSET keeps the planner from reading the days of every business.
        RETURN QUERY
        SELECT d.account_id, p.first - (extract(day FROM p.first)::integer - 1),
               p.sign * d.amount, p.sign * d.lines
          FROM ledger_account a
         CROSS JOIN unnest(firsts, lasts, signs) AS p (first, last, sign)
         CROSS JOIN LATERAL (
            SELECT k.account_id, k.amount, k.lines FROM ledger_daybalance k
             WHERE k.account_id = a.id AND k.date BETWEEN p.first AND p.last OFFSET 0) d
         WHERE a.business_id = business;
    END IF;
    IF closing_from IS NOT NULL THEN
        RETURN QUERY
        SELECT l.account_id, e.date - (extract(day FROM e.date)::integer - 1), -l.amount, -1::bigint
          FROM ledger_journalentry e JOIN ledger_journalline l ON l.entry_id = e.id
         WHERE e.firm_id = lf_firm() AND e.business_id = business AND e.kind = 'closing'
           AND e.date BETWEEN closing_from AND closing_to;
    END IF;
END $$;

-- Is a span whole months only, without closing entries to subtract?
CREATE FUNCTION lf_span_is_whole(
    business bigint, signs integer[], closing_from date, closing_to date)
RETURNS boolean LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
BEGIN
    RETURN cardinality(signs) = 0 AND (closing_from IS NULL OR NOT EXISTS (
        SELECT FROM ledger_journalentry e
         WHERE e.firm_id = lf_firm() AND e.business_id = business AND e.kind = 'closing'
           AND e.date BETWEEN closing_from AND closing_to));
END $$;

-- Sums by account; of `chosen` accounts only where they are given. Whole months, which most
-- reports ask for, are summed without a detour.
CREATE FUNCTION lf_account_balances(
    business bigint, first_month date, last_month date, firsts date[], lasts date[],
    signs integer[], closing_from date, closing_to date, chosen bigint[])
RETURNS TABLE (account_id bigint, code varchar, name varchar, type varchar, key varchar,
               currency varchar, amount numeric, lines bigint, month date, parent_key varchar)
LANGUAGE plpgsql STABLE ROWS 100 SET search_path = public, pg_temp
SET plan_cache_mode = force_generic_plan AS $$
BEGIN
    IF chosen IS NULL AND lf_span_is_whole(business, signs, closing_from, closing_to) THEN
        RETURN QUERY
        SELECT a.id, a.code, a.name, a.type, a.key, a.currency, s.amount, s.lines, NULL::date,
               coalesce(p.key, '')
          FROM (SELECT m.account_id, sum(m.amount) AS amount, sum(m.lines)::bigint AS lines
                  FROM ledger_monthbalance m
                 WHERE m.business_id = business AND m.month BETWEEN first_month AND last_month
                 GROUP BY m.account_id) s
          JOIN ledger_account a ON a.id = s.account_id
          LEFT JOIN ledger_account p ON p.id = a.parent_id
         ORDER BY a.code;
        RETURN;
    END IF;
    RETURN QUERY
    SELECT a.id, a.code, a.name, a.type, a.key, a.currency, s.amount, s.lines, NULL::date,
               coalesce(p.key, '')
      FROM (SELECT m.account_id, sum(m.amount) AS amount, sum(m.lines)::bigint AS lines
              FROM lf_span_movements(business, first_month, last_month, firsts, lasts, signs,
                                     closing_from, closing_to) m
             WHERE chosen IS NULL OR m.account_id = ANY (chosen)
             GROUP BY m.account_id HAVING sum(m.lines) <> 0) s
      JOIN ledger_account a ON a.id = s.account_id
      LEFT JOIN ledger_account p ON p.id = a.parent_id
     ORDER BY a.code;
END $$;

-- Sums by account and month, of some types only where they are given. A row an account, its
-- months as arrays: a row a month would say every name twelve times. Whole months come slot by
-- slot: a month of several slots stands there several times, one after the other.
CREATE FUNCTION lf_month_amounts(
    business bigint, first_month date, last_month date, firsts date[], lasts date[],
    signs integer[], closing_from date, closing_to date, types text[])
RETURNS TABLE (account_id bigint, code varchar, name varchar, type varchar, key varchar,
               currency varchar, parent_key varchar, amounts numeric[], lines bigint[],
               months date[])
LANGUAGE plpgsql STABLE ROWS 100 SET search_path = public, pg_temp
SET plan_cache_mode = force_generic_plan AS $$
BEGIN
    IF lf_span_is_whole(business, signs, closing_from, closing_to) THEN
        RETURN QUERY
        SELECT a.id, a.code, a.name, a.type, a.key, a.currency,
               coalesce(p.key, ''), s.amounts, s.lines, s.months
          FROM (SELECT m.account_id, array_agg(m.amount ORDER BY m.month) AS amounts,
                       array_agg(m.lines ORDER BY m.month) AS lines,
                       array_agg(m.month ORDER BY m.month) AS months
                  FROM ledger_monthbalance m
                 WHERE m.business_id = business AND m.month BETWEEN first_month AND last_month
                 GROUP BY m.account_id) s
          JOIN ledger_account a ON a.id = s.account_id
          LEFT JOIN ledger_account p ON p.id = a.parent_id
         WHERE types IS NULL OR a.type = ANY (types)
         ORDER BY a.code;
        RETURN;
    END IF;
    RETURN QUERY
    SELECT a.id, a.code, a.name, a.type, a.key, a.currency,
               coalesce(p.key, ''), s.amounts, s.lines, s.months
      FROM (SELECT o.account_id, array_agg(o.month) AS months, array_agg(o.amount) AS amounts,
                   array_agg(o.lines) AS lines
              FROM (SELECT m.account_id, m.month, sum(m.amount) AS amount,
                           sum(m.lines)::bigint AS lines
                      FROM lf_span_movements(business, first_month, last_month, firsts, lasts,
                                             signs, closing_from, closing_to) m
                     GROUP BY m.account_id, m.month HAVING sum(m.lines) <> 0
                     ORDER BY m.account_id, m.month) o
             GROUP BY o.account_id) s
      JOIN ledger_account a ON a.id = s.account_id
      LEFT JOIN ledger_account p ON p.id = a.parent_id
     WHERE types IS NULL OR a.type = ANY (types)
     ORDER BY a.code;
END $$;
-- reverse
DROP FUNCTION lf_month_amounts(bigint, date, date, date[], date[], integer[], date, date, text[]);
DROP FUNCTION lf_account_balances(
    bigint, date, date, date[], date[], integer[], date, date, bigint[]);
DROP FUNCTION lf_span_is_whole(bigint, integer[], date, date);
DROP FUNCTION lf_span_movements(bigint, date, date, date[], date[], integer[], date, date);

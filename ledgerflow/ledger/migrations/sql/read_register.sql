-- The register of an account: at most `wanted` lines in order of day, entry and position, before
-- the day `ending` ('infinity' for all): those after the place (day, entry, place), or the nearest
-- ones before it. Every row says what the account stood at at the place, after how many lines, and
-- how many lines there are in all; where no line is found, one row says so without an entry.
--
-- Nothing is counted off from the beginning: the months and the days before are kept, and only the
-- lines of the place's own day are added up. "+ 0" keeps the planner from seeking every entry
-- beyond the place instead of the account's days, OFFSET from reading all lines for the others,
-- MATERIALIZED from reading all accounts for each of them.
-- A general plan is as good as one for the values, and made once.
CREATE FUNCTION lf_account_register(
    business bigint, account bigint, day date, entry bigint, place integer, is_backward boolean,
    ending date, wanted integer)
RETURNS TABLE (stood_at numeric, lines_there bigint, lines_in_all bigint, date date, number bigint,
               entry_id bigint, "position" smallint, kind varchar, description varchar,
               note varchar, amount numeric, codes varchar[], names varchar[])
LANGUAGE plpgsql STABLE ROWS 50 SET search_path = public, pg_temp
SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    day_month date := date_trunc('month', day)::date;
    ending_month date := date_trunc('month', ending)::date;
    -- Lines up to the place are there already when those after it are asked for.
    not_there integer := CASE WHEN is_backward THEN place ELSE place + 1 END;
BEGIN
    RETURN QUERY
    WITH there AS (
        SELECT coalesce(sum(b.amount), 0) AS amount, coalesce(sum(b.lines), 0)::bigint AS lines,
               coalesce(sum(b.in_all), 0)::bigint AS in_all
          FROM (SELECT CASE WHEN m.month < day_month THEN m.amount END AS amount,
                       CASE WHEN m.month < day_month THEN m.lines END AS lines,
                       CASE WHEN m.month < ending_month THEN m.lines END AS in_all
                  FROM ledger_monthbalance m
                 WHERE m.business_id = business AND m.account_id = account
                UNION ALL
                SELECT d.amount, d.lines, NULL FROM ledger_daybalance d
                 WHERE d.account_id = account AND d.date >= day_month AND d.date < day
                UNION ALL
                SELECT NULL, NULL, d.lines FROM ledger_daybalance d
                 WHERE d.account_id = account AND d.date >= ending_month AND d.date < ending
                UNION ALL
                SELECT l.amount, 1, NULL FROM ledger_journalline l
                 WHERE l.account_id = account AND l.date = day
                   AND (l.entry_id + 0, l.position) < (entry, not_there)) b
    ), picked AS (
        SELECT * FROM (
            SELECT l.date, l.entry_id, l.position, l.amount, l.note FROM ledger_journalline l
             WHERE l.account_id = account AND l.date <= day
               AND (l.date < day OR (l.entry_id + 0, l.position) < (entry, place))
             ORDER BY l.date DESC, l.entry_id DESC, l.position DESC LIMIT wanted) earlier
         WHERE is_backward
        UNION ALL
        SELECT * FROM (
            SELECT l.date, l.entry_id, l.position, l.amount, l.note FROM ledger_journalline l
             WHERE l.account_id = account AND l.date >= day AND l.date < ending
               AND (l.date > day OR (l.entry_id + 0, l.position) > (entry, place))
             ORDER BY l.date, l.entry_id, l.position LIMIT wanted) later
         WHERE NOT is_backward
    ), moved AS MATERIALIZED (
        SELECT p.entry_id, x.account_id
          FROM picked p
         CROSS JOIN LATERAL (
            SELECT l.account_id FROM ledger_journalline l
             WHERE l.entry_id = p.entry_id AND l.account_id <> account OFFSET 0) x
    ), others AS (
        SELECT u.entry_id, array_agg(u.code) AS codes, array_agg(u.name) AS names
          FROM (SELECT DISTINCT m.entry_id, a.code, a.name
                  FROM moved m JOIN ledger_account a ON a.id = m.account_id
                 ORDER BY m.entry_id, a.code) u
         GROUP BY u.entry_id)
    SELECT there.amount, there.lines, there.in_all, p.date, e.number, p.entry_id, p.position,
           e.kind, e.description, p.note, p.amount, o.codes, o.names
      FROM there
      LEFT JOIN picked p ON true
      LEFT JOIN ledger_journalentry e ON e.id = p.entry_id
      LEFT JOIN others o ON o.entry_id = p.entry_id
     ORDER BY p.date, p.entry_id, p.position;
END $$;
-- reverse
DROP FUNCTION lf_account_register(bigint, bigint, date, bigint, integer, boolean, date, integer);

-- What each account moved by in each month and on each day, kept with the lines.
--
-- A transaction adds to a slot that it alone holds until it ends, so that no two writers ever wait
-- for the same row: neither a queue nor a deadlock. Readers sum the slots. A lone writer always
-- gets slot 0; there are more slots than connections.
CREATE TABLE ledger_monthbalance (
    business_id bigint NOT NULL,
    account_id bigint NOT NULL,
    firm_id bigint NOT NULL,
    lines bigint NOT NULL,
    month date NOT NULL,
    slot smallint NOT NULL CHECK (slot >= 0),
    amount numeric(25, 4) NOT NULL,
    PRIMARY KEY (business_id, account_id, month, slot)
) WITH (fillfactor = 70);
CREATE TABLE ledger_daybalance (
    account_id bigint NOT NULL,
    business_id bigint NOT NULL,
    firm_id bigint NOT NULL,
    lines bigint NOT NULL,
    date date NOT NULL,
    slot smallint NOT NULL CHECK (slot >= 0),
    amount numeric(25, 4) NOT NULL,
    PRIMARY KEY (account_id, date, slot)
) WITH (fillfactor = 90);

CREATE FUNCTION lf_slot_area(business bigint) RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT (business % 2147483647)::integer $$;

CREATE FUNCTION lf_claim_slot(business bigint) RETURNS smallint LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
DECLARE
    area integer := lf_slot_area(business);
BEGIN
    FOR slot IN 0..255 LOOP
        IF pg_try_advisory_xact_lock(area, slot) THEN
            RETURN slot;
        END IF;
    END LOOP;
    PERFORM pg_advisory_xact_lock(area, 255);
    RETURN 255;
END $$;

CREATE FUNCTION lf_balances_kept() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
DECLARE
    firm_before text := coalesce(current_setting('app.firm_id', true), '');
    firm_set text;
    one record;
    own_slot smallint;
BEGIN
    FOR one IN SELECT DISTINCT firm_id, business_id FROM added LOOP
        firm_set := set_config('app.firm_id', one.firm_id::text, true);
        own_slot := lf_claim_slot(one.business_id);
        WITH days AS (
            SELECT account_id, date, sum(amount) AS amount, count(*) AS lines
              FROM added WHERE business_id = one.business_id GROUP BY account_id, date
        ), kept AS (
            INSERT INTO ledger_daybalance AS d
                   (account_id, business_id, firm_id, lines, date, slot, amount)
            SELECT account_id, one.business_id, one.firm_id, lines, date, own_slot, amount FROM days
             ORDER BY account_id, date
            ON CONFLICT (account_id, date, slot) DO UPDATE
               SET amount = d.amount + excluded.amount, lines = d.lines + excluded.lines
        )
        INSERT INTO ledger_monthbalance AS m
               (business_id, account_id, firm_id, lines, month, slot, amount)
        SELECT one.business_id, account_id, one.firm_id, sum(lines),
               date - (extract(day FROM date)::integer - 1) AS month, own_slot, sum(amount)
          FROM days GROUP BY account_id, month ORDER BY account_id, month
        ON CONFLICT (business_id, account_id, month, slot) DO UPDATE
           SET amount = m.amount + excluded.amount, lines = m.lines + excluded.lines;
    END LOOP;
    firm_set := set_config('app.firm_id', firm_before, true);
    RETURN NULL;
END $$;
-- After lines_added (by name): what is refused is not counted, and the rows are held shortest.
CREATE TRIGGER lines_counted AFTER INSERT ON ledger_journalline
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT
    WHEN (current_user = session_user OR current_setting('role') <> 'none')
    EXECUTE FUNCTION lf_balances_kept();
-- Nobody but the owner makes triggers of it: on a table of one's own it would add what one likes.
REVOKE ALL ON FUNCTION lf_balances_kept() FROM PUBLIC;

ALTER TABLE ledger_journalline NO FORCE ROW LEVEL SECURITY;
INSERT INTO ledger_daybalance (account_id, business_id, firm_id, lines, date, slot, amount)
SELECT account_id, business_id, firm_id, count(*), date, 0, sum(amount)
  FROM ledger_journalline GROUP BY account_id, business_id, firm_id, date;
INSERT INTO ledger_monthbalance (business_id, account_id, firm_id, lines, month, slot, amount)
SELECT business_id, account_id, firm_id, sum(lines),
       date - (extract(day FROM date)::integer - 1) AS month, 0, sum(amount)
  FROM ledger_daybalance GROUP BY account_id, business_id, firm_id, month;
ALTER TABLE ledger_journalline FORCE ROW LEVEL SECURITY;

SELECT lf_tenant('ledger_monthbalance');
SELECT lf_tenant('ledger_daybalance');
REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON ledger_monthbalance, ledger_daybalance FROM lf_app;

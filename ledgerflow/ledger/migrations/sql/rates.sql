-- Exchange rates stand as they were stated and used: append-only, of the same firm and business.
SELECT lf_foreign_key('ledger_exchangerate', 'business_id', 'firms_business');
SELECT lf_foreign_key('ledger_entryrate', 'business_id', 'firms_business');
SELECT lf_foreign_key('ledger_entryrate', 'entry_id', 'ledger_journalentry', 'firm_id, business_id');

-- A rate translates the reports of its day: a locked month's are settled, as its entries are.
CREATE FUNCTION lf_rate_stated() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
DECLARE
    locked boolean;
BEGIN
    SELECT is_locked INTO locked FROM ledger_period
     WHERE firm_id = NEW.firm_id AND business_id = NEW.business_id
       AND start = date_trunc('month', NEW.date)::date FOR SHARE;
    IF locked THEN
        RAISE EXCEPTION 'the rate of % on %: % is locked', NEW.currency, NEW.date,
            to_char(NEW.date, 'YYYY-MM')
            USING ERRCODE = 'check_violation', CONSTRAINT = 'period_locked',
                  TABLE = 'ledger_exchangerate';
    END IF;
    IF EXISTS (SELECT FROM firms_business WHERE firm_id = NEW.firm_id AND id = NEW.business_id
                  AND base_currency = NEW.currency) THEN
        RAISE EXCEPTION '% is the currency that the books are kept in', NEW.currency
            USING ERRCODE = 'check_violation', CONSTRAINT = 'exchangerate_not_base',
                  TABLE = 'ledger_exchangerate';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER rate_stated BEFORE INSERT ON ledger_exchangerate
    FOR EACH ROW EXECUTE FUNCTION lf_rate_stated();

-- The rate of an entry comes with it, in its transaction, and names two of its currencies: a rate
-- that joins later would change what an old entry is worth.
CREATE FUNCTION lf_entry_rate() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
DECLARE
    posted timestamptz;
    currencies bigint;
BEGIN
    SELECT posted_at INTO posted FROM ledger_journalentry
     WHERE firm_id = NEW.firm_id AND business_id = NEW.business_id AND id = NEW.entry_id;
    IF posted < transaction_timestamp() THEN
        RAISE EXCEPTION 'entry % is complete; a rate cannot be added', NEW.entry_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'entryrate_with_entry',
                  TABLE = 'ledger_entryrate';
    END IF;
    SELECT count(DISTINCT currency) INTO currencies FROM ledger_journalline
     WHERE entry_id = NEW.entry_id AND currency IN (NEW.from_currency, NEW.to_currency);
    IF posted IS NOT NULL AND currencies < 2 THEN
        RAISE EXCEPTION 'entry % has no lines in % and in %', NEW.entry_id, NEW.from_currency,
            NEW.to_currency
            USING ERRCODE = 'check_violation', CONSTRAINT = 'entryrate_fits_lines',
                  TABLE = 'ledger_entryrate';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER entry_rate BEFORE INSERT ON ledger_entryrate
    FOR EACH ROW EXECUTE FUNCTION lf_entry_rate();

SELECT lf_tenant('ledger_exchangerate');
SELECT lf_tenant('ledger_entryrate');
SELECT lf_append_only('ledger_exchangerate');
SELECT lf_append_only('ledger_entryrate');
-- reverse
DROP TRIGGER entry_rate ON ledger_entryrate;
DROP TRIGGER rate_stated ON ledger_exchangerate;
DROP FUNCTION lf_entry_rate();
DROP FUNCTION lf_rate_stated();

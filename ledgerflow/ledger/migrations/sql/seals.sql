-- Making seals. Writers of entries and events hold the firm's seal key together (lf_share_seal)
-- and take their ids after that, so that at the moment when nobody holds it every id that was
-- given out is either there or never will be: that moment's newest ids bound what is sealed.
CREATE TRIGGER a_share_seal BEFORE INSERT ON audit_auditevent
    FOR EACH STATEMENT EXECUTE FUNCTION lf_share_seal();

-- Entries of a firm beyond one id and up to another, each with its digest and whether its content
-- is the one it was posted with; ordered by id. A line that is not of its entry's business and
-- day is none of it. ledgerflow/audit/chain.py and ledgerflow/ledger/content.py write the same.
--
-- Both tables are walked along their keys, whatever is known of their sizes: after a large import
-- the planner knows nothing yet and would read all entries of the business for every range.
CREATE FUNCTION lf_entry_digests(wanted_firm bigint, after bigint, upto bigint, most bigint)
RETURNS TABLE (id bigint, number bigint, business_id bigint, digest bytea, as_posted boolean)
LANGUAGE sql STABLE SET search_path = public, pg_temp
SET enable_sort = off SET enable_bitmapscan = off SET enable_seqscan = off AS $$
    SELECT e.id, e.number, e.business_id,
           sha256(convert_to(concat_ws(E'\t', 'entry', e.id, e.business_id, e.number,
               lf_microseconds(e.posted_at), coalesce(e.posted_by_id::text, ''),
               coalesce(e.batch_id::text, ''), lf_content_text(e.idempotency_key),
               encode(c.content, 'hex')), 'UTF8')),
           e.request_hash = c.content
      FROM (SELECT of_one.* FROM firms_business b CROSS JOIN LATERAL (
                SELECT * FROM ledger_journalentry one
                 WHERE one.firm_id = wanted_firm AND one.business_id = b.id
                   AND one.id > after AND one.id <= upto
                 ORDER BY one.id LIMIT most) of_one
             WHERE b.firm_id = wanted_firm ORDER BY of_one.id LIMIT most) e
     CROSS JOIN LATERAL (
        SELECT sha256(convert_to(concat_ws(E'\t', e.date::text, e.kind,
                   coalesce(e.reverses_id::text, ''), lf_content_text(e.description))
               || coalesce(E'\n' || string_agg(
                   concat_ws(E'\t', l.position::text, l.account_id::text, l.amount::text,
                             l.currency, lf_content_text(l.note)), E'\n' ORDER BY l.position), ''),
               'UTF8')) AS content
          FROM ledger_journalline l
         WHERE l.entry_id = e.id AND l.firm_id = wanted_firm
           AND l.business_id = e.business_id AND l.date = e.date) c
     ORDER BY e.id
$$;

CREATE FUNCTION lf_newest_ids(wanted_firm bigint, OUT entry bigint, OUT event bigint)
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT coalesce((
        SELECT max(newest.id) FROM firms_business b CROSS JOIN LATERAL (
            SELECT max(e.id) AS id FROM ledger_journalentry e
             WHERE e.firm_id = wanted_firm AND e.business_id = b.id) newest
         WHERE b.firm_id = wanted_firm), 0),
        coalesce((SELECT max(v.id) FROM audit_auditevent v WHERE v.firm_id = wanted_firm), 0)
$$;

-- The same while no writer is at work; no row where one works longer than lock_timeout. The key
-- is held as a session's and given back at once, so that hashing keeps nobody waiting.
CREATE FUNCTION lf_seal_bounds(wanted_firm bigint) RETURNS TABLE (entry bigint, event bigint)
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    seal_key bigint := lf_seal_key(wanted_firm);
BEGIN
    BEGIN
        PERFORM pg_advisory_lock(seal_key);
    EXCEPTION WHEN lock_not_available OR deadlock_detected THEN
        RETURN;
    END;
    BEGIN
        RETURN QUERY SELECT n.entry, n.event FROM lf_newest_ids(wanted_firm) n;
    EXCEPTION WHEN query_canceled OR OTHERS THEN
        PERFORM pg_advisory_unlock(seal_key);
        RAISE;
    END;
    PERFORM pg_advisory_unlock(seal_key);
END $$;

-- Make the firm's next seal, over at most `most` entries and as many events. The answer: "sealed"
-- with what it covers and whether more waits, "busy" where writers or another sealer are at work,
-- "nothing" where all is sealed. An entry that is not what was posted stops it, unless `over` says
-- that a person knows.
CREATE FUNCTION lf_seal_make(
    wanted_firm bigint, most bigint, over boolean,
    OUT outcome text, OUT sequence integer, OUT hash bytea, OUT entries integer,
    OUT events integer, OUT more boolean
) LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp SET lock_timeout = '200ms' AS $$
#variable_conflict use_column
DECLARE
    bound record;
    newest record;
    entry record;
    event record;
    changed record;
    made audit_seal;
    reach bigint := 2147483647;  -- what 4 bytes hold
BEGIN
    IF wanted_firm IS DISTINCT FROM lf_firm() OR most < 1 THEN
        RAISE EXCEPTION 'seals of another firm' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE EXCEPTION 'a seal must see what others committed: READ COMMITTED only'
            USING ERRCODE = 'object_not_in_prerequisite_state';
    END IF;
    outcome := 'busy';
    IF NOT pg_try_advisory_xact_lock(hashtextextended('ledgerflow sealer', wanted_firm)) THEN
        RETURN;
    END IF;
    SELECT coalesce(max(s.sequence), 0) AS sequence, coalesce(max(s.entries_upto), 0) AS entry,
           coalesce(max(s.events_upto), 0) AS event INTO newest
      FROM audit_seal s WHERE s.firm_id = wanted_firm;
    SELECT n.* INTO bound FROM lf_newest_ids(wanted_firm) n;
    IF bound.entry <= newest.entry AND bound.event <= newest.event THEN
        outcome := 'nothing';
        RETURN;
    END IF;
    SELECT b.* INTO bound FROM lf_seal_bounds(wanted_firm) b;
    IF NOT FOUND THEN
        RETURN;
    END IF;

    SELECT count(*)::integer AS count, coalesce(max(d.id), 0) AS last,
           coalesce(string_agg(int4send((d.id - newest.entry)::integer) || substr(d.digest, 1, 12),
                               ''::bytea ORDER BY d.id), '') AS items,
           coalesce(string_agg(d.digest, ''::bytea ORDER BY d.id), '') AS digests,
           min(d.id) FILTER (WHERE NOT d.as_posted) AS changed
      INTO entry
      FROM lf_entry_digests(wanted_firm, newest.entry,
                            least(bound.entry, newest.entry + reach), most) d;
    IF entry.changed IS NOT NULL AND NOT over THEN
        SELECT e.number, b.name INTO changed FROM ledger_journalentry e
          JOIN firms_business b ON b.firm_id = e.firm_id AND b.id = e.business_id
         WHERE e.firm_id = wanted_firm AND e.id = entry.changed;
        RAISE EXCEPTION 'entry % of % is not what was posted', changed.number, changed.name
            USING ERRCODE = 'check_violation', CONSTRAINT = 'seal_content',
                  TABLE = 'ledger_journalentry';
    END IF;
    SELECT count(*)::integer AS count, coalesce(max(d.id), 0) AS last,
           coalesce(string_agg(int4send((d.id - newest.event)::integer) || substr(d.digest, 1, 12),
                               ''::bytea ORDER BY d.id), '') AS items,
           coalesce(string_agg(d.digest, ''::bytea ORDER BY d.id), '') AS digests
      INTO event
      FROM lf_event_digests(wanted_firm, newest.event,
                            least(bound.event, newest.event + reach), most) d;

    made.firm_id := wanted_firm;
    made.sequence := newest.sequence + 1;
    made.sealed_at := clock_timestamp();
    SELECT s.hash INTO made.previous FROM audit_seal s
     WHERE s.firm_id = wanted_firm AND s.sequence = newest.sequence;
    made.previous := coalesce(made.previous, decode(repeat('00', 32), 'hex'));
    made.entries_after := newest.entry;
    made.entries_upto := CASE WHEN entry.count = most THEN entry.last
                              ELSE greatest(newest.entry, least(bound.entry, newest.entry + reach)) END;
    made.entry_count := entry.count;
    made.entries := entry.items;
    made.events_after := newest.event;
    made.events_upto := CASE WHEN event.count = most THEN event.last
                             ELSE greatest(newest.event, least(bound.event, newest.event + reach)) END;
    made.event_count := event.count;
    made.events := event.items;
    made.contents := sha256(entry.digests || event.digests);
    made.hash := lf_seal_hash(made);
    INSERT INTO audit_seal (firm_id, sequence, sealed_at, previous, entries_after, entries_upto,
                            entry_count, events_after, events_upto, event_count, entries, events,
                            contents, hash)
    VALUES (made.firm_id, made.sequence, made.sealed_at, made.previous, made.entries_after,
            made.entries_upto, made.entry_count, made.events_after, made.events_upto,
            made.event_count, made.entries, made.events, made.contents, made.hash);
    outcome := 'sealed';
    sequence := made.sequence;
    hash := made.hash;
    entries := entry.count;
    events := event.count;
    more := made.entries_upto < bound.entry OR made.events_upto < bound.event;
END $$;
REVOKE ALL ON FUNCTION lf_seal_make(bigint, bigint, boolean) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION lf_seal_make(bigint, bigint, boolean) TO lf_app;
-- reverse
DROP FUNCTION lf_seal_make(bigint, bigint, boolean);
DROP FUNCTION lf_seal_bounds(bigint);
DROP FUNCTION lf_newest_ids(bigint);
DROP FUNCTION lf_entry_digests(bigint, bigint, bigint, bigint);
DROP TRIGGER a_share_seal ON audit_auditevent;

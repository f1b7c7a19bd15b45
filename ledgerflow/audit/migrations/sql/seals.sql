-- Seals: what their hash is, and that one follows the other. What is sealed, and when, is made by
-- lf_seal_make (ledger/migrations/sql/seals.sql). ledgerflow/audit/chain.py computes the same.
CREATE FUNCTION lf_row_text(value text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT coalesce(replace(replace(replace(replace(value, '\', '\\'), E'\t', '\t'), E'\n', '\n'), E'\r', '\r'), '') $$;

-- STABLE, as what it calls is: only then it is written into the query instead of being called.
CREATE FUNCTION lf_microseconds(moment timestamptz) RETURNS bigint LANGUAGE sql STABLE
    PARALLEL SAFE AS
$$ SELECT (extract(epoch FROM moment) * 1000000)::bigint $$;

CREATE FUNCTION lf_seal_hash(seal audit_seal) RETURNS bytea LANGUAGE sql STABLE PARALLEL SAFE
    SET search_path = public, pg_temp AS $$
    SELECT sha256(convert_to(concat_ws(E'\n', 'seal', seal.firm_id, seal.sequence,
        lf_microseconds(seal.sealed_at), encode(seal.previous, 'hex'),
        concat_ws(E'\t', seal.entries_after, seal.entries_upto, seal.entry_count),
        encode(sha256(seal.entries), 'hex'),
        concat_ws(E'\t', seal.events_after, seal.events_upto, seal.event_count),
        encode(sha256(seal.events), 'hex'), encode(seal.contents, 'hex')), 'UTF8'))
$$;

-- Events of a firm beyond one id and up to another, each with its digest; ordered by id.
CREATE FUNCTION lf_event_digests(wanted_firm bigint, after bigint, upto bigint, most bigint)
RETURNS TABLE (id bigint, digest bytea) LANGUAGE sql STABLE
    SET search_path = public, pg_temp AS $$
    SELECT v.id, sha256(convert_to(concat_ws(E'\t', 'event', v.id, lf_row_text(v.business_id::text),
        lf_microseconds(v.at), lf_row_text(v.actor), lf_row_text(v.user_id::text),
        lf_row_text(v.action), lf_row_text(v.subject), lf_row_text(v.subject_id::text),
        lf_row_text(v.batch_id::text), lf_row_text(v.request_id), lf_row_text(v.reason),
        lf_row_text(v.detail::text)), 'UTF8'))
      FROM audit_auditevent v
     WHERE v.firm_id = wanted_firm AND v.id > after AND v.id <= upto
     ORDER BY v.id LIMIT most
$$;

-- A seal takes up where the one before it ends and holds that one's hash, whoever writes it.
CREATE FUNCTION lf_seal_linked() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
DECLARE
    newest record;
    firm_before text := coalesce(current_setting('app.firm_id', true), '');
BEGIN
    PERFORM set_config('app.firm_id', NEW.firm_id::text, true);
    SELECT s.sequence, s.hash, s.entries_upto, s.events_upto INTO newest FROM audit_seal s
     WHERE s.firm_id = NEW.firm_id ORDER BY s.sequence DESC LIMIT 1;
    PERFORM set_config('app.firm_id', firm_before, true);
    IF (NEW.sequence, NEW.previous, NEW.entries_after, NEW.events_after) IS DISTINCT FROM
       (coalesce(newest.sequence, 0) + 1, coalesce(newest.hash, decode(repeat('00', 32), 'hex')),
        coalesce(newest.entries_upto, 0), coalesce(newest.events_upto, 0))
       OR NEW.entries_upto < NEW.entries_after OR NEW.events_upto < NEW.events_after
       OR length(NEW.entries) <> NEW.entry_count * 16 OR length(NEW.events) <> NEW.event_count * 16
       OR length(NEW.contents) <> 32 OR NEW.hash IS DISTINCT FROM lf_seal_hash(NEW) THEN
        RAISE EXCEPTION 'seal % does not follow seal %', NEW.sequence, coalesce(newest.sequence, 0)
            USING ERRCODE = 'check_violation', CONSTRAINT = 'seal_linked', TABLE = 'audit_seal';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER seal_linked BEFORE INSERT ON audit_seal
    FOR EACH ROW EXECUTE FUNCTION lf_seal_linked();

-- The application makes seals by calling lf_seal_make and writes none itself.
SELECT lf_tenant('audit_seal');
SELECT lf_append_only('audit_seal');
REVOKE INSERT ON audit_seal FROM lf_app;
-- Digests do not shrink: what would be tried for nothing at every read and write is not tried.
ALTER TABLE audit_seal ALTER COLUMN entries SET STORAGE EXTERNAL, ALTER COLUMN events SET STORAGE EXTERNAL;

-- The id of an event is given by the database and never chosen, so that none comes into a range
-- that is sealed. A column that is added to the table later must be granted too.
REVOKE INSERT ON audit_auditevent FROM lf_app;
GRANT INSERT (firm_id, business_id, at, actor, user_id, action, subject, subject_id, batch_id, reason,
              detail, request_id) ON audit_auditevent TO lf_app;
-- reverse
GRANT INSERT ON audit_auditevent TO lf_app;
DROP TRIGGER seal_linked ON audit_seal;
DROP FUNCTION lf_seal_linked();
DROP FUNCTION lf_event_digests(bigint, bigint, bigint, bigint);
DROP FUNCTION lf_seal_hash(audit_seal);
DROP FUNCTION lf_microseconds(timestamptz);
DROP FUNCTION lf_row_text(text);

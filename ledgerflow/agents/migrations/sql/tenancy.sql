-- Rows of firms that runs of agents leave behind. Agents, prompts and tools are the operator's.
SELECT lf_tenant_key('agents_lookup', 'firm_id, business_id');
SELECT lf_tenant_key('agents_agentrun', 'firm_id, business_id');
SELECT lf_foreign_key(t, 'business_id', 'firms_business') FROM unnest(ARRAY['agents_lookup',
    'agents_agentrun', 'agents_toolcall', 'agents_outboundcall']::regclass[]) t;
SELECT lf_foreign_key('agents_lookup', 'batch_id', 'audit_batch', 'firm_id, business_id');
SELECT lf_foreign_key('agents_agentrun', 'look_up_id', 'agents_lookup', 'firm_id, business_id');
SELECT lf_foreign_key('agents_toolcall', 'run_id', 'agents_agentrun', 'firm_id, business_id');
SELECT lf_foreign_key('agents_outboundcall', 'run_id', 'agents_agentrun', 'firm_id, business_id');
SELECT lf_tenant(t) FROM unnest(ARRAY['agents_lookup', 'agents_agentrun', 'agents_toolcall',
    'agents_outboundcall']::regclass[]) t;
SELECT lf_append_only('agents_toolcall');
SELECT lf_append_only('agents_outboundcall');
SELECT lf_append_only('agents_promptversion');

-- A run that has ended stays as it ended; none is deleted. What it was asked never changes.
CREATE FUNCTION lf_run_ends_once() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.state = 'running'
       AND (NEW.id, NEW.firm_id, NEW.business_id, NEW.agent_id, NEW.prompt_id, NEW.kind,
            NEW.subject_key, NEW.is_trial, NEW.started_at)
           IS NOT DISTINCT FROM
           (OLD.id, OLD.firm_id, OLD.business_id, OLD.agent_id, OLD.prompt_id, OLD.kind,
            OLD.subject_key, OLD.is_trial, OLD.started_at)
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'agents_agentrun %: % is refused, a run ends once', OLD.id, TG_OP
        USING ERRCODE = 'check_violation', CONSTRAINT = 'agentrun_ends_once',
              TABLE = 'agents_agentrun';
END $$;
REVOKE DELETE, TRUNCATE ON agents_agentrun FROM lf_app;
REVOKE DELETE, TRUNCATE ON agents_lookup FROM lf_app;
CREATE TRIGGER ends_once BEFORE UPDATE OR DELETE ON agents_agentrun
    FOR EACH ROW EXECUTE FUNCTION lf_run_ends_once();
CREATE TRIGGER append_only_table BEFORE TRUNCATE ON agents_agentrun
    FOR EACH STATEMENT EXECUTE FUNCTION lf_refuse_change();
-- reverse
DROP TRIGGER append_only_table ON agents_agentrun;
DROP TRIGGER ends_once ON agents_agentrun;
DROP FUNCTION lf_run_ends_once();

SELECT lf_tenant_key('review_questionlink', 'firm_id, business_id');
SELECT lf_tenant_key('review_question', 'firm_id, business_id');
SELECT lf_foreign_key('review_questionlink', 'business_id', 'firms_business');
SELECT lf_foreign_key('review_question', 'business_id', 'firms_business');
SELECT lf_foreign_key('review_question', 'link_id', 'review_questionlink', 'firm_id, business_id');
SELECT lf_foreign_key('review_questiontransaction', 'business_id', 'firms_business');
SELECT lf_foreign_key('review_questiontransaction', 'question_id', 'review_question', 'firm_id, business_id');
SELECT lf_foreign_key('review_questiontransaction', 'transaction_id', 'statements_banktransaction', 'firm_id, business_id');
SELECT lf_foreign_key('review_answer', 'business_id', 'firms_business');
SELECT lf_foreign_key('review_answer', 'question_id', 'review_question', 'firm_id, business_id');
SELECT lf_foreign_key('review_answer', 'account_id', 'ledger_account', 'firm_id, business_id');
SELECT lf_foreign_key('review_answer', 'link_id', 'review_questionlink', 'firm_id, business_id');
SELECT lf_foreign_key('review_note', 'business_id', 'firms_business');
SELECT lf_foreign_key('review_note', 'transaction_id', 'statements_banktransaction', 'firm_id, business_id');
SELECT lf_foreign_key('review_note', 'entry_id', 'ledger_journalentry', 'firm_id, business_id');
SELECT lf_foreign_key('review_attachment', 'business_id', 'firms_business');
SELECT lf_foreign_key('review_attachment', 'transaction_id', 'statements_banktransaction', 'firm_id, business_id');
SELECT lf_foreign_key('review_attachment', 'entry_id', 'ledger_journalentry', 'firm_id, business_id');
SELECT lf_foreign_key('review_attachment', 'question_id', 'review_question', 'firm_id, business_id');
SELECT lf_foreign_key('review_attachment', 'link_id', 'review_questionlink', 'firm_id, business_id');
SELECT lf_tenant('review_questionlink');
SELECT lf_tenant('review_question');
SELECT lf_tenant('review_questiontransaction');
SELECT lf_tenant('review_answer');
SELECT lf_tenant('review_note');
SELECT lf_tenant('review_attachment');
SELECT lf_append_only('review_questiontransaction');
SELECT lf_append_only('review_answer');
SELECT lf_append_only('review_note');

-- A paper is hidden, never lost: what was received is what stays.
CREATE FUNCTION lf_paper_stays() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'attachment % keeps its file: % is refused', OLD.id, TG_OP
        USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only', TABLE = TG_TABLE_NAME;
END $$;
CREATE TRIGGER paper_stays BEFORE UPDATE ON review_attachment FOR EACH ROW
    WHEN ((OLD.firm_id, OLD.business_id, OLD.sha256, OLD.stored_as, OLD.size_bytes, OLD.media_type,
           OLD.received_at) IS DISTINCT FROM
          (NEW.firm_id, NEW.business_id, NEW.sha256, NEW.stored_as, NEW.size_bytes, NEW.media_type,
           NEW.received_at))
    EXECUTE FUNCTION lf_paper_stays();
CREATE TRIGGER paper_kept BEFORE DELETE ON review_attachment FOR EACH ROW
    EXECUTE FUNCTION lf_paper_stays();
REVOKE DELETE, TRUNCATE ON review_attachment, review_question, review_questionlink FROM lf_app;
-- reverse
DROP TRIGGER paper_kept ON review_attachment;
DROP TRIGGER paper_stays ON review_attachment;
DROP FUNCTION lf_paper_stays();

-- Repairs are added by a named person to a file that is not proved; see statement_file_repair.
GRANT UPDATE (repairs) ON statements_statementfile TO lf_app;
-- reverse
REVOKE UPDATE (repairs) ON statements_statementfile FROM lf_app;

-- Functions that run as the owner are for the application alone, not for every role.
REVOKE EXECUTE ON FUNCTION lf_spellings_alike(bigint, real, integer),
    lf_spellings_near(bigint, text, text, real, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION lf_spellings_alike(bigint, real, integer),
    lf_spellings_near(bigint, text, text, real, integer) TO lf_app;
-- reverse
GRANT EXECUTE ON FUNCTION lf_spellings_alike(bigint, real, integer),
    lf_spellings_near(bigint, text, text, real, integer) TO PUBLIC;

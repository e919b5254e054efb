-- Find a platform's credential by its user name: whether it is valid, whether its use was
-- noted in the last minute, how the platform is read, and what the credential is for.
SELECT id, organization_id, secret_sha256, is_test, is_open, is_noted, profile, use
FROM intake_caller(%(username)s, %(at)s)

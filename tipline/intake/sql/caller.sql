-- Find a platform's credential by its user name, and how the platform is read.
SELECT id, organization_id, secret_sha256, is_test, expires_at, revoked_at,
       last_used_at, suspended_at, profile
FROM intake_caller(%(username)s)

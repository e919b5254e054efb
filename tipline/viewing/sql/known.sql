-- What a platform says of its viewing, and what more is known of a file than its row.
SELECT
    coalesce(profile.viewed_scope, 'unknown') AS scope,
    coalesce(profile.viewed_definition, '') AS definition,
    EXISTS (SELECT FROM matching_match WHERE file_id = %(file)s) AS has_matches,
    EXISTS (SELECT FROM viewing_viewing WHERE file_id = %(file)s) AS was_shown,
    EXISTS (SELECT FROM viewing_filebasis WHERE file_id = %(file)s) AS has_bases
FROM (SELECT) AS one
LEFT JOIN intake_platformprofile AS profile ON profile.organization_id = %(platform)s

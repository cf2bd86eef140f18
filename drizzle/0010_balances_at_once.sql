-- As before, but that the balances of all buckets are counted at once. Empty at every commit.
CREATE OR REPLACE VIEW invariant_violations WITH (security_invoker = true) AS
SELECT 'I2 tasks' AS rule, j.id AS job_id, j.id::text AS subject,
  jsonb_build_object('status', j.status, 'counters', jsonb_build_array(j.open_tasks, j.finders, j.parked_tasks,
    j.keywords_dispatched, j.keywords_completed, j.keywords_failed), 'rows', to_jsonb(r)) AS details
FROM scraping_jobs j, LATERAL (
  SELECT count(*) FILTER (WHERE t.state IN ('pending', 'parked', 'running')) AS open_tasks,
    count(*) FILTER (WHERE t.state IN ('pending', 'running') AND t.kind IN ('search', 'expand')) AS finders,
    count(*) FILTER (WHERE t.state = 'parked') AS parked_tasks,
    count(*) FILTER (WHERE t.kind = 'search') AS keywords_dispatched,
    count(*) FILTER (WHERE t.kind = 'search' AND t.state = 'done') AS keywords_completed,
    count(*) FILTER (WHERE t.kind = 'search' AND t.state = 'failed') AS keywords_failed
  FROM job_tasks t WHERE t.job_id = j.id
) r
WHERE (j.open_tasks, j.finders, j.parked_tasks, j.keywords_dispatched, j.keywords_completed, j.keywords_failed)
  <> (r.open_tasks, r.finders, r.parked_tasks, r.keywords_dispatched, r.keywords_completed, r.keywords_failed)
UNION ALL
SELECT 'I2 I3 I8 I9 creators', j.id, j.id::text,
  jsonb_build_object('status', j.status, 'counters', jsonb_build_array(j.creators_found, j.creators_enriched,
    j.creators_failed, j.creators_unavailable, j.creators_skipped, j.creators_filtered, j.emails_found,
    j.creators_copied, j.version),
    'rows', to_jsonb(r))
FROM scraping_jobs j, LATERAL (
  SELECT count(*) FILTER (WHERE NOT c.copied) AS found, count(*) FILTER (WHERE c.copied) AS copied,
    count(*) FILTER (WHERE c.state = 'enriched') AS enriched,
    count(*) FILTER (WHERE c.state = 'failed') AS failed, count(*) FILTER (WHERE c.state = 'unavailable') AS unavailable,
    count(*) FILTER (WHERE c.state = 'skipped') AS skipped, count(*) FILTER (WHERE NOT c.matches) AS filtered,
    count(*) FILTER (WHERE c.emails <> '[]'::jsonb) AS emails, coalesce(max(c.position), 0) AS last_position,
    coalesce(max(c.version), 0) AS last_version, count(*) FILTER (WHERE c.erased_at IS NOT NULL) AS erased
  FROM job_creators c WHERE c.job_id = j.id
) r
WHERE (j.creators_found, j.creators_enriched, j.creators_failed, j.creators_unavailable, j.creators_skipped,
    j.creators_filtered, j.creators_copied, j.creators_found + j.creators_copied)
  <> (r.found, r.enriched, r.failed, r.unavailable, r.skipped, r.filtered, r.copied, r.last_position)
  OR (r.erased = 0 AND j.emails_found <> r.emails)
  OR r.last_version > j.version OR j.creators_found > j.target_results OR j.charged <> r.found
UNION ALL
SELECT 'I7 ended with work left', j.id, j.id::text, NULL
FROM scraping_jobs j
WHERE j.finished_at IS NOT NULL AND (
  EXISTS (SELECT 1 FROM job_creators c WHERE c.job_id = j.id AND c.state = 'found')
  OR EXISTS (SELECT 1 FROM job_tasks t WHERE t.job_id = j.id AND t.state IN ('pending', 'parked', 'running')))
UNION ALL
SELECT 'parked with nobody to release', j.id, j.id::text, jsonb_build_object('open', j.open_tasks)
FROM scraping_jobs j
WHERE j.finished_at IS NULL AND (j.open_tasks = 0 OR (j.finders = 0 AND j.parked_tasks > 0))
UNION ALL
-- At the deadline the tasks of a job may close one sweep before it ends; its creators wait for the end.
SELECT 'I5 creator without an open task', c.job_id, c.platform_id, NULL
FROM job_creators c JOIN scraping_jobs j ON j.id = c.job_id
WHERE c.state = 'found' AND j.finished_at IS NULL AND j.cancel_requested_at IS NULL
  AND (j.deadline_at IS NULL OR j.deadline_at > clock_timestamp())
  -- By equality of ids, which one pass answers; by "?", each creator would be looked for in each task.
  AND NOT EXISTS (SELECT 1 FROM job_tasks t, jsonb_array_elements_text(t.payload -> 'creatorIds') AS batch(creator_id)
    WHERE t.job_id = c.job_id AND t.kind = 'enrich' AND t.state IN ('pending', 'running')
    AND batch.creator_id = c.platform_id)
UNION ALL
SELECT 'match without its creator', m.job_id, m.platform_id, NULL
FROM job_creator_matches m
WHERE NOT EXISTS (SELECT 1 FROM job_creators c WHERE c.job_id = m.job_id AND c.platform_id = m.platform_id)
UNION ALL
SELECT 'I11 bucket', NULL, b.id::text,
  jsonb_build_object('bucket', jsonb_build_array(b.available, b.held), 'entries', jsonb_build_array(coalesce(l.available, 0), coalesce(l.held, 0)))
FROM ledger_buckets b LEFT JOIN (
  -- Of all buckets in one pass: one by one, each would read the whole ledger.
  SELECT e.bucket_id, sum(e.available_delta) AS available, sum(e.held_delta) AS held
  FROM ledger_entries e GROUP BY e.bucket_id
) l ON l.bucket_id = b.id
WHERE (b.available, b.held) <> (coalesce(l.available, 0), coalesce(l.held, 0)) OR b.available < 0 OR b.held < 0
UNION ALL
SELECT 'I11 job', j.id, j.id::text,
  jsonb_build_object('status', j.status, 'job', jsonb_build_array(j.reserved, j.charged, j.refunded), 'entries', to_jsonb(l))
FROM scraping_jobs j, LATERAL (
  SELECT coalesce(sum(e.held_delta) FILTER (WHERE e.kind = 'reserve'), 0) AS reserved,
    -coalesce(sum(e.held_delta) FILTER (WHERE e.kind = 'charge'), 0) AS charged,
    coalesce(sum(e.available_delta) FILTER (WHERE e.kind = 'refund'), 0) AS refunded,
    coalesce(sum(e.held_delta), 0) AS held
  FROM ledger_entries e WHERE e.job_id = j.id
) l
WHERE (j.reserved, j.charged, j.refunded) <> (l.reserved, l.charged, l.refunded)
  OR l.held <> CASE WHEN j.finished_at IS NULL THEN j.reserved - j.charged ELSE 0 END
UNION ALL
SELECT 'I12 call', l.job_id, l.id::text, jsonb_build_object('outcome', l.outcome)
FROM api_call_logs l
WHERE (l.outcome IN ('started', 'unknown')) = (l.completed_at IS NOT NULL);

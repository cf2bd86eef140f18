-- Walls: even the owner of a table passes its policies.
DO $$
DECLARE table_name text;
BEGIN
  FOR table_name IN
    SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'public' AND c.relkind = 'r' AND c.relrowsecurity
  LOOP
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', table_name);
  END LOOP;
END $$;
--> statement-breakpoint
GRANT USAGE ON SCHEMA public TO shoal_web, shoal_worker, shoal_auth, shoal_admin;
--> statement-breakpoint
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO shoal_web, shoal_worker;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ON
  scraping_jobs, job_tasks, job_creators, job_creator_matches, ledger_buckets, ledger_holds, runs, campaigns
TO shoal_web, shoal_worker;
--> statement-breakpoint
-- Append only, for both.
GRANT SELECT, INSERT ON ledger_entries TO shoal_web, shoal_worker;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ON
  creators, keyword_expansions, provider_gates, provider_clocks, api_call_logs, job_spend, sweeper, counter_drifts,
  admin_notices
TO shoal_worker;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON worker_heartbeats, sessions TO shoal_worker;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ON accounts, users, memberships TO shoal_worker;
--> statement-breakpoint
GRANT SELECT ON provider_gates, provider_clocks, worker_heartbeats, api_call_logs, memberships, users TO shoal_web;
--> statement-breakpoint
-- Locking the account row takes a right to update; the plan and the weight stay out of reach.
GRANT SELECT ON accounts TO shoal_web;
--> statement-breakpoint
GRANT UPDATE (name) ON accounts TO shoal_web;
--> statement-breakpoint
GRANT SELECT ON sessions, memberships, users, accounts TO shoal_auth;
--> statement-breakpoint
GRANT SELECT ON
  scraping_jobs, job_tasks, job_creators, job_creator_matches, ledger_buckets, ledger_holds, ledger_entries, runs,
  campaigns, accounts, memberships, provider_gates, provider_clocks, api_call_logs, job_spend, worker_heartbeats,
  sweeper, counter_drifts, admin_notices
TO shoal_admin;
--> statement-breakpoint
INSERT INTO sweeper (id) VALUES (1) ON CONFLICT DO NOTHING;
--> statement-breakpoint
-- I7, I2, I9 and the edges of the states.
CREATE FUNCTION guard_job() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  order_of_states CONSTANT text[] := ARRAY['pending', 'dispatching', 'searching', 'enriching'];
  from_state int := array_position(order_of_states, old.status);
  to_state int := array_position(order_of_states, new.status);
BEGIN
  IF old.finished_at IS NOT NULL THEN
    -- Erasure of a person raises the version of a job that has ended, and touches nothing else.
    IF to_jsonb(new) - 'version' - 'updated_at' = to_jsonb(old) - 'version' - 'updated_at' AND new.version > old.version THEN
      RETURN new;
    END IF;
    RAISE EXCEPTION 'job % has ended and never changes', old.id USING errcode = 'SH001';
  END IF;
  IF new.status <> old.status AND to_state IS NOT NULL AND to_state <> from_state + 1 THEN
    RAISE EXCEPTION 'job % cannot go from % to %', old.id, old.status, new.status USING errcode = 'SH002';
  END IF;
  IF new.version < old.version OR new.percent < old.percent
    OR new.keywords_dispatched < old.keywords_dispatched OR new.keywords_completed < old.keywords_completed
    OR new.keywords_failed < old.keywords_failed OR new.creators_found < old.creators_found
    OR new.creators_enriched < old.creators_enriched OR new.creators_failed < old.creators_failed
    OR new.creators_unavailable < old.creators_unavailable OR new.creators_filtered < old.creators_filtered
    OR new.creators_skipped < old.creators_skipped OR new.emails_found < old.emails_found THEN
    RAISE EXCEPTION 'a counter of job % would fall', old.id USING errcode = 'SH003';
  END IF;
  IF new.version = old.version AND (
      new.status, new.percent, new.keywords_dispatched, new.keywords_completed, new.keywords_failed, new.creators_found,
      new.creators_enriched, new.creators_failed, new.creators_unavailable, new.creators_filtered, new.creators_skipped,
      new.emails_found, new.enrichment_status, new.expansion_status, new.cancel_requested_at, new.error
    ) IS DISTINCT FROM (
      old.status, old.percent, old.keywords_dispatched, old.keywords_completed, old.keywords_failed, old.creators_found,
      old.creators_enriched, old.creators_failed, old.creators_unavailable, old.creators_filtered, old.creators_skipped,
      old.emails_found, old.enrichment_status, old.expansion_status, old.cancel_requested_at, old.error
    ) THEN
    RAISE EXCEPTION 'job % changed what status shows without a new version', old.id USING errcode = 'SH003';
  END IF;
  RETURN new;
END $$;
--> statement-breakpoint
CREATE TRIGGER guard_job BEFORE UPDATE ON scraping_jobs FOR EACH ROW EXECUTE FUNCTION guard_job();
--> statement-breakpoint
CREATE FUNCTION guard_new_job() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF new.status <> 'pending' OR new.finished_at IS NOT NULL THEN
    RAISE EXCEPTION 'a job begins as pending' USING errcode = 'SH002';
  END IF;
  RETURN new;
END $$;
--> statement-breakpoint
CREATE TRIGGER guard_new_job BEFORE INSERT ON scraping_jobs FOR EACH ROW EXECUTE FUNCTION guard_new_job();
--> statement-breakpoint
CREATE FUNCTION guard_task() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'task % is closed and never changes', old.id USING errcode = 'SH001';
END $$;
--> statement-breakpoint
CREATE TRIGGER guard_task BEFORE UPDATE ON job_tasks FOR EACH ROW
  WHEN (old.state IN ('done', 'failed', 'cancelled')) EXECUTE FUNCTION guard_task();
--> statement-breakpoint
-- The rows of a job that has ended. One look at the job a statement: transition tables, not rows.
CREATE FUNCTION guard_job_rows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM (SELECT DISTINCT job_id FROM changed) c JOIN scraping_jobs j ON j.id = c.job_id
    WHERE j.finished_at IS NOT NULL
  ) THEN
    RAISE EXCEPTION 'the rows of a job that has ended never change' USING errcode = 'SH001';
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER guard_job_creators_insert AFTER INSERT ON job_creators
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION guard_job_rows();
--> statement-breakpoint
CREATE TRIGGER guard_job_tasks_insert AFTER INSERT ON job_tasks
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION guard_job_rows();
--> statement-breakpoint
CREATE TRIGGER guard_matches_insert AFTER INSERT ON job_creator_matches
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION guard_job_rows();
--> statement-breakpoint
CREATE FUNCTION guard_job_creators_update() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM (SELECT DISTINCT job_id FROM changed WHERE erased_at IS NULL) c JOIN scraping_jobs j ON j.id = c.job_id
    WHERE j.finished_at IS NOT NULL
  ) THEN
    RAISE EXCEPTION 'the rows of a job that has ended never change' USING errcode = 'SH001';
  END IF;
  IF EXISTS (SELECT 1 FROM changed n JOIN before o USING (job_id, platform_id) WHERE n.position <> o.position) THEN
    RAISE EXCEPTION 'a position never changes' USING errcode = 'SH001';
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER guard_job_creators_update AFTER UPDATE ON job_creators
  REFERENCING OLD TABLE AS before NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION guard_job_creators_update();
--> statement-breakpoint
CREATE FUNCTION guard_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append only', tg_table_name USING errcode = 'SH001';
END $$;
--> statement-breakpoint
CREATE TRIGGER guard_ledger BEFORE UPDATE OR DELETE ON ledger_entries FOR EACH ROW EXECUTE FUNCTION guard_append_only();
--> statement-breakpoint
CREATE TRIGGER guard_ledger_truncate BEFORE TRUNCATE ON ledger_entries FOR EACH STATEMENT EXECUTE FUNCTION guard_append_only();
--> statement-breakpoint
CREATE TRIGGER guard_matches BEFORE UPDATE ON job_creator_matches FOR EACH ROW EXECUTE FUNCTION guard_append_only();
--> statement-breakpoint
-- Rows that change often stay on their page, without a new index entry.
ALTER TABLE scraping_jobs SET (fillfactor = 50);
--> statement-breakpoint
ALTER TABLE job_tasks SET (fillfactor = 70);
--> statement-breakpoint
ALTER TABLE job_creators SET (fillfactor = 80);
--> statement-breakpoint
ALTER TABLE creators SET (fillfactor = 70);
--> statement-breakpoint
ALTER TABLE provider_gates SET (fillfactor = 50);
--> statement-breakpoint
ALTER TABLE provider_clocks SET (fillfactor = 50);
--> statement-breakpoint
ALTER TABLE ledger_buckets SET (fillfactor = 50);
--> statement-breakpoint
ALTER TABLE ledger_holds SET (fillfactor = 50);

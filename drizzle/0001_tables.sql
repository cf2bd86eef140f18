CREATE TABLE "accounts" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"name" text NOT NULL,
	"plan" text NOT NULL,
	"weight" real DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "accounts" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "campaigns" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"account_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"name" text NOT NULL,
	"archived_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "campaigns" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "memberships" (
	"account_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "memberships_account_id_user_id_pk" PRIMARY KEY("account_id","user_id")
);
--> statement-breakpoint
ALTER TABLE "memberships" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "runs" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"account_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"campaign_id" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "runs" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "sessions" (
	"token_hash" text PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "sessions" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "users" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"email" text NOT NULL,
	"name" text NOT NULL,
	"role" text DEFAULT 'user' NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "users_email_unique" UNIQUE("email")
);
--> statement-breakpoint
ALTER TABLE "users" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "creators" (
	"platform" text NOT NULL,
	"platform_id" text NOT NULL,
	"handle" text NOT NULL,
	"profile" jsonb NOT NULL,
	"emails" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"seen_at" timestamp with time zone DEFAULT now() NOT NULL,
	"enriched_at" timestamp with time zone,
	"fetch_task" uuid,
	"fetch_token" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "creators_platform_platform_id_pk" PRIMARY KEY("platform","platform_id")
);
--> statement-breakpoint
ALTER TABLE "creators" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "job_creator_matches" (
	"job_id" uuid NOT NULL,
	"platform_id" text NOT NULL,
	"keyword" text NOT NULL,
	"content_id" text NOT NULL,
	"account_id" uuid NOT NULL,
	"url" text,
	"caption" text,
	"hashtags" text[] NOT NULL,
	"views" bigint,
	"likes" bigint,
	"comments" bigint,
	"shares" bigint,
	"posted_at" timestamp with time zone,
	CONSTRAINT "job_creator_matches_job_id_platform_id_keyword_content_id_pk" PRIMARY KEY("job_id","platform_id","keyword","content_id")
);
--> statement-breakpoint
ALTER TABLE "job_creator_matches" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "job_creators" (
	"job_id" uuid NOT NULL,
	"platform_id" text NOT NULL,
	"account_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"version" bigint NOT NULL,
	"state" text DEFAULT 'found' NOT NULL,
	"reason" text,
	"handle" text NOT NULL,
	"profile" jsonb NOT NULL,
	"emails" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"matches" boolean DEFAULT true NOT NULL,
	"filter_reason" text,
	"score" integer,
	"from_cache" boolean DEFAULT false NOT NULL,
	"task_id" uuid NOT NULL,
	"found_at" timestamp with time zone DEFAULT now() NOT NULL,
	"enriched_at" timestamp with time zone,
	"erased_at" timestamp with time zone,
	CONSTRAINT "job_creators_job_id_platform_id_pk" PRIMARY KEY("job_id","platform_id")
);
--> statement-breakpoint
ALTER TABLE "job_creators" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "keyword_expansions" (
	"key" text PRIMARY KEY NOT NULL,
	"platform" text NOT NULL,
	"source" text NOT NULL,
	"keywords" jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "keyword_expansions" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "job_tasks" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"job_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"platform" text NOT NULL,
	"provider" text NOT NULL,
	"kind" text NOT NULL,
	"unit_key" text NOT NULL,
	"state" text DEFAULT 'pending' NOT NULL,
	"sequence" bigint GENERATED ALWAYS AS IDENTITY (sequence name "job_tasks_sequence_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"attempts" integer DEFAULT 0 NOT NULL,
	"lease_token" uuid,
	"lease_until" timestamp with time zone,
	"next_at" timestamp with time zone DEFAULT now() NOT NULL,
	"wake_seq" integer DEFAULT 0 NOT NULL,
	"woken_until" timestamp with time zone,
	"virtual_time" double precision DEFAULT 'infinity' NOT NULL,
	"worker" text,
	"keyword" text,
	"keyword_source" text,
	"keyword_reason" text,
	"payload" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"share" integer DEFAULT 0 NOT NULL,
	"taken" integer DEFAULT 0 NOT NULL,
	"found" integer DEFAULT 0 NOT NULL,
	"cursor" text,
	"seen_cursors" text[] DEFAULT '{}' NOT NULL,
	"exhausted" boolean DEFAULT false NOT NULL,
	"pages" integer DEFAULT 0 NOT NULL,
	"settles" integer DEFAULT 0 NOT NULL,
	"carry" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"cost" integer DEFAULT 0 NOT NULL,
	"error" text,
	"error_code" text,
	"reason" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"started_at" timestamp with time zone,
	"finished_at" timestamp with time zone,
	CONSTRAINT "job_tasks_lease_held" CHECK ((state = 'running') = (lease_token is not null))
);
--> statement-breakpoint
ALTER TABLE "job_tasks" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "scraping_jobs" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"account_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"run_id" uuid NOT NULL,
	"campaign_id" uuid,
	"retry_of" uuid,
	"type" text NOT NULL,
	"platform" text NOT NULL,
	"provider" text NOT NULL,
	"status" text DEFAULT 'pending' NOT NULL,
	"request" jsonb NOT NULL,
	"request_hash" text NOT NULL,
	"idempotency_key" text,
	"target_results" integer NOT NULL,
	"keywords_dispatched" integer DEFAULT 0 NOT NULL,
	"keywords_completed" integer DEFAULT 0 NOT NULL,
	"keywords_failed" integer DEFAULT 0 NOT NULL,
	"creators_found" integer DEFAULT 0 NOT NULL,
	"creators_enriched" integer DEFAULT 0 NOT NULL,
	"creators_failed" integer DEFAULT 0 NOT NULL,
	"creators_unavailable" integer DEFAULT 0 NOT NULL,
	"creators_filtered" integer DEFAULT 0 NOT NULL,
	"creators_skipped" integer DEFAULT 0 NOT NULL,
	"emails_found" integer DEFAULT 0 NOT NULL,
	"enrichment_status" text DEFAULT 'pending' NOT NULL,
	"expansion_status" text DEFAULT 'none' NOT NULL,
	"open_tasks" integer DEFAULT 0 NOT NULL,
	"finders" integer DEFAULT 0 NOT NULL,
	"parked_tasks" integer DEFAULT 0 NOT NULL,
	"virtual_time" double precision DEFAULT 0 NOT NULL,
	"version" bigint DEFAULT 1 NOT NULL,
	"percent" integer DEFAULT 0 NOT NULL,
	"reserved" integer DEFAULT 0 NOT NULL,
	"charged" integer DEFAULT 0 NOT NULL,
	"refunded" integer DEFAULT 0 NOT NULL,
	"cancel_requested_at" timestamp with time zone,
	"deadline_at" timestamp with time zone,
	"error" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"started_at" timestamp with time zone,
	"finished_at" timestamp with time zone,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "scraping_jobs_target" CHECK (target_results between 1 and 100000 and creators_found <= target_results),
	CONSTRAINT "scraping_jobs_charge" CHECK (charged between 0 and reserved and refunded between 0 and charged),
	CONSTRAINT "scraping_jobs_tasks" CHECK (open_tasks >= 0 and finders >= 0 and parked_tasks >= 0),
	CONSTRAINT "scraping_jobs_percent" CHECK (percent between 0 and 100 and (percent < 100 or finished_at is not null)),
	CONSTRAINT "scraping_jobs_end" CHECK ((finished_at is not null) = (status in ('completed', 'partial', 'error', 'cancelled')) and (finished_at is null or open_tasks = 0))
);
--> statement-breakpoint
ALTER TABLE "scraping_jobs" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "ledger_buckets" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"account_id" uuid NOT NULL,
	"unit" text NOT NULL,
	"period" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"available" bigint DEFAULT 0 NOT NULL,
	"held" bigint DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "ledger_buckets_balance" CHECK (available >= 0 and held >= 0)
);
--> statement-breakpoint
ALTER TABLE "ledger_buckets" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "ledger_entries" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "ledger_entries_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"account_id" uuid NOT NULL,
	"bucket_id" uuid NOT NULL,
	"job_id" uuid,
	"user_id" uuid,
	"kind" text NOT NULL,
	"available_delta" bigint NOT NULL,
	"held_delta" bigint NOT NULL,
	"idempotency_key" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "ledger_entries_shape" CHECK (case kind
        when 'grant' then available_delta > 0 and held_delta = 0
        when 'reserve' then available_delta < 0 and held_delta = -available_delta
        when 'charge' then available_delta = 0 and held_delta < 0
        when 'release' then available_delta > 0 and held_delta = -available_delta
        when 'refund' then available_delta > 0 and held_delta = 0
        else available_delta < 0 and held_delta = 0 end)
);
--> statement-breakpoint
ALTER TABLE "ledger_entries" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "ledger_holds" (
	"job_id" uuid NOT NULL,
	"bucket_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"held" integer NOT NULL,
	"charged" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "ledger_holds_job_id_bucket_id_pk" PRIMARY KEY("job_id","bucket_id"),
	CONSTRAINT "ledger_holds_balance" CHECK (held >= 0 and charged >= 0)
);
--> statement-breakpoint
ALTER TABLE "ledger_holds" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "admin_notices" (
	"kind" text NOT NULL,
	"subject" text NOT NULL,
	"message" text NOT NULL,
	"count" integer DEFAULT 1 NOT NULL,
	"first_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "admin_notices_kind_subject_pk" PRIMARY KEY("kind","subject")
);
--> statement-breakpoint
ALTER TABLE "admin_notices" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "api_call_logs" (
	"id" uuid PRIMARY KEY NOT NULL,
	"provider" text NOT NULL,
	"action" text NOT NULL,
	"reason" text,
	"account_id" uuid,
	"user_id" uuid,
	"job_id" uuid,
	"task_id" uuid,
	"lease_token" uuid,
	"outcome" text DEFAULT 'started' NOT NULL,
	"status" integer,
	"duration_ms" integer,
	"cost" integer DEFAULT 0 NOT NULL,
	"timeout_ms" integer NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"completed_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "api_call_logs" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "counter_drifts" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "counter_drifts_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"rule" text NOT NULL,
	"subject" text NOT NULL,
	"details" jsonb,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "counter_drifts" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "job_spend" (
	"job_id" uuid PRIMARY KEY NOT NULL,
	"credits" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
ALTER TABLE "job_spend" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "provider_clocks" (
	"provider" text PRIMARY KEY NOT NULL,
	"virtual_time" double precision DEFAULT 0 NOT NULL
);
--> statement-breakpoint
ALTER TABLE "provider_clocks" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "provider_gates" (
	"provider" text PRIMARY KEY NOT NULL,
	"blocked_until" timestamp with time zone,
	"closed_at" timestamp with time zone,
	"closed_reason" text,
	"spend_day" text DEFAULT '' NOT NULL,
	"spend_today" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
ALTER TABLE "provider_gates" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "sweeper" (
	"id" integer PRIMARY KEY DEFAULT 1 NOT NULL,
	"swept_at" timestamp with time zone DEFAULT now() NOT NULL,
	"recounted_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "sweeper" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "worker_heartbeats" (
	"id" text PRIMARY KEY NOT NULL,
	"hostname" text NOT NULL,
	"process_id" integer NOT NULL,
	"concurrency" integer NOT NULL,
	"running" integer DEFAULT 0 NOT NULL,
	"stopping" boolean DEFAULT false NOT NULL,
	"started_at" timestamp with time zone DEFAULT now() NOT NULL,
	"beat_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "worker_heartbeats" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "campaigns" ADD CONSTRAINT "campaigns_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "campaigns" ADD CONSTRAINT "campaigns_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "runs" ADD CONSTRAINT "runs_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "runs" ADD CONSTRAINT "runs_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "runs" ADD CONSTRAINT "runs_campaign_id_campaigns_id_fk" FOREIGN KEY ("campaign_id") REFERENCES "public"."campaigns"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "job_creator_matches" ADD CONSTRAINT "job_creator_matches_job_id_platform_id_job_creators_job_id_platform_id_fk" FOREIGN KEY ("job_id","platform_id") REFERENCES "public"."job_creators"("job_id","platform_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "job_creators" ADD CONSTRAINT "job_creators_job_id_scraping_jobs_id_fk" FOREIGN KEY ("job_id") REFERENCES "public"."scraping_jobs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "job_tasks" ADD CONSTRAINT "job_tasks_job_id_scraping_jobs_id_fk" FOREIGN KEY ("job_id") REFERENCES "public"."scraping_jobs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "scraping_jobs" ADD CONSTRAINT "scraping_jobs_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "scraping_jobs" ADD CONSTRAINT "scraping_jobs_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "scraping_jobs" ADD CONSTRAINT "scraping_jobs_run_id_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."runs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "scraping_jobs" ADD CONSTRAINT "scraping_jobs_campaign_id_campaigns_id_fk" FOREIGN KEY ("campaign_id") REFERENCES "public"."campaigns"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger_buckets" ADD CONSTRAINT "ledger_buckets_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger_entries" ADD CONSTRAINT "ledger_entries_bucket_id_ledger_buckets_id_fk" FOREIGN KEY ("bucket_id") REFERENCES "public"."ledger_buckets"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger_holds" ADD CONSTRAINT "ledger_holds_bucket_id_ledger_buckets_id_fk" FOREIGN KEY ("bucket_id") REFERENCES "public"."ledger_buckets"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "campaigns_account" ON "campaigns" USING btree ("account_id","created_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "memberships_user" ON "memberships" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "runs_account" ON "runs" USING btree ("account_id","created_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "runs_campaign" ON "runs" USING btree ("campaign_id") WHERE campaign_id is not null;--> statement-breakpoint
CREATE INDEX "creators_handle" ON "creators" USING btree ("platform","handle");--> statement-breakpoint
CREATE UNIQUE INDEX "job_creators_position" ON "job_creators" USING btree ("job_id","position");--> statement-breakpoint
CREATE INDEX "job_creators_changes" ON "job_creators" USING btree ("job_id","version","position");--> statement-breakpoint
CREATE UNIQUE INDEX "job_tasks_unit" ON "job_tasks" USING btree ("job_id","kind","unit_key");--> statement-breakpoint
CREATE INDEX "job_tasks_claim" ON "job_tasks" USING btree ("provider","virtual_time","sequence") WHERE state = 'pending';--> statement-breakpoint
CREATE INDEX "job_tasks_lease" ON "job_tasks" USING btree ("lease_until") WHERE state = 'running';--> statement-breakpoint
CREATE INDEX "job_tasks_open" ON "job_tasks" USING btree ("job_id") WHERE state in ('pending', 'parked', 'running');--> statement-breakpoint
CREATE UNIQUE INDEX "scraping_jobs_idempotency" ON "scraping_jobs" USING btree ("account_id","user_id","idempotency_key") WHERE idempotency_key is not null;--> statement-breakpoint
CREATE INDEX "scraping_jobs_open" ON "scraping_jobs" USING btree ("account_id","created_at") WHERE finished_at is null;--> statement-breakpoint
CREATE INDEX "scraping_jobs_account" ON "scraping_jobs" USING btree ("account_id","created_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "scraping_jobs_run" ON "scraping_jobs" USING btree ("run_id");--> statement-breakpoint
CREATE INDEX "scraping_jobs_finished" ON "scraping_jobs" USING btree ("finished_at") WHERE finished_at is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "ledger_buckets_period" ON "ledger_buckets" USING btree ("account_id","unit","period");--> statement-breakpoint
CREATE INDEX "ledger_buckets_expiry" ON "ledger_buckets" USING btree ("expires_at") WHERE available > 0;--> statement-breakpoint
CREATE UNIQUE INDEX "ledger_entries_key" ON "ledger_entries" USING btree ("idempotency_key","bucket_id");--> statement-breakpoint
CREATE UNIQUE INDEX "ledger_entries_once" ON "ledger_entries" USING btree ("job_id","bucket_id","kind") WHERE kind in ('reserve', 'release', 'refund');--> statement-breakpoint
CREATE INDEX "ledger_entries_job" ON "ledger_entries" USING btree ("job_id") WHERE job_id is not null;--> statement-breakpoint
CREATE INDEX "ledger_entries_account" ON "ledger_entries" USING btree ("account_id","id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "api_call_logs_started" ON "api_call_logs" USING btree ("provider","started_at") WHERE outcome = 'started';--> statement-breakpoint
CREATE INDEX "api_call_logs_recent" ON "api_call_logs" USING btree ("provider","started_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "api_call_logs_task" ON "api_call_logs" USING btree ("task_id");--> statement-breakpoint
CREATE INDEX "api_call_logs_job" ON "api_call_logs" USING btree ("job_id");--> statement-breakpoint
CREATE UNIQUE INDEX "counter_drifts_subject" ON "counter_drifts" USING btree ("rule","subject");--> statement-breakpoint
CREATE POLICY "accounts_web" ON "accounts" AS PERMISSIVE FOR ALL TO "shoal_web" USING ("id" = (select nullif(current_setting('app.account_id', true), '')::uuid)) WITH CHECK ("id" = (select nullif(current_setting('app.account_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "accounts_worker" ON "accounts" AS PERMISSIVE FOR ALL TO "shoal_worker" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "accounts_admin" ON "accounts" AS PERMISSIVE FOR SELECT TO "shoal_admin" USING (true);--> statement-breakpoint
CREATE POLICY "accounts_auth" ON "accounts" AS PERMISSIVE FOR SELECT TO "shoal_auth" USING (true);--> statement-breakpoint
CREATE POLICY "campaigns_web" ON "campaigns" AS PERMISSIVE FOR ALL TO "shoal_web" USING ("account_id" = (select nullif(current_setting('app.account_id', true), '')::uuid)) WITH CHECK ("account_id" = (select nullif(current_setting('app.account_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "campaigns_worker" ON "campaigns" AS PERMISSIVE FOR ALL TO "shoal_worker" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "campaigns_admin" ON "campaigns" AS PERMISSIVE FOR SELECT TO "shoal_admin" USING (true);--> statement-breakpoint
CREATE POLICY "memberships_web" ON "memberships" AS PERMISSIVE FOR ALL TO "shoal_web" USING ("account_id" = (select nullif(current_setting('app.account_id', true), '')::uuid)) WITH CHECK ("account_id" = (select nullif(current_setting('app.account_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "memberships_worker" ON "memberships" AS PERMISSIVE FOR ALL TO "shoal_worker" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "memberships_admin" ON "memberships" AS PERMISSIVE FOR SELECT TO "shoal_admin" USING (true);--> statement-breakpoint
CREATE POLICY "memberships_auth" ON "memberships" AS PERMISSIVE FOR SELECT TO "shoal_auth" USING (true);--> statement-breakpoint
CREATE POLICY "runs_web" ON "runs" AS PERMISSIVE FOR ALL TO "shoal_web" USING ("account_id" = (select nullif(current_setting('app.account_id', true), '')::uuid)) WITH CHECK ("account_id" = (select nullif(current_setting('app.account_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "runs_worker" ON "runs" AS PERMISSIVE FOR ALL TO "shoal_worker" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "runs_admin" ON "runs" AS PERMISSIVE FOR SELECT TO "shoal_admin" USING (true);--> statement-breakpoint
CREATE POLICY "sessions_auth" ON "sessions" AS PERMISSIVE FOR SELECT TO "shoal_auth" USING (true);--> statement-breakpoint
CREATE POLICY "sessions_worker" ON "sessions" AS PERMISSIVE FOR ALL TO "shoal_worker" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "users_auth" ON "users" AS PERMISSIVE FOR SELECT TO "shoal_auth" USING (true);--> statement-breakpoint
CREATE POLICY "users_worker" ON "users" AS PERMISSIVE FOR ALL TO "shoal_worker" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "users_web" ON "users" AS PERMISSIVE FOR SELECT TO "shoal_web" USING (exists (select 1 from memberships where memberships.user_id = users.id));--> statement-breakpoint
CREATE POLICY "creators_worker" ON "creators" AS PERMISSIVE FOR ALL TO "shoal_worker" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "job_creator_matches_web" ON "job_creator_matches" AS PERMISSIVE FOR ALL TO "shoal_web" USING ("account_id" = (select nullif(current_setting('app.account_id', true), '')::uuid)) WITH CHECK ("account_id" = (select nullif(current_setting('app.account_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "job_creator_matches_worker" ON "job_creator_matches" AS PERMISSIVE FOR ALL TO "shoal_worker" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "job_creator_matches_admin" ON "job_creator_matches" AS PERMISSIVE FOR SELECT TO "shoal_admin" USING (true);--> statement-breakpoint
CREATE POLICY "job_creators_web" ON "job_creators" AS PERMISSIVE FOR ALL TO "shoal_web" USING ("account_id" = (select nullif(current_setting('app.account_id', true), '')::uuid)) WITH CHECK ("account_id" = (select nullif(current_setting('app.account_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "job_creators_worker" ON "job_creators" AS PERMISSIVE FOR ALL TO "shoal_worker" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "job_creators_admin" ON "job_creators" AS PERMISSIVE FOR SELECT TO "shoal_admin" USING (true);--> statement-breakpoint
CREATE POLICY "keyword_expansions_worker" ON "keyword_expansions" AS PERMISSIVE FOR ALL TO "shoal_worker" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "job_tasks_web" ON "job_tasks" AS PERMISSIVE FOR ALL TO "shoal_web" USING ("account_id" = (select nullif(current_setting('app.account_id', true), '')::uuid)) WITH CHECK ("account_id" = (select nullif(current_setting('app.account_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "job_tasks_worker" ON "job_tasks" AS PERMISSIVE FOR ALL TO "shoal_worker" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "job_tasks_admin" ON "job_tasks" AS PERMISSIVE FOR SELECT TO "shoal_admin" USING (true);--> statement-breakpoint
CREATE POLICY "scraping_jobs_web" ON "scraping_jobs" AS PERMISSIVE FOR ALL TO "shoal_web" USING ("account_id" = (select nullif(current_setting('app.account_id', true), '')::uuid)) WITH CHECK ("account_id" = (select nullif(current_setting('app.account_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "scraping_jobs_worker" ON "scraping_jobs" AS PERMISSIVE FOR ALL TO "shoal_worker" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "scraping_jobs_admin" ON "scraping_jobs" AS PERMISSIVE FOR SELECT TO "shoal_admin" USING (true);--> statement-breakpoint
CREATE POLICY "ledger_buckets_web" ON "ledger_buckets" AS PERMISSIVE FOR ALL TO "shoal_web" USING ("account_id" = (select nullif(current_setting('app.account_id', true), '')::uuid)) WITH CHECK ("account_id" = (select nullif(current_setting('app.account_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "ledger_buckets_worker" ON "ledger_buckets" AS PERMISSIVE FOR ALL TO "shoal_worker" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "ledger_buckets_admin" ON "ledger_buckets" AS PERMISSIVE FOR SELECT TO "shoal_admin" USING (true);--> statement-breakpoint
CREATE POLICY "ledger_entries_web" ON "ledger_entries" AS PERMISSIVE FOR ALL TO "shoal_web" USING (account_id = (select nullif(current_setting('app.account_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "ledger_entries_worker" ON "ledger_entries" AS PERMISSIVE FOR ALL TO "shoal_worker" USING (true);--> statement-breakpoint
CREATE POLICY "ledger_entries_admin" ON "ledger_entries" AS PERMISSIVE FOR SELECT TO "shoal_admin" USING (true);--> statement-breakpoint
CREATE POLICY "ledger_holds_web" ON "ledger_holds" AS PERMISSIVE FOR ALL TO "shoal_web" USING ("account_id" = (select nullif(current_setting('app.account_id', true), '')::uuid)) WITH CHECK ("account_id" = (select nullif(current_setting('app.account_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "ledger_holds_worker" ON "ledger_holds" AS PERMISSIVE FOR ALL TO "shoal_worker" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "ledger_holds_admin" ON "ledger_holds" AS PERMISSIVE FOR SELECT TO "shoal_admin" USING (true);--> statement-breakpoint
CREATE POLICY "admin_notices_worker" ON "admin_notices" AS PERMISSIVE FOR ALL TO "shoal_worker" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "admin_notices_read" ON "admin_notices" AS PERMISSIVE FOR SELECT TO "shoal_admin", "shoal_web" USING (true);--> statement-breakpoint
CREATE POLICY "api_call_logs_web" ON "api_call_logs" AS PERMISSIVE FOR ALL TO "shoal_web" USING ("account_id" = (select nullif(current_setting('app.account_id', true), '')::uuid)) WITH CHECK ("account_id" = (select nullif(current_setting('app.account_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "api_call_logs_worker" ON "api_call_logs" AS PERMISSIVE FOR ALL TO "shoal_worker" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "api_call_logs_admin" ON "api_call_logs" AS PERMISSIVE FOR SELECT TO "shoal_admin" USING (true);--> statement-breakpoint
CREATE POLICY "counter_drifts_worker" ON "counter_drifts" AS PERMISSIVE FOR ALL TO "shoal_worker" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "counter_drifts_read" ON "counter_drifts" AS PERMISSIVE FOR SELECT TO "shoal_admin", "shoal_web" USING (true);--> statement-breakpoint
CREATE POLICY "job_spend_worker" ON "job_spend" AS PERMISSIVE FOR ALL TO "shoal_worker" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "job_spend_read" ON "job_spend" AS PERMISSIVE FOR SELECT TO "shoal_admin", "shoal_web" USING (true);--> statement-breakpoint
CREATE POLICY "provider_clocks_worker" ON "provider_clocks" AS PERMISSIVE FOR ALL TO "shoal_worker" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "provider_clocks_read" ON "provider_clocks" AS PERMISSIVE FOR SELECT TO "shoal_admin", "shoal_web" USING (true);--> statement-breakpoint
CREATE POLICY "provider_gates_worker" ON "provider_gates" AS PERMISSIVE FOR ALL TO "shoal_worker" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "provider_gates_read" ON "provider_gates" AS PERMISSIVE FOR SELECT TO "shoal_admin", "shoal_web" USING (true);--> statement-breakpoint
CREATE POLICY "sweeper_worker" ON "sweeper" AS PERMISSIVE FOR ALL TO "shoal_worker" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "sweeper_read" ON "sweeper" AS PERMISSIVE FOR SELECT TO "shoal_admin", "shoal_web" USING (true);--> statement-breakpoint
CREATE POLICY "worker_heartbeats_worker" ON "worker_heartbeats" AS PERMISSIVE FOR ALL TO "shoal_worker" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "worker_heartbeats_read" ON "worker_heartbeats" AS PERMISSIVE FOR SELECT TO "shoal_admin", "shoal_web" USING (true);
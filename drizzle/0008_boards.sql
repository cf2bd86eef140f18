DROP INDEX "runs_campaign";--> statement-breakpoint
DROP INDEX "scraping_jobs_account";--> statement-breakpoint
ALTER TABLE "campaigns" ADD COLUMN "idempotency_key" text;--> statement-breakpoint
ALTER TABLE "campaigns" ADD COLUMN "request_hash" text;--> statement-breakpoint
CREATE UNIQUE INDEX "campaigns_name" ON "campaigns" USING btree ("account_id",lower(name));--> statement-breakpoint
CREATE UNIQUE INDEX "campaigns_idempotency" ON "campaigns" USING btree ("account_id","user_id","idempotency_key") WHERE idempotency_key is not null;--> statement-breakpoint
CREATE INDEX "job_tasks_finished" ON "job_tasks" USING btree ("finished_at") WHERE finished_at is not null;--> statement-breakpoint
CREATE INDEX "job_tasks_failed" ON "job_tasks" USING btree ("finished_at") WHERE state = 'failed';--> statement-breakpoint
CREATE INDEX "scraping_jobs_campaign" ON "scraping_jobs" USING btree ("account_id","campaign_id","created_at","id") WHERE campaign_id is not null;--> statement-breakpoint
CREATE INDEX "scraping_jobs_created" ON "scraping_jobs" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "scraping_jobs_status" ON "scraping_jobs" USING btree ("status","created_at","id");--> statement-breakpoint
CREATE INDEX "scraping_jobs_platform" ON "scraping_jobs" USING btree ("platform","created_at","id");--> statement-breakpoint
CREATE INDEX "runs_campaign" ON "runs" USING btree ("campaign_id","created_at","id") WHERE campaign_id is not null;--> statement-breakpoint
CREATE INDEX "scraping_jobs_account" ON "scraping_jobs" USING btree ("account_id","created_at","id");--> statement-breakpoint
CREATE POLICY "users_admin" ON "users" AS PERMISSIVE FOR SELECT TO "shoal_admin" USING (true);--> statement-breakpoint
CREATE POLICY "job_spend_web" ON "job_spend" AS PERMISSIVE FOR SELECT TO "shoal_web" USING (exists (select 1 from scraping_jobs where scraping_jobs.id = job_spend.job_id));--> statement-breakpoint
ALTER POLICY "job_spend_read" ON "job_spend" TO shoal_admin USING (true);--> statement-breakpoint
-- An account sees what its own jobs have spent; admins see who asked for a job.
GRANT SELECT ON job_spend TO shoal_web;
--> statement-breakpoint
GRANT SELECT ON users TO shoal_admin;

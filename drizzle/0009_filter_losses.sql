ALTER TABLE "job_creators" ADD COLUMN "filtered_by" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "job_tasks" ADD COLUMN "left_out" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "job_tasks" ADD COLUMN "left_out_by" jsonb DEFAULT '{}'::jsonb NOT NULL;
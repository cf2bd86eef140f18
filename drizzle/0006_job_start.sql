-- A dispatch starts its job where a slot is free.
CREATE OR REPLACE FUNCTION guard_new_job() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF new.status NOT IN ('pending', 'dispatching') OR new.finished_at IS NOT NULL THEN
    RAISE EXCEPTION 'a job begins as pending or dispatching' USING errcode = 'SH002';
  END IF;
  RETURN new;
END $$;
--> statement-breakpoint
-- The rows of a job that has ended. By the keys of the jobs: a join with what changed read all jobs there are.
CREATE OR REPLACE FUNCTION guard_job_rows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM scraping_jobs
    WHERE id = ANY (ARRAY(SELECT DISTINCT job_id FROM changed)) AND finished_at IS NOT NULL
  ) THEN
    RAISE EXCEPTION 'the rows of a job that has ended never change' USING errcode = 'SH001';
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION guard_job_creators_update() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM scraping_jobs
    WHERE id = ANY (ARRAY(SELECT DISTINCT job_id FROM changed WHERE erased_at IS NULL)) AND finished_at IS NOT NULL
  ) THEN
    RAISE EXCEPTION 'the rows of a job that has ended never change' USING errcode = 'SH001';
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE FUNCTION guard_position() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a position never changes' USING errcode = 'SH001';
END $$;
--> statement-breakpoint
CREATE TRIGGER guard_position BEFORE UPDATE ON job_creators FOR EACH ROW
  WHEN (old.position <> new.position) EXECUTE FUNCTION guard_position();

import postgres from "postgres";

/**
 * What happens to tasks, written down by the database in the transaction in which it happens, by the database's clock.
 * Only the campaign's database has it: the app knows nothing of it.
 */

const CHANNEL = "faults_journal";

const INSTALL = `
  create table faults_journal (
    id bigint generated always as identity primary key,
    at timestamptz not null default clock_timestamp(),
    what text not null,
    job_id uuid,
    task_id uuid,
    label text,
    worker text,
    run integer,
    attempts integer,
    tasks jsonb
  );
  create index faults_journal_task on faults_journal (task_id, id);
  create index faults_journal_job on faults_journal (job_id, id);

  create function faults_note_task() returns trigger language plpgsql security definer as $$
  declare
    is_claim boolean := new.state = 'running' and new.lease_token is distinct from old.lease_token;
    run_number integer;
    unit text := new.unit_key;
  begin
    select count(*) + (case when is_claim then 1 else 0 end) into run_number
      from faults_journal where task_id = new.id and what = 'claimed';
    if new.kind = 'enrich' then
      select s.unit_key || substr(new.unit_key, 37) into unit
        from job_tasks s where s.id = split_part(new.unit_key, ':', 1)::uuid;
    end if;
    select coalesce(j.idempotency_key, '') || ' ' || new.kind || ' ' || unit into unit
      from scraping_jobs j where j.id = new.job_id;
    insert into faults_journal (what, job_id, task_id, label, worker, run, attempts)
      values (case when is_claim then 'claimed' else new.state end, new.job_id, new.id, unit, new.worker, run_number,
        new.attempts);
    perform pg_notify('${CHANNEL}', jsonb_build_object('isClaim', is_claim, 'taskId', new.id, 'jobId', new.job_id,
      'provider', new.provider, 'label', unit, 'worker', new.worker, 'leaseToken', new.lease_token,
      'run', run_number, 'attempts', new.attempts)::text);
    return null;
  end $$;
  create trigger faults_note_task after update on job_tasks for each row
    when (old.state is distinct from new.state or old.lease_token is distinct from new.lease_token)
    execute function faults_note_task();

  create function faults_note_job() returns trigger language plpgsql security definer as $$
  begin
    insert into faults_journal (what, job_id, label) values ('job ' || new.status, new.id, new.idempotency_key);
    return null;
  end $$;
  create trigger faults_note_job after update of status on scraping_jobs for each row
    when (old.status is distinct from new.status) execute function faults_note_job();`;

/** A run of a task began, or what it was is over. */
export interface TaskNews {
  isClaim: boolean;
  taskId: string;
  jobId: string;
  provider: string;
  /** The task, named by the plan and not by chance: the same in each campaign of a seed. */
  label: string;
  worker: string;
  leaseToken: string | null;
  /** How many times the task has been claimed. */
  run: number;
  attempts: number;
}

export async function installJournal(url: string): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    await sql.unsafe(INSTALL);
  } finally {
    await sql.end();
  }
}

/** Tells what the journal notes, as it is committed. Answers what ends that. */
export async function followJournal(
  url: string,
  onNews: (news: TaskNews) => void,
): Promise<() => Promise<void>> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  // The trigger above builds exactly this.
  await sql.listen(CHANNEL, (payload) => onNews(JSON.parse(payload) as TaskNews));
  return () => sql.end({ timeout: 1 });
}

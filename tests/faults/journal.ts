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
    error_code text,
    lease_until timestamptz,
    tasks jsonb
  );
  create index faults_journal_task on faults_journal (task_id, id);
  create index faults_journal_job on faults_journal (job_id, id);

  create function faults_label(task job_tasks) returns text language plpgsql security definer as $$
  declare
    unit text := task.unit_key;
  begin
    if task.kind = 'enrich' then
      select s.unit_key || substr(task.unit_key, 37) into unit
        from job_tasks s where s.id = split_part(task.unit_key, ':', 1)::uuid;
    end if;
    return (select coalesce(j.idempotency_key, '') || ' ' || task.kind || ' ' || unit
      from scraping_jobs j where j.id = task.job_id);
  end $$;

  create function faults_tell(task job_tasks, label text, is_claim boolean, run integer) returns void
  language plpgsql security definer as $$
  begin
    perform pg_notify('${CHANNEL}', jsonb_build_object('isClaim', is_claim,
      'isDue', task.state = 'pending' and task.next_at <= clock_timestamp(), 'taskId', task.id, 'jobId', task.job_id,
      'provider', task.provider, 'label', label, 'worker', coalesce(task.worker, ''), 'leaseToken', task.lease_token,
      'run', run, 'attempts', task.attempts)::text);
  end $$;

  create function faults_note_task() returns trigger language plpgsql security definer as $$
  declare
    is_claim boolean := new.state = 'running' and new.lease_token is distinct from old.lease_token;
    run_number integer;
    unit text := faults_label(new);
  begin
    select count(*) + (case when is_claim then 1 else 0 end) into run_number
      from faults_journal where task_id = new.id and what = 'claimed';
    insert into faults_journal (what, job_id, task_id, label, worker, run, attempts, error_code, lease_until)
      values (case when is_claim then 'claimed' else new.state end, new.job_id, new.id, unit, new.worker, run_number,
        new.attempts, new.error_code, old.lease_until);
    perform faults_tell(new, unit, is_claim, run_number);
    return null;
  end $$;
  create trigger faults_note_task after update on job_tasks for each row
    when (old.state is distinct from new.state or old.lease_token is distinct from new.lease_token)
    execute function faults_note_task();

  create function faults_tell_new() returns trigger language plpgsql security definer as $$
  begin
    perform faults_tell(new, faults_label(new), false, 0);
    return null;
  end $$;
  create trigger faults_tell_new after insert on job_tasks for each row
    when (new.state = 'pending') execute function faults_tell_new();

  create function faults_note_job() returns trigger language plpgsql security definer as $$
  begin
    insert into faults_journal (what, job_id, label) values ('job ' || new.status, new.id, new.idempotency_key);
    return null;
  end $$;
  create trigger faults_note_job after update of status on scraping_jobs for each row
    when (old.status is distinct from new.status) execute function faults_note_job();`;

/** A run of a task began, or what it was is over, or the task is new. */
export interface TaskNews {
  isClaim: boolean;
  /** Whether it waits for nothing but to be claimed. */
  isDue: boolean;
  taskId: string;
  jobId: string;
  provider: string;
  /** The task, named by the plan and not by chance: the same in each campaign of a seed. */
  label: string;
  worker: string;
  leaseToken: string | null;
  /** How many times the task has been claimed, this one among them. */
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

"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useEffect, useRef, useState } from "react";
import type { EstimateBody } from "#lib/search-engine/estimate.types.ts";
import { rememberNotes } from "../run-notes.ts";
import type { RunDispatch } from "./dispatch-run.ts";
import { EstimateLine } from "./estimate-line.tsx";
import { describedBy, Field, fieldError } from "./field.tsx";
import { isFilterError } from "./filters/filter-error.ts";
import { FilterFields } from "./filters/filter-fields.tsx";
import { recallPlatforms, rememberPlatforms } from "./platform-choice.ts";
import { PlatformField } from "./platform-field.tsx";
import { readForm } from "./read-form.ts";
import { useDispatchRun } from "./use-dispatch-run.ts";

const TARGET_DEFAULT = 100;
const FIELDS = ["keywords", "platform", "targetResults"];

export function SearchForm({
  platformNames,
  keywordsMax,
  targetMax,
}: {
  platformNames: Readonly<Record<string, string>>;
  keywordsMax: number;
  targetMax: number;
}) {
  const router = useRouter();
  const form = useRef<HTMLFormElement>(null);
  const [bodies, setBodies] = useState<EstimateBody[]>([]);
  const { dispatch, isSending, error } = useDispatchRun();
  const [keywordsError, platformError, targetError] = FIELDS.map((field) => fieldError(error, field));
  const hasFieldError = Boolean(keywordsError || platformError || targetError) || isFilterError(error);

  // A browser may bring back what was filled in.
  useEffect(() => {
    if (!form.current) return;
    recallPlatforms(form.current);
    setBodies(readForm(form.current));
  }, []);

  function follow(event: FormEvent<HTMLFormElement>) {
    rememberPlatforms(event.currentTarget);
    setBodies(readForm(event.currentTarget));
  }

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const run = await dispatch(readForm(event.currentTarget));
    if (run === null) return;
    rememberNotes(run.runId, notesOf(run));
    router.push(`/search/${run.runId}`);
  }

  return (
    <form className="card" ref={form} onSubmit={submit} onChange={follow} noValidate>
      <Field
        name="keywords"
        label="Keywords"
        hint={`One a line, or with commas between. At most ${keywordsMax}.`}
        error={keywordsError ?? null}
      >
        <textarea rows={4} {...describedBy("keywords", keywordsError ?? null)} />
      </Field>
      <div className="field-row">
        <PlatformField names={platformNames} error={platformError ?? null} />
        <Field
          name="targetResults"
          label="Creators wanted"
          hint={`1 to ${targetMax} of each platform. Only those delivered count against your allowance.`}
          error={targetError ?? null}
        >
          <input
            type="number"
            min={1}
            max={targetMax}
            defaultValue={TARGET_DEFAULT}
            {...describedBy("targetResults", targetError ?? null)}
          />
        </Field>
      </div>
      <EstimateLine bodies={bodies} names={platformNames} />
      <label className="check">
        <input type="checkbox" name="expand" /> Also search with keywords like these
      </label>
      <FilterFields error={error} />
      {error !== null && !hasFieldError && (
        <p className="error" role="alert">
          {error.message} {error.status === 401 && <a href="/sign-in?next=/search">Sign in again</a>}
        </p>
      )}
      <button type="submit" className="primary" disabled={isSending}>
        {isSending ? "Sending…" : "Search"}
      </button>
    </form>
  );
}

function notesOf({ begun, refused }: RunDispatch) {
  return {
    achievable: Object.fromEntries(
      begun.flatMap(({ platform, answer: { achievableResults } }) =>
        achievableResults === undefined ? [] : [[platform, achievableResults]],
      ),
    ),
    refused: refused.map(({ platform, error }) => ({ platform, message: error.message })),
  };
}

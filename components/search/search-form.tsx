"use client";

import { useRouter } from "next/navigation";
import type { FormEvent } from "react";
import { rememberAchievable } from "../achievable-results.ts";
import { describedBy, Field, fieldError } from "./field.tsx";
import { isFilterError } from "./filters/filter-error.ts";
import { FilterFields } from "./filters/filter-fields.tsx";
import { readFilters } from "./filters/read-filters.ts";
import { splitKeywords } from "./split-keywords.ts";
import { useDispatch } from "./use-dispatch.ts";

const TARGET_DEFAULT = 100;
const FIELDS = ["keywords", "platform", "targetResults"];

export function SearchForm({
  platforms,
  keywordsMax,
  targetMax,
}: {
  platforms: string[];
  keywordsMax: number;
  targetMax: number;
}) {
  const router = useRouter();
  const { dispatch, isSending, error } = useDispatch();
  const [keywordsError, platformError, targetError] = FIELDS.map((field) => fieldError(error, field));
  const hasFieldError = Boolean(keywordsError || platformError || targetError) || isFilterError(error);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const answer = await dispatch({
      platform: String(form.get("platform")),
      keywords: splitKeywords(String(form.get("keywords"))),
      targetResults: Number(form.get("targetResults")),
      expand: form.get("expand") !== null,
      ...readFilters(form),
    });
    if (answer === null) return;
    const { runId, achievableResults } = answer;
    if (achievableResults !== undefined) rememberAchievable(runId, achievableResults);
    router.push(`/search/${runId}`);
  }

  return (
    <form className="card" onSubmit={submit} noValidate>
      <Field
        name="keywords"
        label="Keywords"
        hint={`One a line, or with commas between. At most ${keywordsMax}.`}
        error={keywordsError ?? null}
      >
        <textarea rows={4} {...describedBy("keywords", keywordsError ?? null)} />
      </Field>
      <div className="field-row">
        <Field
          name="platform"
          label="Platform"
          hint="Where the creators publish."
          error={platformError ?? null}
        >
          <select {...describedBy("platform", platformError ?? null)}>
            {platforms.map((platform) => (
              <option key={platform}>{platform}</option>
            ))}
          </select>
        </Field>
        <Field
          name="targetResults"
          label="Creators wanted"
          hint={`1 to ${targetMax}. Only those delivered count against your allowance.`}
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

import type { StatusView } from "../status-poller.ts";

/** Says once that what the page shows is not live, and of which platforms where it is not all. */
export function SampleNotice({
  views,
  names,
}: {
  views: readonly StatusView[];
  names: Readonly<Record<string, string>>;
}) {
  const samples = views.filter((view) => view.sampleData);
  if (samples.length === 0) return null;
  const platforms = [...new Set(samples.map(({ platform }) => names[platform] ?? platform))];
  return (
    <p className="notice">
      {samples.length < views.length && `${platforms.join(", ")}: `}This is recorded sample data, not live
      results: no key for the provider is set, so a stand-in on this machine answers.
    </p>
  );
}

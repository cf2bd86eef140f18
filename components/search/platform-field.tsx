/** Where to search: one search a platform. `names` are in the order in which they are sent. */
export function PlatformField({
  names,
  error,
}: {
  names: Readonly<Record<string, string>>;
  error: string | null;
}) {
  const [first] = Object.keys(names);
  return (
    <fieldset
      className="field platforms"
      aria-describedby={error === null ? "platform-hint" : "platform-error platform-hint"}
    >
      <legend>Platforms</legend>
      <div className="choices">
        {Object.entries(names).map(([platform, name]) => (
          <label key={platform} className="choice">
            <input type="checkbox" name="platform" value={platform} defaultChecked={platform === first} />{" "}
            {name}
          </label>
        ))}
      </div>
      <p id="platform-hint" className="hint">
        One search each, all on one page.
      </p>
      {error !== null && (
        <p id="platform-error" className="error" role="alert">
          {error}
        </p>
      )}
    </fieldset>
  );
}

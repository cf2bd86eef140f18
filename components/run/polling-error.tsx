import { ApiError } from "../api-client.ts";

/** What is shown is old, why, and what happens next. */
export function PollingError({
  error,
  isAsking,
  onRetry,
}: {
  error: Error;
  isAsking: boolean;
  onRetry: () => void;
}) {
  const needsSignIn = error instanceof ApiError && error.status === 401;
  const triesAgain = !(error instanceof ApiError) || error.isTransient;
  return (
    <div className="card problems" role="alert">
      <p>
        What you see is not up to date: {error.message} {triesAgain && "Trying again by itself."}
      </p>
      {needsSignIn ? (
        <a href={`/sign-in?next=${encodeURIComponent(window.location.pathname)}`}>Sign in again</a>
      ) : (
        <button type="button" onClick={onRetry} disabled={isAsking}>
          {isAsking ? "Trying…" : "Try now"}
        </button>
      )}
    </div>
  );
}

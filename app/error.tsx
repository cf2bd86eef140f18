"use client";

export default function ErrorPage({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  return (
    <main className="narrow">
      <h1>Something went wrong</h1>
      <p>
        The page could not be shown. It has been logged{error.digest && ` as ${error.digest}`}.{" "}
        <button type="button" onClick={reset}>
          Try again
        </button>
      </p>
    </main>
  );
}

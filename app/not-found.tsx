import Link from "next/link";

export default function NotFoundPage() {
  return (
    <main className="narrow">
      <h1>No such page</h1>
      <p>
        Nothing is here. <Link href="/search">Go to the search</Link>
      </p>
    </main>
  );
}

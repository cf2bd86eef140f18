import Link from "next/link";

export default function NoSuchRunPage() {
  return (
    <main className="narrow">
      <h1>No such run</h1>
      <p>
        This run does not exist, or belongs to another workspace. <Link href="/search">Go to the search</Link>
      </p>
    </main>
  );
}

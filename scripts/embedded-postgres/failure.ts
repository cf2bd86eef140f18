import { statfsSync } from "node:fs";

const FREE_MIN_MB = 100;
const BYTES_PER_MB = 1024 * 1024;

/** One line from what PostgreSQL or initdb wrote before it gave up. */
export function explainServerOutput(output: string, data: string): string {
  if (/No space left on device/.test(output)) return noSpace(data);
  if (/Permission denied/.test(output)) {
    return `PostgreSQL may not use ${data}: ${lastComplaint(output)}`;
  }
  return `PostgreSQL could not start: ${lastComplaint(output)}`;
}

/** One line on why a server that ran has ended. */
export function explainEnd(output: string, data: string): string {
  if (/No space left on device/.test(output)) return noSpace(data);
  const complaint = output.split("\n").findLast((line) => /FATAL|PANIC/.test(line));
  return complaint ? stripPrefix(complaint) : "The server process was killed.";
}

/** PostgreSQL could not have the port; another one may do. */
export function isPortTaken(output: string): boolean {
  return /Address already in use|could not create any TCP\/IP sockets/.test(output);
}

/** A server process that outlived its postmaster still holds the shared memory, for a moment. */
export function isStillHeld(output: string): boolean {
  return /pre-existing shared memory block/.test(output);
}

/** @throws Error when the disk has too little left to start a database on */
export function requireFreeSpace(directory: string): void {
  const { bavail, bsize } = statfsSync(directory);
  const freeMb = Math.floor((bavail * bsize) / BYTES_PER_MB);
  if (freeMb < FREE_MIN_MB)
    throw new Error(`${noSpace(directory)} (${freeMb} MB free, at least ${FREE_MIN_MB} MB needed.)`);
}

function noSpace(place: string): string {
  return `No space is left on the disk that holds ${place}.`;
}

function lastComplaint(output: string): string {
  const lines = output.trim().split("\n");
  const complaint = lines.findLast((line) => /FATAL|PANIC|ERROR|error:/.test(line)) ?? lines.at(-1);
  return (complaint && stripPrefix(complaint)) || "it gave no reason";
}

function stripPrefix(line: string): string {
  return line.replace(/^.*?(FATAL|PANIC|ERROR|error):\s*/, "").trim();
}

import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describeBar, isKept, type Measure } from "./measure.ts";

/** One line of a bench's report. */
export interface Entry {
  name: string;
  metric: string;
  value: number;
  bar: string | null;
  /** Null without a bar, and in a quick run, which says nothing about bars. */
  pass: boolean | null;
  detail: Record<string, unknown>;
}

export function toEntries(name: string, measures: readonly Measure[], isQuick: boolean): Entry[] {
  return measures.map(({ metric, unit, value, bar, detail }) => ({
    name,
    metric,
    value,
    bar: bar && describeBar(bar),
    pass: isQuick ? null : isKept(value, bar),
    detail: { unit, ...(isQuick ? { quick: true } : {}), ...detail },
  }));
}

/** Where what a bench measures is kept: `NAME.json`, a quick run beside it, so that it never takes a full one's place. */
export function reportFileOf(folder: string, name: string, isQuick: boolean): string {
  return path.join(folder, `${name}${isQuick ? "-quick" : ""}.json`);
}

/** Before a bench runs: of one that fails, no earlier figures stay behind as if they were its own. */
export function removeReport(file: string): void {
  rmSync(file, { force: true });
}

export function writeReport(file: string, entries: readonly Entry[]): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(entries, null, 2)}\n`);
}

const HEAD = ["bench", "metric", "value", "min", "max", "bar", ""];

/** A table for the terminal, a line a measure. */
export function formatTable(entries: readonly Entry[]): string {
  const rows = [HEAD, ...entries.map(toRow)];
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  "))
    .map((line) => line.trimEnd())
    .join("\n");
}

function toRow({ name, metric, value, bar, pass, detail }: Entry): string[] {
  const unit = detail.unit === "ratio" ? "" : ` ${detail.unit}`;
  return [
    name,
    metric,
    `${shown(value)}${unit}`,
    "min" in detail ? shown(detail.min) : "",
    "max" in detail ? shown(detail.max) : "",
    bar ?? "",
    verdict(pass, detail),
  ];
}

function verdict(pass: boolean | null, detail: Record<string, unknown>): string {
  if (detail.quick) return "quick, not judged";
  if (pass === null) return "";
  return pass ? "kept" : "MISSED";
}

function shown(value: unknown): string {
  if (typeof value !== "number") return "";
  return Math.abs(value) >= 100 ? String(Math.round(value)) : String(Math.round(value * 100) / 100);
}

import { describe, expect, it } from "vitest";
import type { CreatorRow } from "#lib/search-engine/types.ts";
import { formatCsv } from "#scripts/search/csv.ts";
import { cutToWidth, displayWidth, plainLine } from "#scripts/search/display-width.ts";
import { formatTable } from "#scripts/search/table.ts";

const ROW: CreatorRow = {
  platform: "tiktok",
  platformId: "7",
  position: 1,
  state: "enriched",
  reason: null,
  profile: {
    handle: "mia",
    displayName: "Mia",
    profileUrl: "https://www.tiktok.com/@mia",
    avatarUrl: null,
    bio: null,
    links: [],
    followers: 12_345,
    following: null,
    posts: 0,
    likes: null,
    averageViews: null,
    engagementRate: 0.05,
    postsSampled: null,
    verified: false,
    category: null,
    country: null,
    language: null,
    languageConfidence: null,
    lastPostAt: null,
  },
  emails: [],
  matches: true,
  filterReason: null,
  filteredBy: [],
  matchedOn: [{ keyword: "makeup", contents: [] }],
  fromCache: false,
  foundAt: "2026-11-23T12:00:00.000Z",
  enrichedAt: null,
};

function withProfile(change: Partial<CreatorRow["profile"]>): CreatorRow {
  return { ...ROW, profile: { ...ROW.profile, ...change } };
}

/** The cell under a header of the one row, which holds no line break. */
function cell(row: CreatorRow, column: string): string | undefined {
  const [header = "", line = ""] = formatCsv([row]).split("\r\n");
  return line.split(",")[header.split(",").indexOf(column)];
}

describe("formatCsv", () => {
  it.each(["=1+1", "+49 170", "-1", "@mia", "\tx"])("keeps %j from being a formula", (bio) => {
    expect(cell(withProfile({ bio }), "bio")).toBe(`'${bio}`);
  });

  it("keeps a line break that leads from being a formula, and quotes it", () => {
    expect(formatCsv([withProfile({ bio: '\r=1, "x"' })])).toContain(`,"'\r=1, ""x""",`);
  });

  it("writes numbers as numbers, and what is absent as nothing", () => {
    expect(cell(ROW, "followers")).toBe("12345");
    expect(cell(ROW, "posts")).toBe("0");
    expect(cell(ROW, "engagement_rate")).toBe("0.05");
    expect(cell(ROW, "following")).toBe("");
    expect(cell(ROW, "verified")).toBe("false");
  });

  it("ends each line with CRLF, also the header of nothing", () => {
    expect(formatCsv([])).toMatch(/^position,platform,[^\r\n]*\r\n$/);
    expect(formatCsv([ROW, ROW]).match(/\r\n/g)).toHaveLength(3);
  });
});

describe("formatTable", () => {
  it("keeps columns apart however wide the letters are, and cuts to the terminal", () => {
    const table = formatTable([withProfile({ displayName: "名前 💄" }), ROW], 40).split("\n");
    expect(table.map((line) => displayWidth(line)).every((width) => width <= 40)).toBe(true);
    const [header = "", wide = "", narrow = ""] = table;
    expect(displayWidth(wide.slice(0, wide.indexOf("12.3K")))).toBe(narrow.indexOf("12.3K"));
    expect(header.startsWith("#  handle")).toBe(true);
  });

  it("says which platform a row is of where there are several", () => {
    const rows = [ROW, { ...ROW, platform: "youtube" }];
    const [header, first, second] = formatTable(rows, 200, { hasPlatforms: true }).split("\n");
    expect(header).toMatch(/^platform {2}# {2}handle/);
    expect(first).toMatch(/^tiktok {4}1 {2}@mia/);
    expect(second).toMatch(/^youtube {3}1 {2}@mia/);
    expect(formatTable(rows, 200)).not.toContain("youtube");
  });

  it("tells what is absent from what is missing", () => {
    const failed: CreatorRow = { ...withProfile({ followers: null }), state: "failed" };
    expect(formatTable([ROW], 200)).toContain("–");
    expect(formatTable([failed], 200)).toMatch(/failed +failed/);
  });
});

describe("a row that does not fit the filters", () => {
  const filtered: CreatorRow = {
    ...ROW,
    matches: false,
    filterReason: "followers: 12, at least 1,000 wanted",
    filteredBy: [],
  };

  it("says why in the table, which has no such column otherwise", () => {
    expect(formatTable([ROW, filtered], 200)).toContain("followers: 12, at least 1,000 wanted");
    expect(formatTable([ROW], 200)).not.toContain("does not fit");
  });

  it("says why in the file", () => {
    expect(cell({ ...filtered, filterReason: "has no e-mail" }, "filter_reason")).toBe("has no e-mail");
    expect(cell(ROW, "filter_reason")).toBe("");
    expect(cell(withProfile({ languageConfidence: 0.75 }), "language_confidence")).toBe("0.75");
  });
});

describe("text of others", () => {
  it("cannot steer the terminal", () => {
    expect(plainLine("a\u001b[2Jb\r\nc\u202Ed")).toBe("a [2Jb c d");
  });

  it.each([
    { text: "makeup", width: 6, expected: "makeup" },
    { text: "makeup", width: 5, expected: "make…" },
    { text: "名前名前", width: 5, expected: "名前…" },
    { text: "👩‍👩‍👧x", width: 3, expected: "👩‍👩‍👧x" },
    { text: "makeup", width: 0, expected: "" },
  ])("$text in $width columns is $expected", ({ text, width, expected }) => {
    expect(cutToWidth(text, width)).toBe(expected);
  });
});

import { describe, expect, it } from "vitest";
import { scan } from "#scripts/checks/scan.ts";

describe("scan", () => {
  it("keeps the length and the lines of the source in each view", () => {
    const source = `const a = "x"; // note\n/* two\nlines */ const b = \`t \${a} u\`;\n`;
    for (const view of Object.values(scan(source))) {
      expect(view).toHaveLength(source.length);
      expect(view.split("\n")).toHaveLength(source.split("\n").length);
    }
  });

  it.each([
    { name: "a line comment", source: "a(); // SEEN", view: "comments" },
    { name: "a block comment", source: "a(); /* \n SEEN */ b();", view: "comments" },
    { name: "a string", source: 'a("SEEN // no comment");', view: "text" },
    { name: "an escaped quote", source: String.raw`a("\"SEEN");`, view: "text" },
    { name: "a template", source: "a(`\n SEEN`);", view: "text" },
    { name: "a regular expression", source: "a(/[\"'/]SEEN`/g);", view: "text" },
    { name: "the hole of a template", source: `a(\`x \${SEEN} y\`);`, view: "bare" },
    {
      name: "code after a template in a template",
      source: `a(\`x \${b ? \`y \${{ c }}\` : \`\`} z\`); SEEN();`,
      view: "bare",
    },
    { name: "code after a division", source: "const half = a / 2; SEEN(); // 1 / 2", view: "bare" },
    { name: "code after an apostrophe in text", source: "<p>Don't</p>;\nSEEN();", view: "bare" },
    { name: "code after a regular expression", source: "const a = /`/; SEEN();", view: "bare" },
  ])("finds $name in its place", ({ source, view }) => {
    const views = scan(source);
    expect({
      comments: views.comments.includes("SEEN"),
      text: views.code.includes("SEEN") && !views.bare.includes("SEEN"),
      bare: views.bare.includes("SEEN"),
    }).toEqual({ comments: false, text: false, bare: false, [view]: true });
  });
});

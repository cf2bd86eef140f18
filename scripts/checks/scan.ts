/**
 * Three views of a TypeScript source, each as long as the source itself, with what it leaves out blanked, so
 * that an index into one is an index into all.
 */
export interface Views {
  /** Without comments. */
  code: string;
  /** Without comments and without what stands inside strings, templates and regular expressions. */
  bare: string;
  /** Comments only. */
  comments: string;
}

type Kind = "code" | "comment" | "text";

interface Span {
  kind: Kind;
  start: number;
  end: number;
}

const LINE_COMMENT = /\/\/[^\n]*/y;
const BLOCK_COMMENT = /\/\*[\s\S]*?(?:\*\/|$)/y;
const QUOTED = /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/y;
const REGULAR_EXPRESSION = /\/(?:[^/\\\n[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/y;
const TEMPLATE_PART = /(?:[^`\\$]|\\[\s\S]|\$(?!\{))*(?:`|\$\{|$)/y;
/** What a division sign cannot follow, so that a slash after it opens a regular expression. */
const BEFORE_REGULAR_EXPRESSION = /(?:^|[(,=:[!&|?{};>]|\b(?:return|typeof|case))\s*$/;

export function scan(source: string): Views {
  const spans = spansOf(source);
  const view = (...kinds: Kind[]) =>
    spans
      .map(({ kind, start, end }) => {
        const text = source.slice(start, end);
        return kinds.includes(kind) ? text : text.replace(/[^\n]/g, " ");
      })
      .join("");
  return { code: view("code", "text"), bare: view("code"), comments: view("comment") };
}

function spansOf(source: string): Span[] {
  const spans: Span[] = [];
  /** For each template that is open around this place: the curly brackets open in its current hole. */
  const holes: number[] = [];
  let at = 0;
  let codeStart = 0;

  const take = (kind: Kind, pattern: RegExp): boolean => {
    pattern.lastIndex = at;
    const text = pattern.exec(source)?.[0];
    if (text === undefined) return false;
    if (codeStart < at) spans.push({ kind: "code", start: codeStart, end: at });
    spans.push({ kind, start: at, end: at + text.length });
    at += text.length;
    codeStart = at;
    return true;
  };
  const template = () => {
    take("text", TEMPLATE_PART);
    if (source.slice(at - 2, at) === "${") holes.push(0);
  };

  while (at < source.length) {
    const character = source[at];
    const depth = holes.at(-1);
    if (character === "/" && (take("comment", LINE_COMMENT) || take("comment", BLOCK_COMMENT))) continue;
    if ((character === '"' || character === "'") && take("text", QUOTED)) continue;
    if (character === "/" && BEFORE_REGULAR_EXPRESSION.test(source.slice(Math.max(0, at - 40), at))) {
      if (take("text", REGULAR_EXPRESSION)) continue;
    }
    at += 1;
    if (character === "`") template();
    else if (depth !== undefined && character === "{") holes[holes.length - 1] = depth + 1;
    else if (depth !== undefined && character === "}") {
      if (depth > 0) holes[holes.length - 1] = depth - 1;
      else {
        holes.pop();
        template();
      }
    }
  }
  if (codeStart < source.length) spans.push({ kind: "code", start: codeStart, end: source.length });
  return spans;
}

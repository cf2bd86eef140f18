type Evaluate = (retried: number) => number;

const EXPRESSION_LENGTH_MAX = 200;
const TOKEN = /\s*(\d+(?:\.\d+)?|[a-z]+|[-+*/(),])/y;

const FUNCTIONS: Record<string, { arguments: number | "any"; apply: (...values: number[]) => number }> = {
  pow: { arguments: 2, apply: Math.pow },
  min: { arguments: "any", apply: Math.min },
  max: { arguments: "any", apply: Math.max },
  exp: { arguments: 1, apply: Math.exp },
  floor: { arguments: 1, apply: Math.floor },
  ceil: { arguments: 1, apply: Math.ceil },
  round: { arguments: 1, apply: Math.round },
  abs: { arguments: 1, apply: Math.abs },
  sqrt: { arguments: 1, apply: Math.sqrt },
};

/**
 * Reads a retry delay such as "1000 * (1 + retried)". What it returns gives milliseconds from the number of retries
 * so far, 0 before the first.
 * @throws Error that says what is wrong with the expression
 */
export function compileRetryDelay(expression: string): Evaluate {
  if (expression.length > EXPRESSION_LENGTH_MAX) {
    throw new Error(`longer than ${EXPRESSION_LENGTH_MAX} characters`);
  }
  const parser = new Parser(tokensOf(expression));
  const evaluate = parser.sum();
  parser.expectEnd();
  return evaluate;
}

function tokensOf(expression: string): string[] {
  const text = expression.trim();
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const at = TOKEN.lastIndex;
    const token = TOKEN.exec(text)?.[1];
    if (token === undefined) throw new Error(`unexpected "${text.slice(at).trim()[0]}"`);
    tokens.push(token);
  }
  return tokens;
}

class Parser {
  readonly #tokens: string[];
  #at = 0;

  constructor(tokens: string[]) {
    this.#tokens = tokens;
  }

  sum(): Evaluate {
    let left = this.#product();
    for (;;) {
      const before = left;
      if (this.#skip("+")) {
        const right = this.#product();
        left = (retried) => before(retried) + right(retried);
      } else if (this.#skip("-")) {
        const right = this.#product();
        left = (retried) => before(retried) - right(retried);
      } else return left;
    }
  }

  expectEnd(): void {
    const rest = this.#tokens[this.#at];
    if (rest !== undefined) throw new Error(`unexpected "${rest}"`);
  }

  #product(): Evaluate {
    let left = this.#factor();
    for (;;) {
      const before = left;
      if (this.#skip("*")) {
        const right = this.#factor();
        left = (retried) => before(retried) * right(retried);
      } else if (this.#skip("/")) {
        const right = this.#factor();
        left = (retried) => before(retried) / right(retried);
      } else return left;
    }
  }

  #factor(): Evaluate {
    const token = this.#tokens[this.#at];
    if (token === undefined) throw new Error("it ends too early");
    this.#at += 1;
    if (token === "-") {
      const value = this.#factor();
      return (retried) => -value(retried);
    }
    if (token === "(") {
      const value = this.sum();
      this.#expect(")");
      return value;
    }
    if (token === "retried") return (retried) => retried;
    if (/^\d/.test(token)) {
      const value = Number(token);
      return () => value;
    }
    return this.#call(token);
  }

  #call(name: string): Evaluate {
    const known = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
    if (!known) throw new Error(`unexpected "${name}"`);
    this.#expect("(");
    const values = [this.sum()];
    while (this.#skip(",")) values.push(this.sum());
    this.#expect(")");
    if (known.arguments !== "any" && values.length !== known.arguments) {
      throw new Error(`${name} takes ${known.arguments} of them, not ${values.length}`);
    }
    return (retried) => known.apply(...values.map((value) => value(retried)));
  }

  #skip(token: string): boolean {
    if (this.#tokens[this.#at] !== token) return false;
    this.#at += 1;
    return true;
  }

  #expect(token: string): void {
    if (this.#skip(token)) return;
    const found = this.#tokens[this.#at];
    throw new Error(
      found === undefined ? `"${token}" is missing at the end` : `"${token}" expected before "${found}"`,
    );
  }
}

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { mark } from "../src/score.ts";
import type { Mark } from "../src/score.ts";
import { comparable, parseNumber } from "../src/text.ts";
import type { Rule } from "../src/types.ts";

interface Vectors {
  cases: { name: string; rule: Rule; partial: boolean; response: string[]; mark: Mark }[];
  texts: { text: string; comparable: string; cased: string; number: number | null }[];
}

// from themes/runtime/build/tests
const vectors = JSON.parse(readFileSync(new URL("../../../../tests/vectors/score.json", import.meta.url), "utf8")) as Vectors;

test("what a response is worth, as in the Python twin", () => {
  assert.ok(vectors.cases.length > 300);
  for (const { name, rule, partial, response, mark: expected } of vectors.cases) assert.deepEqual(mark({ rule, partial }, response), expected, name);
});

test("what a typed text is taken for, as in the Python twin", () => {
  assert.ok(vectors.texts.length > 50);
  for (const { text, comparable: folded, cased, number } of vectors.texts) {
    assert.deepEqual([comparable(text), comparable(text, true), parseNumber(text)], [folded, cased, number], JSON.stringify(text));
  }
});

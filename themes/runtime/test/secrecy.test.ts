// Digests and sealed texts: the vectors of tests/vectors/secrecy.json, which Python has too.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { sha256 } from "../src/digest.ts";
import { mark } from "../src/score.ts";
import { digest, opened, seal, unseal } from "../src/secrecy.ts";
import type { Rule } from "../src/types.ts";
import { choice } from "./course.ts";

interface Case { text: string; salt: string; hex: string; digest: string; sealed: string; rule: Rule; salted: Rule }

const read = (name: string): Record<string, Case[]> => JSON.parse(readFileSync(`../../tests/vectors/${name}.json`, "utf-8")) as Record<string, Case[]>;
const vectors = read("secrecy");
const hex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

test("SHA-256 is that of everybody", () => {
  for (const { text, hex: expected } of vectors["sha256"] ?? []) assert.equal(hex(sha256(new TextEncoder().encode(text))), expected);
});

test("digests and seals are those of the compiler", () => {
  for (const { salt, text, digest: expected } of vectors["digests"] ?? []) assert.equal(digest(salt, text), expected);
  for (const { salt, text, sealed } of vectors["sealed"] ?? []) {
    assert.equal(seal(text, salt), sealed);
    assert.equal(unseal(sealed, salt), text);
  }
});

test("the rules that the compiler salted mark as they did before", () => {
  const responses: Record<string, string[][]> = {
    set: [["a", "c"], ["a"], ["b"], ["a", "b", "c"]], text: [["gʻoʻza"], ["Cotton "], ["CSV"], ["csv"], ["wool"]], range: [["50"], ["7"], ["8"]],
    pairs: [["1.b", "2.a"], ["1.a", "2.a"], ["1.b"]], sequence: [["c", "a", "b"], ["c", "b", "a"]], gaps: [["csv", "b"], ["x", "b"], ["csv file", "a"]], survey: [["1.a"]],
  };
  let compared = 0;
  for (const { rule, salted } of vectors["rules"] ?? []) {
    for (const response of responses[rule.rule] ?? []) {
      const [plain, hidden] = [mark({ rule, partial: true }, response), mark({ rule: salted, partial: true }, response)];
      assert.deepEqual({ ...hidden, feedback: [] }, { ...plain, feedback: [] });
      compared++;
    }
  }
  assert.equal(compared, 26);
});

test("an opened question has its rule, its page part and the patterns of its definition", () => {
  const sealed = seal(JSON.stringify({ rule: choice.rule, html: "<p>ʻ</p>", pattern: ["a[,]c"] }), "salt");
  const question = opened({ ...choice, rule: { rule: "set", key: ["x"], of: ["a"], salt: "salt" }, definition: { type: "t" }, sealed, salt: "salt" });
  assert.deepEqual(question, { ...choice, html: "<p>ʻ</p>", definition: { type: "t", correctResponsesPattern: ["a[,]c"] } });
  assert.equal(opened(choice), choice);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { mark } from "../src/score.ts";
import { disordered, shuffled } from "../src/shuffle.ts";
import type { Rule } from "../src/types.ts";
import { below, random } from "./chance.ts";

const marked = (rule: Rule, response: string[], partial = true): [number, string] => {
  const { score, verdict } = mark({ rule, partial }, response);
  return [Math.round(score * 1000) / 1000, verdict];
};

test("sets: right minus wrong, never below nothing", () => {
  const rule: Rule = { rule: "set", key: ["a", "c"], of: ["a", "b", "c", "d"] };
  assert.deepEqual(marked(rule, ["a", "c"]), [1, "right"]);
  assert.deepEqual(marked(rule, ["c", "a", "a"]), [1, "right"]);
  assert.deepEqual(marked(rule, ["a"]), [0.5, "partly"]);
  assert.deepEqual(marked(rule, ["a", "b"]), [0, "wrong"]);
  assert.deepEqual(marked(rule, ["a", "b", "c"]), [0.5, "partly"]);
  assert.deepEqual(marked(rule, ["b", "d"]), [0, "wrong"]);
  assert.deepEqual(marked(rule, ["a"], false), [0, "wrong"]);
  assert.deepEqual(mark({ rule, partial: true }, ["a", "b"]).feedback, ["a", "b"]);
});

test("texts: any accepted one; the feedback that fits best", () => {
  const rule: Rule = {
    rule: "text", accept: ["CSV", "csv file"], case: false,
    feedback: [{ index: 0, value: "CSV" }, { index: 2, value: "Oʻzbek" }, { index: 3, value: "*" }],
  };
  assert.deepEqual(marked(rule, [" csv  FILE"]), [1, "right"]);
  assert.deepEqual(mark({ rule, partial: true }, ["csv file"]).feedback, []);
  assert.deepEqual(mark({ rule, partial: true }, ["csv"]).feedback, ["0"]);
  assert.deepEqual(mark({ rule, partial: true }, ["o'ZBEK"]).feedback, ["2"]);
  assert.deepEqual(mark({ rule, partial: true }, ["pdf"]).feedback, ["3"]);
  assert.deepEqual(mark({ rule, partial: true }, ["*"]).feedback, ["3"]);
  assert.deepEqual(marked({ ...rule, case: true }, ["csv"]), [0, "wrong"]);
  assert.deepEqual(marked(rule, []), [0, "wrong"]);
});

test("numbers: inside a range, whatever the decimal sign", () => {
  const rule: Rule = { rule: "range", accept: [[0.3, 0.3], [49.5, 50.5]], feedback: [{ index: 1, range: [25, 25] }, { index: 2, range: null }] };
  assert.deepEqual(marked(rule, ["50"]), [1, "right"]);
  assert.deepEqual(marked(rule, ["49,5"]), [1, "right"]);
  assert.deepEqual(marked(rule, [String(0.1 + 0.2)]), [1, "right"]);
  assert.deepEqual(marked(rule, ["50.51"]), [0, "wrong"]);
  assert.deepEqual(mark({ rule, partial: true }, ["25"]).feedback, ["1"]);
  assert.deepEqual(mark({ rule, partial: true }, ["7"]).feedback, ["2"]);
  assert.deepEqual(mark({ rule, partial: true }, ["50"]).feedback, []);
});

test("pairs, sequences and gaps: by part", () => {
  assert.deepEqual(marked({ rule: "pairs", key: ["1.a", "2.b", "3.c"] }, ["1.a", "2.c"]), [0.333, "partly"]);
  assert.deepEqual(mark({ rule: { rule: "pairs", key: ["1.a", "2.b", "3.c"] }, partial: true }, ["1.a", "2.c"]).feedback, ["2", "3"]);
  assert.deepEqual(marked({ rule: "sequence", key: ["a", "b", "c"] }, ["a", "c", "b"]), [0.333, "partly"]);
  assert.deepEqual(marked({ rule: "sequence", key: ["a", "b", "c"] }, ["a", "b", "c"]), [1, "right"]);
  const gaps: Rule = { rule: "gaps", gaps: [{ accept: ["CSV", "csv file"], typed: true }, { accept: ["a"], typed: false }] };
  assert.deepEqual(marked(gaps, ["Csv", "a"]), [1, "right"]);
  assert.deepEqual(marked(gaps, ["Csv", ""]), [0.5, "partly"]);
  assert.deepEqual(marked(gaps, ["Csv", "A"]), [0.5, "partly"]);
  assert.deepEqual(marked(gaps, [], true), [0, "wrong"]);
});

test("whatever is answered, scores lie between nothing and all", () => {
  const chance = random(4);
  const rules: Rule[] = [
    { rule: "set", key: ["a", "b"], of: ["a", "b", "c"] }, { rule: "pairs", key: ["1.a", "2.b"] }, { rule: "sequence", key: ["a", "b", "c"] },
    { rule: "gaps", gaps: [{ accept: ["a"], typed: false }] }, { rule: "range", accept: [[1, 2]], feedback: [] }, { rule: "text", accept: ["a"], case: false, feedback: [] },
  ];
  for (let i = 0; i < 5000; i++) {
    const rule = rules[below(chance, rules.length)] as Rule;
    const response = Array.from({ length: below(chance, 5) }, () => ["a", "b", "c", "1.a", "2.b", "", "1", "__proto__"][below(chance, 8)] ?? "");
    const { score, verdict } = mark({ rule, partial: chance() < 0.5 }, response);
    assert.ok(score >= 0 && score <= 1);
    assert.equal(verdict === "right", score === 1);
  }
});

test("the order is the learner's own, always the same, and never the solution", () => {
  const items = ["a", "b", "c", "d"];
  assert.deepEqual(shuffled(items, "x q1"), shuffled(items, "x q1"));
  const orders = new Set<string>();
  for (let i = 0; i < 200; i++) {
    assert.deepEqual(shuffled(items, `learner ${i}`).sort(), items);
    orders.add(shuffled(items, `learner ${i}`).join(""));
    assert.notDeepEqual(disordered(items, `learner ${i}`), items);
    assert.deepEqual(disordered(["a", "b"], `learner ${i}`), ["b", "a"]);
  }
  assert.ok(orders.size > 20);
  assert.deepEqual(disordered(["a"], "x"), ["a"]);
});

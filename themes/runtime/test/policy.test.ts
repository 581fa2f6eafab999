import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { judged } from "./policy.ts";
import type { Case } from "./policy.ts";

// From build/tests, where the bundled tests run.
const cases = JSON.parse(readFileSync(new URL("../../../../tests/vectors/policy.json", import.meta.url), "utf8")) as Case[];

test("the runtime and the compiler judge alike", () => {
  assert.ok(cases.length >= 100);
  for (const [number, one] of cases.entries()) assert.deepEqual(judged(one), one.expected, `case ${number}`);
});

test("the cases have learners of all kinds", () => {
  const outcomes = cases.map(({ expected }) => (expected as { outcome: { completed: boolean; success: string | null } }).outcome);
  for (const success of ["passed", "failed", null]) assert.ok(outcomes.filter((one) => one.completed && one.success === success).length >= 5, String(success));
  assert.ok(outcomes.filter(({ completed }) => !completed).length >= 20);
});

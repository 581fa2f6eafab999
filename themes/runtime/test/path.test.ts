// The way through a scenario survives changes of the scenario, and never leads where there is nothing.

import assert from "node:assert/strict";
import test from "node:test";

import { stepTo, usablePath } from "../src/path.ts";
import type { Steps } from "../src/path.ts";
import { below, random } from "./chance.ts";

const STEPS: Steps = new Map([[0, [1, 2]], [1, [3, 4]], [2, [0, 4]], [3, []], [4, []]]);

test("a way is as it was kept while the scenario is the same", () => {
  assert.deepEqual(usablePath([0, 1, 3], STEPS, 0), [0, 1, 3]);
  assert.deepEqual(usablePath([0], STEPS, 0), [0]);
  assert.deepEqual(usablePath([], STEPS, 0), [0], "nothing kept: the beginning");
});

test("a way is cut where a node is gone, a choice is gone, or the beginning is another one", () => {
  assert.deepEqual(usablePath([0, 9, 3], STEPS, 0), [0]);
  assert.deepEqual(usablePath([0, 2, 9], STEPS, 0), [0, 2]);
  assert.deepEqual(usablePath([0, 3], STEPS, 0), [0], "no choice of 0 leads to 3");
  assert.deepEqual(usablePath([1, 3], STEPS, 0), [0]);
  assert.deepEqual(usablePath([0, 2, 0, 1], STEPS, 0), [0, 2], "a way has no loops");
});

test("coming back to a node takes back what was chosen since", () => {
  assert.deepEqual(stepTo([0], 2), [0, 2]);
  assert.deepEqual(stepTo([0, 2], 0), [0]);
  assert.deepEqual(stepTo([0, 1, 3], 1), [0, 1]);
});

test("whatever is pressed and whatever was kept, a way begins at the beginning, follows choices and visits each node once", () => {
  const chance = random(8);
  const any = (limit: number): number => below(chance, limit);
  for (let round = 0; round < 500; round++) {
    const size = 1 + any(60);
    const steps: Steps = new Map(Array.from({ length: size }, (_, node) => [node, [...new Set(Array.from({ length: any(4) }, () => any(size)))].filter((to) => to !== node)]));
    let path = usablePath(Array.from({ length: any(80) }, () => any(size + 5)), steps, 0);
    for (let step = 0; step < 100; step++) {
      const leads = steps.get(path[path.length - 1] ?? 0) ?? [];
      if (leads.length) path = stepTo(path, leads[any(leads.length)] ?? 0);
      assert.equal(path[0], 0);
      assert.equal(new Set(path).size, path.length);
      assert.ok(path.length <= size);
      assert.deepEqual(usablePath(path, steps, 0), path, "what is kept comes back");
    }
  }
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { closedBy, closedByOrder, gateHolds, outcome, places, remaining } from "../src/progress.ts";
import { freshAnswer, freshState } from "../src/state.ts";
import type { State } from "../src/state.ts";
import { course } from "./course.ts";

const state = (seen: number[], answers: Record<string, [number, boolean]> = {}): State => {
  const made = freshState("abcd");
  seen.forEach((slot) => made.pages.set(slot, 0));
  for (const [slot, [score, done]] of Object.entries(answers)) made.answers.set(Number(slot.slice(1)), { ...freshAnswer(), response: ["a"], score, attempts: 1, done });
  return made;
};
const all = [1, 2, 3];

test("complete: the share of pages, and every question answered", () => {
  const c = course();
  const judge = (s: State, of = c): boolean => outcome(of, "", s, 0.7).completed;
  assert.equal(judge(state(all)), false);
  assert.equal(judge(state(all, { q1: [0, false], q2: [0, false] })), false);
  assert.equal(judge(state(all, { q1: [0, false], q2: [0, false], q3: [0, false] })), true);
  const half = course({ complete: [{ pages: 50 }] });
  assert.equal(judge(state([1]), half), false);
  assert.equal(judge(state([1, 3]), half), true);
  assert.equal(judge(state([]), course({ complete: [] })), true);
  assert.equal(judge(state([]), course({ modules: [] })), false, "nothing to do is nothing done");
});

test("progress is 1 exactly when complete", () => {
  const c = course();
  assert.equal(outcome(c, "", state([]), 0.7).progress, 0);
  assert.equal(outcome(c, "", state([1, 2], { q1: [1, true] }), 0.7).progress, 0.5);
  assert.equal(outcome(c, "", state(all, { q1: [1, true], q2: [1, true], q3: [0, false] }), 0.7).progress, 1);
  const many = course({ complete: [{ pages: 100 }], modules: [{ id: "m", slot: 0, title: "M", lessons: [{ id: "l", title: "L", minutes: 1, pages: Array.from({ length: 1000 }, (_, i) => ({ id: `l/${i}`, slot: i, title: "", file: "", questions: [] })) }] }] });
  assert.equal(outcome(many, "", state(Array.from({ length: 999 }, (_, i) => i)), null).progress, 0.99);
});

test("judged only when complete; failed only when no attempt is left", () => {
  const c = course();
  const judge = (answers: Record<string, [number, boolean]>, mark: number | null = 0.7): unknown => outcome(c, "", state(all, answers), mark).success;
  assert.equal(judge({ q1: [1, true], q2: [1, true] }), null);
  assert.equal(judge({ q1: [1, true], q2: [1, true], q3: [0.5, false] }), "passed");
  assert.equal(judge({ q1: [1, true], q2: [1, true], q3: [0.3, false] }), null);
  assert.equal(judge({ q1: [1, true], q2: [1, true], q3: [0.3, true] }), "failed");
  assert.equal(judge({ q1: [1, true], q2: [1, true], q3: [1, true] }, null), null);
  assert.equal(outcome(c, "", state(all, { q1: [1, true], q2: [0.8, true], q3: [0.5, true] }), 0.7).score, 0.7);
  assert.equal(judge({ q1: [1, true], q2: [0.8, true], q3: [0.5, true] }), "passed", "70 % of 70 % needed");
});

test("points of nothing are no score", () => {
  const c = course({ modules: [{ id: "m", slot: 0, title: "M", lessons: [{ id: "l", title: "L", minutes: 1, pages: [{ id: "l/1", slot: 1, title: "", file: "", questions: [{ id: "q", slot: 1, points: 0 }] }] }] }] });
  assert.equal(outcome(c, "", state([1], { q1: [1, true] }), null).score, null);
});

test("outcomes once reached are kept when the course grows", () => {
  const c = course();
  const before = { ...state([1]), completed: true, passed: true };
  const { completed, success, progress } = outcome(c, "", before, 0.7);
  assert.deepEqual([completed, success, progress], [true, "passed", 1]);
});

test("a module opens when the one it names is completed or passed", () => {
  const c = course();
  const [one, two] = c.modules;
  assert.ok(one && two);
  assert.equal(closedBy(c, "", one, state([])), null);
  assert.equal(closedBy(c, "", two, state([1, 2])), one);
  assert.equal(closedBy(c, "", two, state([1, 2], { q1: [0, false], q2: [0, false] })), null);
  assert.equal(closedBy(c, "two", two, state([])), null, "in a split package the LMS decides");
  two.unlock = { when: "passed", module: "one" };
  assert.equal(closedBy(c, "", two, state([1, 2], { q1: [0.3, true], q2: [1, true] })), one);
  assert.equal(closedBy(c, "", two, state([1, 2], { q1: [0.4, true], q2: [1, true] })), null);
  assert.equal(closedBy({ ...c, pass: null }, "", two, state([1, 2], { q1: [0, true], q2: [0, true] })), null, "without a pass mark, completing is passing");
});

test("the gate of a split package", () => {
  const c = course();
  assert.equal(gateHolds(c, "two", state(all)), null);
  assert.equal(gateHolds(c, "one", state([1, 2])), false);
  assert.equal(gateHolds(c, "one", state([1, 2], { q1: [0, false], q2: [0, false] })), true);
});

test("in a linear course a page waits for the one before it", () => {
  const c = course({ navigation: "linear" });
  const list = places(c, "");
  const closed = (s: State): boolean[] => list.map((place) => closedByOrder(c, list, place, s));
  assert.deepEqual(closed(state([])), [false, true, true]);
  assert.deepEqual(closed(state([1])), [false, false, true]);
  assert.deepEqual(closed(state([3])), [false, true, false], "what was seen stays open when pages come in before it");
  assert.deepEqual(places(c, "two").map((place) => [place.page.id, place.index]), [["b/1", 0]]);
});

test("what is left to do", () => {
  const c = course();
  const left = remaining(c, "", places(c, ""), state([1], { q1: [0.5, false], q2: [1, true] }));
  assert.deepEqual([left.pages, left.questions, left.again].map((list) => list.map(({ page }) => page.slot)), [[2, 3], [3], [2]]);
});

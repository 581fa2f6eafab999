// Attempts at quizzes: what is drawn is fair, the same for a learner, and stays when the course is changed.

import assert from "node:assert/strict";
import { test } from "node:test";
import { allowed, attemptsLeft, begin, drawn, finish, markKnown, orderOf, refsOf, repaired, seedOf, warningAt, worth } from "../src/attempt.ts";
import { freshAnswer, freshState, merge } from "../src/state.ts";
import type { QuizState, State } from "../src/state.ts";
import type { PageRef, QuizRef } from "../src/types.ts";
import { course } from "./course.ts";

const quiz: QuizRef = {
  id: "final", slot: 3, title: "Final", mode: "exam", points: 5, attempts: 2, minutes: 10, pass: 60, shuffle: true,
  draws: [{ from: [0, 1], count: 2 }, { from: [10, 11, 12, 13, 14, 15, 16, 17], count: 3 }, { from: [20, 21], count: 1 }],
};
const page: PageRef = {
  id: "a/1", slot: 0, title: "A", file: "a.js", quizzes: [quiz],
  questions: [0, 1, 10, 11, 12, 13, 14, 15, 16, 17, 20, 21].map((slot) => ({ id: `q${slot}`, slot, points: slot < 2 ? 2 : 1, quiz: "final" })),
};
const attempt = (changes: Partial<QuizState> = {}): QuizState =>
  ({ attempts: 1, open: true, seed: 7, drawn: [0, 1, 10, 12, 14, 20], used: 0, extended: 0, best: 0, finished: 0, ...changes });
const scored = (state: State, slot: number, score: number): void => void state.answers.set(slot, { ...freshAnswer(), response: ["a"], attempts: 1, score, done: true });

test("each draw takes as many as it says, from its own questions, in ascending order", () => {
  for (let seed = 0; seed < 500; seed++) {
    const slots = drawn(quiz, seed);
    assert.deepEqual(slots, [...new Set(slots)].sort((a, b) => a - b));
    assert.deepEqual(slots.filter((slot) => slot < 2), [0, 1]);
    assert.equal(slots.filter((slot) => slot >= 10 && slot < 18).length, 3);
    assert.equal(slots.filter((slot) => slot >= 20).length, 1);
  }
});

test("over many learners every question of a bank, and every pair, is drawn about as often", () => {
  const learners = 4000;
  const single = new Map<number, number>();
  const pairs = new Map<string, number>();
  for (let i = 0; i < learners; i++) {
    const slots = drawn(quiz, seedOf(`learner-${i}`, quiz, 1)).filter((slot) => slot >= 10 && slot < 18);
    slots.forEach((slot, n) => {
      single.set(slot, (single.get(slot) ?? 0) + 1);
      slots.slice(n + 1).forEach((other) => pairs.set(`${slot} ${other}`, (pairs.get(`${slot} ${other}`) ?? 0) + 1));
    });
  }
  assert.equal(single.size, 8);
  for (const count of single.values()) assert.ok(Math.abs(count - (learners * 3) / 8) < 130, String(count)); // 4 standard deviations
  assert.equal(pairs.size, 28);
  for (const count of pairs.values()) assert.ok(Math.abs(count - (learners * 3) / 28) < 95, String(count));
});

test("a learner gets the same draw wherever the attempt begins, and another one for the next attempt", () => {
  assert.equal(seedOf("eva", quiz, 1), seedOf("eva", quiz, 1));
  const seeds = new Set(Array.from({ length: 2000 }, (_, i) => seedOf(`learner-${i % 500}`, quiz, 1 + Math.floor(i / 500))));
  assert.ok(seeds.size > 1990, String(seeds.size));
  for (const seed of seeds) assert.ok(seed >= 0 && seed < 2 ** 30);
});

test("beginning forgets the answers of the attempt before, of this quiz alone", () => {
  const state = freshState("abcd");
  [0, 10, 99].forEach((slot) => scored(state, slot, 1));
  state.quizzes.set(3, attempt({ open: false, finished: 1, best: 0.5, drawn: [0, 1, 10, 40] }));
  scored(state, 40, 1); // a question that was retired since
  begin(state, quiz, "eva");
  assert.deepEqual([...state.answers.keys()], [99]);
  const now = state.quizzes.get(3);
  assert.deepEqual({ ...now, seed: 0, drawn: [] }, { attempts: 2, open: true, seed: 0, drawn: [], used: 0, extended: 0, best: 0.5, finished: 1 });
  assert.equal(now?.seed, seedOf("eva", quiz, 2));
  assert.deepEqual(now.drawn, drawn(quiz, now.seed));
});

test("a bank that grows, and a question that is added, change nothing in an open attempt", () => {
  const grown: QuizRef = { ...quiz, draws: [{ from: [0, 1, 2], count: 3 }, { from: [10, 11, 12, 13, 14, 15, 16, 17, 18, 19], count: 3 }, { from: [20, 21, 22], count: 1 }] };
  assert.deepEqual(repaired(grown, attempt()), { drawn: attempt().drawn, replaced: 0, leftOut: 0 });
  assert.deepEqual(orderOf(grown, attempt()).sort((a, b) => a - b), attempt().drawn);
});

test("a retired question is replaced from its own draw, or left out", () => {
  const without = (...slots: number[]): QuizRef => ({
    ...quiz, draws: quiz.draws.map(({ from, count }, i) => ({ from: from.filter((slot) => !slots.includes(slot)), count: i ? count : from.filter((slot) => !slots.includes(slot)).length })),
  });
  const replaced = repaired(without(12), attempt());
  assert.deepEqual([replaced.replaced, replaced.leftOut, replaced.drawn.length], [1, 0, 6]);
  const fresh = replaced.drawn.find((slot) => !attempt().drawn.includes(slot)) ?? 0;
  assert.ok(fresh >= 10 && fresh < 18 && fresh !== 12);
  assert.deepEqual(repaired(without(12), attempt()), replaced, "the same each time it is asked");
  assert.deepEqual(repaired(without(12), attempt({ drawn: replaced.drawn })), { drawn: replaced.drawn, replaced: 0, leftOut: 0 });
  assert.deepEqual(repaired(without(1), attempt()), { drawn: [0, 10, 12, 14, 20], replaced: 0, leftOut: 1 });
  assert.deepEqual(repaired(without(20, 21), attempt()), { drawn: [0, 1, 10, 12, 14], replaced: 0, leftOut: 1 });
});

test("questions come in the order of the attempt, or of the author", () => {
  assert.deepEqual(orderOf({ ...quiz, shuffle: false }, attempt()), [0, 1, 10, 12, 14, 20]);
  const orders = new Set(Array.from({ length: 100 }, (_, seed) => orderOf(quiz, attempt({ seed })).join()));
  assert.ok(orders.size > 80);
  assert.equal(orderOf(quiz, attempt()).join(), orderOf(quiz, attempt()).join());
});

test("time: each extension gives the whole limit again; the warning comes early enough", () => {
  assert.equal(allowed(quiz, attempt()), 600);
  assert.equal(allowed(quiz, attempt({ extended: 10 })), 6600);
  assert.deepEqual([1, 2, 10, 25, 60, 600].map((minutes) => warningAt({ ...quiz, minutes })), [20, 24, 120, 300, 300, 300]);
});

test("the best attempt counts; what was not answered counts nothing", () => {
  const state = freshState("abcd");
  state.quizzes.set(3, attempt());
  const refs = refsOf(page, attempt().drawn);
  scored(state, 0, 1);
  scored(state, 10, 1);
  assert.deepEqual(worth(refs, state), { reached: 3, possible: 8, share: 3 / 8 });
  finish(state, quiz, refs);
  assert.deepEqual(state.quizzes.get(3), attempt({ open: false, finished: 1, best: 3 / 8 }));
  begin(state, quiz, "eva");
  finish(state, quiz, refsOf(page, state.quizzes.get(3)?.drawn ?? []));
  assert.equal(state.quizzes.get(3)?.best, 3 / 8);
  assert.equal(state.quizzes.get(3)?.finished, 2);
});

test("questions without a score, as in a survey, neither help nor harm", () => {
  const state = freshState("abcd");
  scored(state, 0, 1);
  const refs = [{ id: "a", slot: 0, points: 1 }, { id: "b", slot: 1, points: 1, scored: false as const }];
  assert.equal(worth(refs, state).share, 1);
  assert.equal(worth(refs.slice(1), state).share, 1);
});

test("attempts left", () => {
  assert.equal(attemptsLeft(quiz, undefined), 2);
  assert.equal(attemptsLeft(quiz, attempt({ attempts: 2 })), 0);
  assert.equal(attemptsLeft({ ...quiz, attempts: 0 }, attempt({ attempts: 9 })), Infinity);
});

test("a pre-test marks a module as known by its own questions", () => {
  const { modules } = course();
  const state = freshState("abcd");
  const refs = [{ id: "a", slot: 0, points: 1, objective: "two" }, { id: "b", slot: 1, points: 3, objective: "two" }, { id: "c", slot: 2, points: 1 }];
  scored(state, 1, 1);
  const known = markKnown(state, { ...quiz, mode: "pre-test", pass: 75 }, refs, modules, "one");
  assert.deepEqual(known.map(({ id }) => id), ["two"]);
  assert.deepEqual([[...state.known], [...state.knownShare]], [[1], [[1, 0.75]]]);
  markKnown(state, { ...quiz, mode: "pre-test", pass: 75 }, refs, modules, "one");
  state.answers.clear();
  assert.deepEqual(markKnown(state, { ...quiz, mode: "pre-test", pass: 75 }, refs, modules, "one"), []);
  assert.deepEqual([...state.known], [1], "what was known stays known");
});

test("two windows: the answers of the newer attempt win over those of the older one", () => {
  const [old, fresh] = [freshState("abcd"), freshState("abcd")];
  old.counter = 9;
  old.quizzes.set(3, attempt({ open: false, finished: 1, best: 1 }));
  [0, 1, 10, 50].forEach((slot) => scored(old, slot, 1));
  fresh.quizzes.set(3, attempt({ attempts: 2, seed: 8, drawn: [0, 1, 11], finished: 1, best: 1 }));
  scored(fresh, 11, 0.5);
  for (const merged of [merge(old, fresh), merge(fresh, old)]) {
    assert.deepEqual([...merged.answers.keys()].sort((a, b) => a - b), [11, 50]);
    assert.equal(merged.quizzes.get(3)?.seed, 8);
    assert.equal(merged.quizzes.get(3)?.best, 1);
  }
});

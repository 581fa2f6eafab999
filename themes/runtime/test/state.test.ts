import assert from "node:assert/strict";
import { test } from "node:test";
import { decode, encode, freshState, makeNonce, merge, roundScore } from "../src/state.ts";
import type { Answer, State } from "../src/state.ts";
import { below, random, someText } from "./chance.ts";

const SLOTS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const slotOf = (n: number): string => SLOTS.charAt(Math.floor(n / 62)) + SLOTS.charAt(n % 62);

function someAnswer(chance: () => number): Answer {
  const kind = below(chance, 5);
  const response =
    kind === 0 ? ["b"]
    : kind === 1 ? Array.from({ length: below(chance, 6) }, (_, i) => "abcdef".charAt(i))
    : kind === 2 ? ["1.b", "2.a", "3.c"].slice(0, below(chance, 4))
    : kind === 3 ? Array.from({ length: 1 + below(chance, 3) }, () => someText(chance, "abʻЎ😀 \"~*!.-_", 30).replace(/[\ud800-\udfff]/g, ""))
    : null;
  return { response, score: below(chance, 2521) / 2520, attempts: below(chance, 32), done: chance() < 0.5 };
}

function someState(chance: () => number, pages: number, questions: number): State {
  const state = freshState(makeNonce(chance));
  state.counter = below(chance, 100000);
  state.page = chance() < 0.9 ? slotOf(below(chance, 500)) : "";
  state.completed = chance() < 0.3;
  state.passed = chance() < 0.3;
  for (let i = 0; i < pages; i++) if (chance() < 0.7) state.seen.add(slotOf(i));
  for (let i = 0; i < questions; i++) if (chance() < 0.7) state.answers.set(slotOf(1000 + i), someAnswer(chance));
  return state;
}

test("a state comes back as it was", () => {
  const chance = random(7);
  for (let i = 0; i < 500; i++) {
    const state = someState(chance, below(chance, 60), below(chance, 40));
    const { text, dropped } = encode(state);
    assert.equal(dropped, 0);
    assert.match(text, /^[A-Za-z0-9_.~*!-]+$/);
    assert.deepEqual(decode(text), state);
    assert.deepEqual([...(decode(text)?.answers.keys() ?? [])], [...state.answers.keys()], "the order of first answers is kept");
  }
});

test("anything damaged or foreign is refused, and nothing throws", () => {
  const chance = random(8);
  const { text } = encode(someState(chance, 40, 20));
  for (let i = 0; i < text.length; i++) {
    assert.equal(decode(text.slice(0, i)), null, `cut at ${i}`);
    const other = text.charAt(i) === "a" ? "b" : "a";
    assert.equal(decode(text.slice(0, i) + other + text.slice(i + 1)), null, `changed at ${i}`);
  }
  for (const foreign of ["", " ", "null", "{}", '{"v":1}', "2" + text.slice(1), text + "!", text + " ", "1*0000000*", "\u0000", "completed", "a".repeat(70000)]) {
    assert.equal(decode(foreign), null);
  }
  for (let i = 0; i < 20000; i++) decode(someText(chance, "1*0aZ-_.~!9", 40));
});

test("a right checksum over nonsense still does not throw", async () => {
  const { hash } = await import("../src/text.ts");
  const chance = random(9);
  for (let i = 0; i < 5000; i++) {
    const body = ["1", "abcd", "-", "0", someText(chance, "0aZ~-_", 20), someText(chance, "0aZ~-_.!=", 30)].join("*");
    const state = decode(`1*${hash(body).toString(36).padStart(7, "0")}*${body}`);
    if (!state) continue;
    assert.equal(state.completed, false);
    for (const answer of state.answers.values()) assert.ok(answer.score >= 0 && answer.score <= 1 && answer.attempts < 32);
  }
});

test("what does not fit goes in order: unknown answers, texts, the longest first", () => {
  const state = freshState("abcd");
  state.answers.set("00", { response: ["a"], score: 1, attempts: 1, done: true });
  state.answers.set("01", { response: ["x".repeat(300)], score: 0, attempts: 1, done: true });
  state.answers.set("02", { response: ["y".repeat(30)], score: 0, attempts: 2, done: false });
  state.answers.set("zz", { response: ["gone".repeat(20)], score: 1, attempts: 1, done: true });
  const full = encode(state).text.length;
  const known = (slot: string): boolean => slot !== "zz";
  const first = encode(state, full - 1, known);
  assert.deepEqual([first.dropped, decode(first.text)?.answers.has("zz")], [0, false]);
  const second = encode(state, first.text.length - 1, known);
  assert.equal(second.dropped, 1);
  assert.deepEqual(decode(second.text)?.answers.get("01"), { response: null, score: 0, attempts: 1, done: true });
  assert.deepEqual(decode(second.text)?.answers.get("02")?.response, ["y".repeat(30)]);
  const third = encode(state, second.text.length - 1, known);
  assert.deepEqual([...(decode(third.text)?.answers.values() ?? [])].map(({ response }) => response), [["a"], null, null]);
});

test("500 pages and 300 answered questions with long texts fit into SCORM 1.2", () => {
  const chance = random(10);
  const state = someState(chance, 0, 0);
  for (let i = 0; i < 500; i++) state.seen.add(slotOf(i));
  for (let i = 0; i < 300; i++) {
    const response = [["b"], ["a", "c", "d"], ["1.b", "2.a", "3.d", "4.c"], ["what was typed, at some length"]][i % 4] ?? [];
    state.answers.set(slotOf(1000 + i), { response, score: 0.5, attempts: 2, done: true });
  }
  const { text } = encode(state, 4096);
  assert.ok(text.length <= 4096, String(text.length));
  assert.equal(decode(text)?.answers.size, 300);
  assert.equal(decode(text)?.seen.size, 500);
});

test("thirds, quarters … tenths of a point are kept exactly", () => {
  for (let whole = 1; whole <= 10; whole++) {
    for (let part = 0; part <= whole; part++) {
      const state = freshState("abcd");
      state.answers.set("00", { response: [], score: roundScore(part / whole), attempts: 1, done: true });
      assert.ok(Math.abs((decode(encode(state).text)?.answers.get("00")?.score ?? -1) - part / whole) < 1e-12);
    }
  }
});

test("merging loses nothing and does not depend on the order", () => {
  const chance = random(11);
  for (let i = 0; i < 300; i++) {
    const one = someState(chance, 30, 20);
    const other = { ...someState(chance, 30, 20), nonce: one.nonce };
    const both = merge(one, other);
    for (const slot of [...one.seen, ...other.seen]) assert.ok(both.seen.has(slot));
    for (const source of [one, other]) {
      for (const [slot, answer] of source.answers) {
        const kept = both.answers.get(slot);
        assert.ok(kept && kept.score >= answer.score && kept.attempts >= answer.attempts && (kept.done || !answer.done));
      }
    }
    assert.equal(both.completed, one.completed || other.completed);
    const swapped = merge(other, one);
    assert.deepEqual(swapped.seen, both.seen);
    if (one.counter !== other.counter) assert.deepEqual(swapped.answers, both.answers);
  }
});

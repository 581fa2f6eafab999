import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { decode, encode, freshAnswer, freshState, makeNonce, merge, roundScore } from "../src/state.ts";
import type { Answer, State } from "../src/state.ts";
import { below, random, someText } from "./chance.ts";
import { fromPlain, toPlain } from "./plain.ts";
import type { Plain } from "./plain.ts";

const KEY = "e610a27cd971";

function someResponse(chance: () => number): string[] | null {
  switch (below(chance, 7)) {
    case 0: return ["b"];
    case 1: return [..."abcdefgh"].filter(() => chance() < 0.5);
    case 2: return ["1.b", "2.a", "3.c"].slice(0, below(chance, 4));
    case 3: return Array.from({ length: 1 + below(chance, 3) }, () => someText(chance, "abʻЎ😀 \"~*!.-_", 30).replace(/[\ud800-\udfff]/g, ""));
    case 4: return [String(below(chance, 100000) / 100)];
    case 5: return ["c", "", "a", "b"];
    default: return null;
  }
}

const someAnswer = (chance: () => number): Answer => ({
  response: someResponse(chance), score: below(chance, 2521) / 2520, attempts: below(chance, 32), done: chance() < 0.5, rev: 1 + below(chance, 3),
  draft: chance() < 0.1, hinted: chance() < 0.1,
});

function someState(chance: () => number, pages: number, questions: number): State {
  const state = freshState(makeNonce(chance));
  state.counter = below(chance, 100000);
  state.page = chance() < 0.9 ? below(chance, 500) : -1;
  state.completed = chance() < 0.3;
  state.passed = chance() < 0.3;
  for (let i = 0; i < pages; i++) if (chance() < 0.7) state.pages.set(i, 0);
  for (let i = 0; i < questions; i++) if (chance() < 0.7) state.answers.set(i, someAnswer(chance));
  return state;
}

test("a state comes back as it was", () => {
  const chance = random(7);
  for (let i = 0; i < 300; i++) {
    const state = someState(chance, below(chance, 60), below(chance, 40));
    const { text, dropped } = encode(state, KEY);
    assert.equal(dropped, 0);
    assert.match(text, /^2[A-Za-z0-9_.-]*$/);
    assert.deepEqual(decode(text, KEY), { state, damaged: false });
  }
});

test("the vectors hold: Python reads and writes the same", () => {
  const cases = JSON.parse(readFileSync(new URL("../../../../tests/vectors/state.json", import.meta.url), "utf8")) as { state: Plain; text: string }[];
  assert.ok(cases.length > 50);
  for (const { state, text } of cases) {
    assert.equal(encode(fromPlain(state), KEY).text, text);
    const decoded = decode(text, KEY);
    assert.deepEqual(decoded && [toPlain(decoded.state), decoded.damaged], [state, false]);
  }
});

test("another course's string vouches for nothing", () => {
  const chance = random(8);
  for (let i = 0; i < 100; i++) assert.equal(decode(encode(someState(chance, 20, 20), "another").text, KEY), null);
});

test("thirds, quarters … tenths of a point are kept exactly", () => {
  for (let whole = 1; whole <= 10; whole++) {
    for (let part = 0; part <= whole; part++) {
      const state = freshState("abcd");
      state.answers.set(0, { ...freshAnswer(), score: roundScore(part / whole), attempts: 1 });
      assert.ok(Math.abs((decode(encode(state, KEY).text, KEY)?.state.answers.get(0)?.score ?? -1) - part / whole) < 1e-12);
    }
  }
});

test("merging loses nothing and does not depend on the order", () => {
  const chance = random(11);
  for (let i = 0; i < 300; i++) {
    const one = someState(chance, 30, 20);
    const other = { ...someState(chance, 30, 20), nonce: one.nonce };
    const both = merge(one, other);
    for (const slot of [...one.pages.keys(), ...other.pages.keys()]) assert.ok(both.pages.has(slot));
    for (const source of [one, other]) {
      for (const [slot, answer] of source.answers) {
        const kept = both.answers.get(slot);
        assert.ok(kept && kept.rev >= answer.rev && (kept.rev > answer.rev || (kept.score >= answer.score && kept.attempts >= answer.attempts && (kept.done || !answer.done))));
      }
    }
    assert.equal(both.completed, one.completed || other.completed);
    const swapped = merge(other, one);
    assert.deepEqual([...swapped.pages.keys()].sort(), [...both.pages.keys()].sort());
    if (one.counter !== other.counter) assert.deepEqual(swapped.answers, both.answers);
  }
});

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Environment } from "../src/environment.ts";
import { OK, failed } from "../src/lms.ts";
import type { Answered, Lms, Result, Start } from "../src/lms.ts";
import { mark } from "../src/score.ts";
import { session } from "../src/session.ts";
import type { Saving, Session } from "../src/session.ts";
import { decode, freshAnswer } from "../src/state.ts";
import { web } from "../src/web.ts";
import { choice, course, environment, memoryStore, text } from "./course.ts";

interface Told extends Lms {
  saved: string[];
  answers: Answered[];
  result: Result;
  starts: Start[];
  doubts: number;
}

function lmsOf(target: Lms["target"] = "scorm12", limit = 4096): Told {
  const told: Told = {
    target, limit, exits: true, saved: [], answers: [], result: OK, starts: [], doubts: 0,
    start: async () => told.starts.shift() ?? { state: "failed" },
    saveState: (state) => { told.saved.push(state); return told.result; },
    recordPage: () => OK,
    recordAnswer: (answer) => { told.answers.push(answer); return told.result; },
    setStatus: () => OK, commit: async () => told.result, doubt: () => { told.doubts++; }, finish: async () => OK,
  };
  return told;
}

const tracked = (saved = "", learner = "ann"): Extract<Start, { state: "tracked" }> => ({ state: "tracked", mode: "normal", saved, learner });
const settled = (): Promise<void> => new Promise((resolve) => { setTimeout(resolve, 5); });

function open(lms: Lms, start: Parameters<typeof session>[3], env: Environment = environment(), heard: Saving[] = []): Session {
  return session(course(), "", lms, start, env, (saving) => heard.push(saving));
}

function answer(running: Session, response: string[], question = choice): void {
  const place = running.places.find(({ page }) => page.questions.length);
  assert.ok(place);
  running.answer({ place, question, slot: 1, response, words: response, mark: mark(question, response), latency: 1 });
}

test("everything is back after a resume", async () => {
  const lms = lmsOf();
  const first = open(lms, tracked());
  first.visit(first.places[1] ?? assert.fail());
  answer(first, ["a"]);
  await settled();
  const second = open(lmsOf(), tracked(lms.saved[lms.saved.length - 1]));
  assert.deepEqual(second.state().answers, first.state().answers);
  assert.deepEqual([second.state().page, second.resumed, second.damaged], [2, true, false]);
});

test("a worse attempt keeps the better score and shows the last answer", () => {
  const running = open(lmsOf(), tracked());
  answer(running, ["a"]);
  answer(running, ["b"]);
  assert.deepEqual(running.state().answers.get(1), { ...freshAnswer(), response: ["b"], score: 0.5, attempts: 2, done: true });
});

test("the state changes with every save", async () => {
  const lms = lmsOf();
  const running = open(lms, tracked());
  for (let i = 0; i < 5; i++) await running.save();
  assert.equal(new Set(lms.saved).size, 5);
});

test("what could not be saved stays in this browser and is merged at the next launch", async () => {
  const store = memoryStore();
  const lms = lmsOf();
  const first = open(lms, tracked(), environment({}, { store }));
  await first.save();
  const stored = lms.saved[0] ?? "";
  assert.equal(store.items.size, 0, "what is stored needs no copy");
  const heard: Saving[] = [];
  const running = open(lms, tracked(stored), environment({}, { store }), heard);
  lms.result = failed("101");
  answer(running, ["a", "c"]);
  await settled();
  assert.deepEqual(heard, [{ kind: "failed", kept: true }]);
  assert.equal(store.items.size, 1);
  await running.finish(true);

  assert.equal(open(lmsOf(), tracked(stored, "ben"), environment({}, { store })).state().answers.size, 0, "another learner");
  assert.equal(open(lmsOf(), tracked(), environment({}, { store })).state().answers.size, 0, "a new attempt: the LMS had something, and has nothing now");
  const next = open(lmsOf(), tracked(stored), environment({}, { store }));
  assert.equal(next.state().answers.get(1)?.score, 1);
  await next.save();
  assert.equal(store.items.size, 0);
});

test("a first session that never reached the LMS is not lost", async () => {
  const store = memoryStore();
  const lms = lmsOf();
  lms.result = failed("101");
  const first = open(lms, tracked(), environment({}, { store }));
  answer(first, ["a", "c"]);
  await settled();
  await first.finish(true);
  assert.equal(open(lmsOf(), tracked(), environment({}, { store })).state().answers.size, 1);
});

test("saving is tried again, and the learner hears of both", async () => {
  const lms = lmsOf();
  const heard: Saving[] = [];
  const running = open(lms, tracked(), environment(), heard);
  lms.result = failed("101");
  await running.save();
  lms.result = OK;
  running.retry();
  await settled();
  assert.deepEqual(heard.map(({ kind }) => kind), ["failed", "saved"]);
});

test("a yes without a connection is none", async () => {
  const lms = lmsOf();
  const heard: Saving[] = [];
  let online = false;
  const running = open(lms, tracked(), environment({}, { connected: async () => online }), heard);
  await running.save();
  assert.deepEqual([heard[0]?.kind, lms.doubts], ["failed", 1]);
  online = true;
  running.retry();
  await settled();
  assert.deepEqual(heard.map(({ kind }) => kind), ["failed", "saved"]);
});

test("an LMS that answers late gets everything", async () => {
  const lms = lmsOf("cmi5");
  const heard: Saving[] = [];
  const running = open(lms, { state: "failed", learner: "ann" }, environment(), heard);
  lms.result = failed("not connected");
  answer(running, ["a"]);
  await settled();
  assert.equal(heard[0]?.kind, "detached");
  const before = open(lmsOf(), tracked());
  before.visit(before.places[2] ?? assert.fail());
  await before.save();
  const elsewhere = lmsOf();
  const other = open(elsewhere, tracked());
  other.visit(other.places[2] ?? assert.fail());
  await settled();
  lms.starts = [tracked(elsewhere.saved[0])];
  lms.result = OK;
  lms.answers.length = 0;
  running.retry();
  await settled();
  assert.equal(lms.answers.length, 1);
  const state = decode(lms.saved[lms.saved.length - 1] ?? "", "abc")?.state;
  assert.deepEqual([state?.pages.has(3), state?.answers.has(1), state?.nonce], [true, true, other.state().nonce]);
  assert.deepEqual(heard.filter(({ kind }) => kind === "connected"), [{ kind: "connected", mode: "normal", changed: true }]);
  await running.finish(false);
});

test("texts that do not fit are left out, and that is said", async () => {
  const heard: Saving[] = [];
  const lms = lmsOf("scorm12", 60);
  const running = open(lms, tracked(), environment(), heard);
  answer(running, ["a very long answer that nobody could keep in so little room"], text);
  await settled();
  assert.deepEqual(heard, [{ kind: "dropped", count: 1 }]);
  assert.equal(decode(lms.saved[lms.saved.length - 1] ?? "", "abc")?.state.answers.get(1)?.response, null);
});

test("a damaged state completes nothing, and is said to be unreadable", () => {
  const running = open(lmsOf(), tracked("1*0000000*zz*abcd*-*3**"));
  assert.deepEqual([running.damaged, running.outcome().completed, running.resumed], [true, false, false]);
});

test("in review nothing is saved", async () => {
  const lms = lmsOf();
  const running = open(lms, { ...tracked(), mode: "review" });
  running.visit(running.places[0] ?? assert.fail());
  await running.save(true);
  await running.finish(true);
  assert.deepEqual(lms.saved, []);
});

test("two tabs do not overwrite each other", async () => {
  const store = memoryStore();
  const listeners: ((event: { key: string; newValue: string | null }) => void)[] = [];
  const env = environment({ addEventListener: (_: string, listener: never) => listeners.push(listener) }, { store });
  const lms = web(course(), env, "");
  const first = session(course(), "", lms, await lms.start() as never, env, () => undefined);
  await first.save();
  const second = session(course(), "", lms, await lms.start() as never, env, () => undefined);
  answer(second, ["a"]);
  await settled();
  const [[key, newValue] = assert.fail()] = [...store.items];
  listeners[0]?.({ key, newValue });
  first.visit(first.places[0] ?? assert.fail());
  await settled();
  const kept = decode([...store.items.values()][0] ?? "", "abc")?.state;
  assert.deepEqual([kept?.answers.size, kept?.pages.size], [1, 1]);
});

test("the LMS's own pass mark wins", () => {
  const running = open(lmsOf("cmi5"), { ...tracked(), mark: 0.95 });
  assert.equal(running.mark(), 0.95);
  assert.equal(open(lmsOf("cmi5"), { ...tracked(), mark: null }).mark(), 0.7);
});

test("a launch that was used before is not tried again; answers wait here for the next launch", async () => {
  const store = memoryStore();
  const heard: Saving[] = [];
  const lms = lmsOf("cmi5");
  lms.result = failed("not connected");
  lms.start = () => assert.fail("tried again");
  const running = open(lms, { state: "failed", learner: "ann", over: true }, environment({}, { store }), heard);
  answer(running, ["a"]);
  running.retry();
  await settled();
  assert.ok(heard.length && heard.every((saving) => saving.kind === "over" && saving.kept));
  assert.equal(open(lmsOf("cmi5"), tracked(), environment({}, { store })).state().answers.size, 1);
});

test("time completes a course that asks for it, at once; a page that is left was open for as long as it was used", async () => {
  const told: [string, number][] = [];
  const env = environment();
  const lms: Told = { ...lmsOf("xapi"), leavePage: (page, milliseconds) => void told.push([page.id, milliseconds]) };
  const running = session(course({ complete: [{ page: ["a/1"] }, { minutes: 2 }], pass: null }), "", lms, tracked(), env, () => undefined);
  const [first, second] = running.places;
  assert.ok(first && second);
  running.visit(first);
  running.spend(60, first);
  env.clock.now = 900_000;
  running.visit(second);
  assert.deepEqual(told, [["a/1", 65_000]], "a tab left alone for the rest");
  await settled();
  const saves = lms.saved.length;
  running.spend(59, second);
  assert.deepEqual([running.state().completed, lms.saved.length], [false, saves]);
  running.spend(1, second);
  assert.deepEqual([running.state().completed, lms.saved.length], [true, saves + 1]);
  env.clock.now = 902_000;
  await running.finish(false);
  await running.finish(false);
  assert.deepEqual(told.slice(1), [["a/2", 2_000]]);
});

test("an older build's answers go by the policies of the changes since, and that is said", async () => {
  const lms = lmsOf();
  const first = open(lms, tracked());
  answer(first, ["a", "c"]);
  await settled();
  const stored = lms.saved[lms.saved.length - 1];
  const revised = (policy: "keep" | "reset-item" | "regrade"): Session => {
    const changed = course();
    const ref = changed.modules[0]?.lessons[0]?.pages[1]?.questions[0] ?? assert.fail();
    Object.assign(ref, { rev: 2, history: [{ rev: 2, policy, points: 1 }], ...(policy === "regrade" ? { rule: { rule: "set", key: ["b"], of: ["a", "b", "c"] }, partial: true } : {}) });
    return session(changed, "", lmsOf(), tracked(stored), environment(), () => undefined);
  };
  assert.deepEqual([revised("keep").state().answers.get(1)?.score, revised("keep").updated], [1, { reset: 0, regraded: 0 }]);
  assert.deepEqual([revised("reset-item").state().answers.has(1), revised("reset-item").updated], [false, { reset: 1, regraded: 0 }]);
  const regraded = revised("regrade");
  assert.deepEqual([regraded.state().answers.get(1)?.score, regraded.state().answers.get(1)?.rev, regraded.updated], [0, 2, { reset: 0, regraded: 1 }]);
  assert.equal(regraded.state().answers.get(1)?.done, false, "who had it right may try once more");
});

test("when the head of a state is lost, the rest counts, and that is said", async () => {
  const lms = lmsOf();
  const first = open(lms, tracked());
  first.visit(first.places[0] ?? assert.fail());
  answer(first, ["a", "c"]);
  await settled();
  const [, ...rest] = (lms.saved[lms.saved.length - 1] ?? "").split(".");
  const second = open(lmsOf(), tracked(["2HAAAAAAA", ...rest].join(".")));
  assert.deepEqual([second.damaged, second.incomplete, second.resumed], [false, true, true]);
  assert.deepEqual([second.state().answers.get(1)?.score, second.state().pages.has(1), second.state().nonce.length], [1, true, 4]);
  assert.equal(second.outcome().completed, false);
});

test("active time goes to the page and the course, and is worth a saving when the page is hidden", async () => {
  const lms = lmsOf("cmi5");
  const running = open(lms, tracked());
  const [place = assert.fail()] = running.places;
  running.visit(place);
  await settled();
  const before = lms.saved.length;
  running.spend(10, place);
  await running.save(true);
  assert.equal(lms.saved.length, before, "ten seconds are not");
  running.spend(30, place);
  running.spend(5, null);
  await running.save(true);
  assert.equal(lms.saved.length, before + 1);
  const state = decode(lms.saved[before] ?? "", "abc")?.state;
  assert.deepEqual([state?.seconds, state?.pages.get(1)], [45, 45]); // 40 is kept as 45
});

test("what the course no longer has goes first where there is no room", async () => {
  const lms = lmsOf();
  const first = open(lms, tracked());
  first.change((state) => {
    for (let slot = 100; slot < 160; slot++) state.answers.set(slot, { ...freshAnswer(), response: [`z${slot}`.repeat(9)], attempts: 1 });
  });
  answer(first, ["what was typed"], text);
  await settled();
  const heard: Saving[] = [];
  const small = lmsOf("scorm12", 80);
  const second = open(small, tracked(lms.saved[lms.saved.length - 1]), environment(), heard);
  assert.equal(second.state().answers.size, 61);
  await second.save();
  const kept = decode(small.saved[0] ?? "", "abc")?.state;
  assert.deepEqual([...(kept?.answers.entries() ?? [])].map(([slot, { response }]) => [slot, response]), [[1, ["what was typed"]]]);
  assert.deepEqual(heard, []);
});

test("sets and pairs are kept in one order, whatever order they were chosen in", () => {
  const running = open(lmsOf(), tracked());
  answer(running, ["c", "a"]);
  assert.deepEqual(running.state().answers.get(1)?.response, ["a", "c"]);
});

test("where an LMS ends quiet sessions, an active learner's state is saved now and then", async () => {
  for (const [options, expected] of [[{ saveEvery: 10 }, 1], [{}, 0]] as const) {
    const env = environment();
    const lms = lmsOf();
    const running = session(course({ options }), "", lms, tracked(), env, () => undefined);
    const [place = assert.fail()] = running.places;
    running.visit(place);
    await settled();
    const before = lms.saved.length;
    env.clock.now += 9 * 60_000;
    running.spend(5, place);
    assert.equal(lms.saved.length, before, "nine minutes are not yet quiet");
    env.clock.now += 60_000;
    running.spend(5, place);
    running.spend(5, place);
    assert.equal(lms.saved.length, before + expected);
  }
});

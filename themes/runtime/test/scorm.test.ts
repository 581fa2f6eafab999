import assert from "node:assert/strict";
import { test } from "node:test";
import { fields12, fields2004, responseXapi } from "../src/interaction.ts";
import type { Objective, Outcome } from "../src/progress.ts";
import { NAMES12, NAMES2004, awaitApi, connect, findApi } from "../src/scorm.ts";
import { scorm12, status12 } from "../src/scorm12.ts";
import { scorm2004 } from "../src/scorm2004.ts";
import { choice, cloze, course, environment, given, matching, numeric, ordering, text, trueFalse } from "./course.ts";
import { fake, windowWith } from "./scorm-api.ts";

const as = (part: Partial<Outcome>): Outcome => ({ progress: 0, completed: false, judged: true, success: null, score: null, ...part });
const field = (fields: [string, string][], name: string): string[] => fields.filter(([key]) => key.startsWith(name)).map(([, value]) => value);

test("the API is found in parents, openers and the opener's document, never that of the other version", () => {
  const { api } = fake("scorm12");
  const { api: newer } = fake("scorm2004");
  const top: Record<string, unknown> = { API: api };
  top["parent"] = top;
  const inner = { parent: { parent: { parent: top } } };
  assert.equal(findApi(inner as unknown as Window, NAMES12), api);
  assert.equal(findApi(inner as unknown as Window, NAMES2004), null);
  const alone: Record<string, unknown> = { opener: { parent: top } };
  alone["parent"] = alone["top"] = alone;
  assert.equal(findApi(alone as unknown as Window, NAMES12), api);
  alone["opener"] = { document: { API_1484_11: newer } };
  assert.equal(findApi(alone as unknown as Window, NAMES2004), newer);
  assert.equal(findApi({ API: { tagName: "DIV" } } as unknown as Window, NAMES12), null);
});

test("windows that throw and endless parents do not matter", () => {
  const hostile = new Proxy({}, { get: () => { throw new Error("SecurityError"); } });
  assert.equal(findApi({ parent: hostile, opener: hostile, top: hostile } as unknown as Window, NAMES12), null);
  const endless: object = new Proxy({}, { get: (_, name) => (name === "parent" ? new Proxy({}, { get: (__, other) => (other === "parent" ? endless : undefined) }) : undefined) });
  assert.equal(findApi(endless as Window, NAMES12), null);
});

test("an API that comes late is waited for, not for ever", async () => {
  const { api } = fake("scorm12");
  const parent: Record<string, unknown> = {};
  const env = environment();
  const late = async (ms: number): Promise<void> => {
    env.clock.now += ms;
    if (env.clock.now > 500) parent["API"] = api;
  };
  assert.equal(await awaitApi({ parent } as unknown as Window, NAMES12, late), api);
  assert.ok(env.clock.now < 1000);
  assert.equal(await awaitApi({ parent: {} } as unknown as Window, NAMES12, env.wait), null);
  assert.ok(env.clock.now < 5000);
});

test("whatever the API does, nothing is thrown", () => {
  for (const answer of ["throw", "", "false", "TRUE", "undefined"]) {
    const lms = fake("scorm2004");
    for (const name of ["Initialize", "Terminate", "GetValue", "SetValue", "Commit"]) lms.answers[name] = [answer, "101"];
    const connection = connect(lms.api, NAMES2004);
    connection.initialize("cmi.completion_status");
    connection.get("cmi.location");
    connection.set("cmi.location", "x");
    connection.commit();
    connection.terminate();
  }
  connect({}, NAMES2004).commit();
});

test("false with error 0 is yes for SetValue, no for Commit", () => {
  const lms = fake("scorm12");
  const connection = connect(lms.api, NAMES12);
  lms.answers = { SetValue: ["false", "0"], Commit: ["false", "0"] };
  assert.ok(connection.set("cmi.core.exit", "suspend").ok);
  assert.ok(!connection.commit().ok);
  lms.answers = { SetValue: ["false", "405"] };
  assert.deepEqual(connection.set("cmi.core.exit", "x"), { ok: false, reason: "405" });
});

test("a value is written once, until the LMS may have lost it", () => {
  const lms = fake("scorm12");
  const connection = connect(lms.api, NAMES12);
  for (let i = 0; i < 3; i++) connection.set("cmi.core.exit", "suspend");
  assert.equal(lms.calls.length, 1);
  connection.forget();
  connection.set("cmi.core.exit", "suspend");
  assert.equal(lms.calls.length, 2);
});

test("SCORM 1.2 starts with few calls, incomplete and suspend first", async () => {
  const lms = fake("scorm12");
  const adapter = scorm12(course(), environment(windowWith("API", lms.api)));
  assert.deepEqual(await adapter.start(), { state: "tracked", mode: "normal", saved: "", learner: "" });
  assert.ok(lms.calls.length <= 15, lms.calls.join("\n"));
  assert.equal(lms.values.get("cmi.core.lesson_status"), "incomplete");
  assert.equal(lms.values.get("cmi.core.exit"), "suspend");
  assert.equal(lms.calls[lms.calls.length - 1], "Commit");
});

test("SCORM 2004 starts likewise", async () => {
  const lms = fake("scorm2004", { "cmi.completion_status": "unknown" });
  const adapter = scorm2004(course(), environment(windowWith("API_1484_11", lms.api)));
  assert.equal((await adapter.start()).state, "tracked");
  adapter.saveState("x", "a/1");
  adapter.setStatus(as({}), null);
  await adapter.commit(false);
  assert.ok(lms.calls.length <= 15, "the first page included: " + lms.calls.join("\n"));
  assert.equal(lms.values.get("cmi.completion_status"), "incomplete");
  assert.equal(lms.values.get("cmi.exit"), "suspend");
});

test("a second initialise that is refused is fine if a read works", async () => {
  for (const [code, state] of [["101", "tracked"], ["301", "failed"]] as const) {
    const lms = fake("scorm12");
    lms.answers["Initialize"] = ["false", code];
    assert.equal((await scorm12(course(), environment(windowWith("API", lms.api))).start()).state, state);
  }
  const broken = fake("scorm12");
  broken.answers = { Initialize: ["false", "101"], GetValue: ["", "101"] };
  assert.equal((await scorm12(course(), environment(windowWith("API", broken.api))).start()).state, "failed");
});

test("a state that cannot be read is not overwritten", async () => {
  const lms = fake("scorm2004");
  lms.answers["GetValue"] = ["", "301"];
  assert.equal((await scorm2004(course(), environment(windowWith("API_1484_11", lms.api))).start()).state, "failed");
  assert.ok(!lms.calls.some((call) => call.startsWith("SetValue")));
});

test("unless normal and for credit, nothing is recorded", async () => {
  for (const [mode, credit, told] of [["review", "credit", "review"], ["browse", "no-credit", "browse"], ["Normal", "NO-CREDIT", "review"], ["", "", "normal"], ["NORMAL", "Credit", "normal"]]) {
    const lms = fake("scorm12", { "cmi.core.lesson_mode": mode ?? "", "cmi.core.credit": credit ?? "", "cmi.core.lesson_status": "completed" });
    const adapter = scorm12(course(), environment(windowWith("API", lms.api)));
    const start = await adapter.start();
    assert.equal(start.state === "tracked" && start.mode, told);
    adapter.saveState("x", "a/1");
    adapter.setStatus(as({ completed: true }), null);
    adapter.recordAnswer(given(choice, ["a"]));
    await adapter.commit(false);
    await adapter.finish(false);
    const written = lms.calls.filter((call) => call.startsWith("SetValue"));
    assert.ok(told === "normal" || written.join() === "SetValue cmi.core.exit=suspend", written.join());
  }
});

test("the status words of SCORM 1.2", () => {
  const unjudged = { completed: true, judged: false };
  const cases: [Partial<Outcome>, string, string][] = [
    [{}, "incomplete", "incomplete"], [unjudged, "incomplete", "completed"], [{ completed: true }, "incomplete", "incomplete"],
    [{ completed: true, success: "passed" }, "incomplete", "passed"], [{ completed: true, success: "failed" }, "incomplete", "failed"],
    [{}, "passed", "passed"], [{}, "completed", "completed"], [{ completed: true, success: "passed" }, "failed", "passed"],
    [{}, "failed", "incomplete"], [{ completed: true, success: "failed" }, "passed", "passed"], [unjudged, "passed", "passed"],
  ];
  for (const [part, held, status] of cases) assert.equal(status12(as(part), held), status, JSON.stringify([part, held]));
});

test("the score goes out with a final status only, and before it", async () => {
  const lms = fake("scorm12");
  const env = environment(windowWith("API", lms.api));
  const adapter = scorm12(course(), env);
  await adapter.start();
  adapter.setStatus(as({ score: 0.5 }), null);
  adapter.setStatus(as({ completed: true, score: 0.5 }), null);
  assert.equal(lms.values.has("cmi.core.score.raw"), false);
  adapter.setStatus(as({ completed: true, success: "passed", score: 0.8148 }), null);
  const set = lms.calls.filter((call) => /score|status=passed/.test(call));
  assert.deepEqual(set.map((call) => call.replace("SetValue cmi.core.", "")), ["score.raw=81.48", "score.min=0", "score.max=100", "lesson_status=passed"]);
});

test("after a failed commit SCORM 1.2 changes each value, commits, and sets it again", async () => {
  const lms = fake("scorm12");
  const env = environment(windowWith("API", lms.api));
  const adapter = scorm12(course(), env);
  await adapter.start();
  const passed = as({ completed: true, success: "passed", score: 0.8 });
  adapter.recordAnswer(given(choice, ["a"]));
  adapter.saveState("one", "a/1");
  adapter.setStatus(passed, null);
  lms.answers["Commit"] = ["false", "101"];
  assert.ok(!(await adapter.commit(false)).ok);
  lms.answers = {};
  lms.calls.length = 0;
  adapter.saveState("two", "a/1");
  adapter.setStatus(passed, null);
  assert.ok((await adapter.commit(false)).ok);
  const status = lms.calls.filter((call) => /lesson_status|^Commit|core.exit/.test(call)).map((call) => call.replace("SetValue cmi.core.", ""));
  assert.deepEqual(status, ["exit=", "lesson_status=incomplete", "Commit", "lesson_status=passed", "exit=suspend", "Commit", "Commit"]);
  assert.equal(lms.values.get("cmi.core.score.raw"), "80.0");
  assert.equal(lms.values.get("cmi.suspend_data"), "two");
  assert.equal(lms.values.get("cmi.interactions.1.id"), "q1", "the record is made again: the first may be marked as sent");
  lms.calls.length = 0;
  adapter.saveState("three", "a/1");
  adapter.setStatus(passed, null);
  await adapter.commit(false);
  assert.ok(!lms.calls.some((call) => /lesson_status|interactions/.test(call)), lms.calls.join("\n"));
});

test("however often SCORM 1.2 tries again, records are repeated once, when the LMS answers", async () => {
  const lms = fake("scorm12");
  const adapter = scorm12(course(), environment(windowWith("API", lms.api)));
  await adapter.start();
  adapter.recordAnswer(given(choice, ["a"]));
  lms.answers["Commit"] = ["false", "101"];
  for (let turn = 0; turn < 5; turn++) {
    adapter.saveState(`turn ${turn}`, "a/1");
    assert.ok(!(await adapter.commit(false)).ok);
  }
  lms.answers = {};
  adapter.saveState("back", "a/1");
  assert.ok((await adapter.commit(false)).ok);
  const ids = [...lms.values.keys()].filter((name) => /^cmi.interactions.\d+.id$/.test(name));
  assert.deepEqual(ids, ["cmi.interactions.0.id", "cmi.interactions.1.id"]);
});

test("SCORM 2004 tells progress and success apart, and opens the gate", async () => {
  const lms = fake("scorm2004", { "cmi.objectives._count": "2", "cmi.objectives.0.id": "primary", "cmi.objectives.1.id": "done-one" });
  const adapter = scorm2004(course({ options: { gateObjective: "done-one" } }), environment(windowWith("API_1484_11", lms.api)));
  await adapter.start();
  adapter.setStatus(as({ progress: 0.25, score: 0.1 }), false);
  assert.deepEqual([lms.values.get("cmi.progress_measure"), lms.values.has("cmi.score.raw"), lms.values.has("cmi.success_status")], ["0.25", false, false]);
  adapter.setStatus(as({ completed: true, success: "passed", score: 1 / 3, progress: 1 }), true);
  assert.equal(lms.values.get("cmi.objectives.1.success_status"), "passed");
  assert.deepEqual(["scaled", "raw", "min", "max"].map((name) => lms.values.get(`cmi.score.${name}`)), ["0.3333", "33.33", "0", "100"]);
  assert.equal(lms.values.get("cmi.completion_status"), "completed");
  assert.equal(lms.values.get("cmi.success_status"), "passed");
});

test("a reached outcome is never taken back", async () => {
  const lms = fake("scorm2004", { "cmi.completion_status": "completed", "cmi.success_status": "passed" });
  const adapter = scorm2004(course(), environment(windowWith("API_1484_11", lms.api)));
  await adapter.start();
  adapter.setStatus(as({ success: "failed", completed: false, progress: 0.1 }), null);
  assert.deepEqual([lms.values.get("cmi.completion_status"), lms.values.get("cmi.success_status"), lms.values.get("cmi.progress_measure")], ["completed", "passed", "1"]);
});

test("records: a new one for each attempt, or one for each question", async () => {
  for (const [interactions, ids] of [["journal", ["q1", "q2", "q1"]], ["one", ["q1", "q2"]]] as const) {
    const lms = fake("scorm2004", { "cmi.interactions._count": "0" });
    const adapter = scorm2004(course({ options: { interactions } }), environment(windowWith("API_1484_11", lms.api)));
    await adapter.start();
    adapter.recordAnswer(given(choice, ["a"]));
    adapter.recordAnswer(given(trueFalse, ["f"], { order: 1 }));
    adapter.recordAnswer(given(choice, ["a", "c"]));
    assert.deepEqual([0, 1, 2].flatMap((i) => lms.values.get(`cmi.interactions.${i}.id`) ?? []), ids);
    assert.equal(lms.calls.filter((call) => call.includes("_count")).length, 1);
  }
});

test("one record a question: found again in a later session", async () => {
  const lms = fake("scorm2004", { "cmi.interactions._count": "2", "cmi.interactions.0.id": "q1", "cmi.interactions.1.id": "q2" });
  const adapter = scorm2004(course({ options: { interactions: "one" } }), environment(windowWith("API_1484_11", lms.api)));
  await adapter.start();
  adapter.recordAnswer(given(trueFalse, ["t"], { order: 1 }));
  adapter.recordAnswer(given(numeric, ["2"], { order: 0 }));
  assert.equal(lms.values.get("cmi.interactions.1.learner_response"), "true");
  assert.equal(lms.values.get("cmi.interactions.2.id"), "q3", "another question's record is not touched");
});

test("an LMS that does not count its records keeps those of earlier sessions", async () => {
  for (const [interactions, index] of [["journal", 5], ["one", 3]] as const) {
    const lms = fake("scorm12", { "cmi.interactions._count": "" });
    const adapter = scorm12(course({ options: { interactions } }), environment(windowWith("API", lms.api)));
    await adapter.start();
    adapter.recordAnswer(given(choice, ["a"], { order: 3, earlier: 5 }));
    assert.equal(lms.values.get(`cmi.interactions.${index}.id`), "q1");
    assert.equal(lms.values.get("cmi.interactions.0.id"), undefined, "the first record belongs to an earlier session");
  }
});

test("an LMS without interactions is asked once", async () => {
  const lms = fake("scorm12");
  const adapter = scorm12(course(), environment(windowWith("API", lms.api)));
  await adapter.start();
  lms.answers["SetValue"] = ["false", "401"];
  adapter.recordAnswer(given(choice, ["a"]));
  lms.calls.length = 0;
  adapter.recordAnswer(given(choice, ["a"]));
  assert.deepEqual(lms.calls, []);
});

test("fields of SCORM 1.2", () => {
  const fields = fields12(given(choice, ["a", "b", "c"], { objective: "basics" }), false);
  assert.deepEqual(fields, [
    ["id", "q1"], ["type", "choice"], ["objectives.0.id", "basics"], ["correct_responses.0.pattern", "a,c"], ["weighting", "1"], ["time", "09:05:07"],
    ["student_response", "a,b,c"], ["result", "0.5"], ["latency", "0000:00:12.35"],
  ]);
  assert.deepEqual(field(fields12(given(trueFalse, ["t"]), false), "student_response"), ["t"]);
  assert.deepEqual(field(fields12(given(trueFalse, ["t"]), false), "result"), ["wrong"]);
  assert.deepEqual(field(fields12(given(numeric, ["2,5"]), false), "student_response"), ["2.5"]);
  assert.deepEqual(field(fields12(given(numeric, ["2,5"]), false), "correct"), ["2:3"]);
  assert.deepEqual(field(fields12(given(matching, ["1.a", "2.b"]), false), "student_response"), ["1.a,2.b"]);
  assert.deepEqual(field(fields12(given(text, ["x\ny".repeat(200)]), false), "student_response").map((value) => [value.length <= 255, value.includes("\n")]), [[true, false]]);
});

test("fields of SCORM 2004", () => {
  const fields = fields2004(given(choice, ["a", "c"]), false, "uz-Latn");
  assert.deepEqual(field(fields, "learner_response"), ["a[,]c"]);
  assert.deepEqual(field(fields, "description"), ["{lang=uz-Latn}Which?"]);
  assert.deepEqual(field(fields, "timestamp"), ["2026-11-03T09:05:07"]);
  assert.deepEqual(field(fields, "latency"), ["PT12.35S"]);
  assert.deepEqual(field(fields2004(given(numeric, ["7"]), false, "en"), "correct"), ["2[:]3"]);
  assert.deepEqual(field(fields2004(given(numeric, ["7"]), false, "en"), "result"), ["incorrect"]);
  assert.deepEqual(field(fields2004(given(matching, ["1.a"]), false, "en"), "learner_response"), ["1[.]a"]);
  assert.deepEqual(field(fields2004(given(ordering, ["c", "b", "a"]), false, "en"), "learner_response"), ["c[,]b[,]a"]);
  assert.deepEqual(field(fields2004(given(trueFalse, ["t"]), false, "en"), "learner_response"), ["true"]);
  assert.deepEqual(field(fields2004(given(text, ["{lang=x} [,] y"]), false, "en"), "learner_response"), ["(lang=x} (,) y"]);
  assert.deepEqual(field(fields2004(given(text, ["x"]), false, "en"), "correct"), ["{case_matters=true}CSV", "{case_matters=true}csv file"]);
  assert.deepEqual(fields2004(given(choice, ["a"]), true, "en").map(([name]) => name), ["timestamp", "learner_response", "result", "latency"]);
});

test("xAPI takes the words of a cloze text", () => {
  assert.equal(responseXapi(given(cloze, ["csv", "b"], { words: ["csv", "open"] })), "csv[,]open");
  assert.equal(responseXapi(given(numeric, ["1 234,50"])), "1234.5");
});

test("a session in SCORM 1.2 outlives an LMS that throws at everything", async () => {
  const lms = fake("scorm12");
  const adapter = scorm12(course(), environment(windowWith("API", lms.api)));
  await adapter.start();
  for (const name of ["SetValue", "GetValue", "Commit", "Terminate"]) lms.answers[name] = ["throw", "0"];
  assert.ok(!adapter.saveState("x", "a/1").ok);
  adapter.recordAnswer(given(choice, ["a"]));
  adapter.setStatus(as({ completed: true, judged: false }), null);
  assert.ok(!(await adapter.commit(true)).ok);
  assert.ok(!(await adapter.finish(true)).ok);
});

const module = (part: Partial<Objective>): Objective => ({ ...as({}), id: "one", title: "One", touched: true, ...part });
const records = (values: Map<string, string>): string[] => [...values].filter(([name]) => name.startsWith("cmi.objectives.") && !name.endsWith("_count")).map(([name, value]) => `${name.slice(15)}=${value}`);

test("SCORM 1.2 holds a record of each module that was begun, under its id", async () => {
  const lms = fake("scorm12", { "cmi.objectives._count": "0" });
  const adapter = scorm12(course(), environment(windowWith("API", lms.api)));
  await adapter.start();
  const all = (part: Partial<Objective>): Objective[] => [module(part), module({ id: "two", touched: false })];
  adapter.setStatus(as({}), null, all({}));
  await adapter.commit(false);
  assert.deepEqual(records(lms.values), [], "the first save is quick");
  adapter.setStatus(as({}), null, all({ progress: 0.5, score: 0.5 }));
  assert.deepEqual(records(lms.values), ["0.id=one", "0.status=incomplete"]);
  adapter.setStatus(as({}), null, all({ completed: true, success: "passed", score: 2 / 3 }));
  assert.deepEqual(records(lms.values), ["0.id=one", "0.status=passed", "0.score.raw=66.67", "0.score.min=0", "0.score.max=100"]);
});

test("records of earlier sessions are found by their ids and never taken back", async () => {
  for (const count of ["2", ""]) {
    const held = { "cmi.objectives._count": count, "cmi.objectives.0.id": "two", "cmi.objectives.1.id": "one", "cmi.objectives.1.status": "passed", "cmi.objectives.1.success_status": "passed", "cmi.objectives.1.completion_status": "completed" };
    const older = fake("scorm12", held);
    const newer = fake("scorm2004", held);
    for (const [adapter, lms] of [[scorm12(course(), environment(windowWith("API", older.api))), older], [scorm2004(course(), environment(windowWith("API_1484_11", newer.api))), newer]] as const) {
      await adapter.start();
      await adapter.commit(false);
      adapter.setStatus(as({}), null, [module({ progress: 0.2 }), module({ id: "quiz.final" })]);
      assert.equal(lms.values.get("cmi.objectives.2.id"), "quiz.final");
      assert.equal(lms.values.get("cmi.objectives.0.id"), "two");
    }
    assert.deepEqual([older.values.get("cmi.objectives.1.status"), older.values.get("cmi.objectives.2.status")], ["passed", "incomplete"]);
    assert.deepEqual(["success_status", "completion_status", "progress_measure"].map((name) => newer.values.get(`cmi.objectives.1.${name}`)), ["passed", "completed", "1"]);
  }
});

test("SCORM 2004 holds completion, success, progress and score of a module apart", async () => {
  const lms = fake("scorm2004", { "cmi.objectives._count": "0" });
  const adapter = scorm2004(course({ lang: "ru" }), environment(windowWith("API_1484_11", lms.api)));
  await adapter.start();
  adapter.setStatus(as({}), null, [module({ completed: true, progress: 1, success: "failed", score: 1 / 3 })]);
  assert.deepEqual(records(lms.values), [
    "0.id=one", "0.description={lang=ru}One", "0.score.scaled=0.3333", "0.score.raw=33.33", "0.score.min=0", "0.score.max=100",
    "0.success_status=failed", "0.completion_status=completed", "0.progress_measure=1",
  ]);
});

test("an LMS without objectives is asked once, and the rest is saved", async () => {
  const lms = fake("scorm12");
  const adapter = scorm12(course(), environment(windowWith("API", lms.api)));
  await adapter.start();
  await adapter.commit(false);
  lms.answers["SetValue"] = ["false", "401"];
  adapter.setStatus(as({}), null, [module({}), module({ id: "two" })]);
  delete lms.answers["SetValue"];
  adapter.setStatus(as({ completed: true, judged: false }), null, [module({ completed: true })]);
  assert.deepEqual([records(lms.values), lms.values.get("cmi.core.lesson_status")], [[], "completed"]);
});

test("after a failed commit the records of modules are sent again as other values", async () => {
  const lms = fake("scorm12", { "cmi.objectives._count": "0" });
  const adapter = scorm12(course(), environment(windowWith("API", lms.api)));
  await adapter.start();
  const done = [module({ completed: true, judged: false, score: 0.8 })];
  adapter.setStatus(as({}), null, done);
  adapter.doubt();
  const from = lms.calls.length;
  adapter.saveState("x", "a/1");
  adapter.setStatus(as({}), null, done);
  const sent = lms.calls.slice(from).filter((call) => /objectives|Commit/.test(call)).map((call) => call.replace("SetValue cmi.objectives.0.", ""));
  assert.deepEqual(sent, ["score.raw=80.0", "score.min=0.0", "score.max=100.0", "status=incomplete", "Commit", "score.raw=80", "score.min=0", "score.max=100", "status=completed"]);
});

test("an LMS that does not know every status is told others, and has the score all the same", async () => {
  const cases: [Record<string, string>, Partial<Outcome>, string, string | undefined][] = [
    [{ completed: "passed" }, { completed: true, judged: false, score: 1 }, "passed", "100"],
    [{ passed: "completed", failed: "incomplete" }, { completed: true, success: "passed", score: 0.8 }, "completed", "80"],
    [{ passed: "completed", failed: "incomplete" }, { completed: true, success: "failed", score: 0.4 }, "incomplete", "40"],
    [{ passed: "completed" }, { completed: true, success: null, score: 0.4 }, "incomplete", undefined],
  ];
  for (const [statuses, outcome, status, raw] of cases) {
    const lms = fake("scorm12");
    const adapter = scorm12(course({ options: { statuses } }), environment(windowWith("API", lms.api)));
    await adapter.start();
    adapter.setStatus(as(outcome), false);
    adapter.setStatus(as(outcome), false);
    assert.deepEqual([lms.values.get("cmi.core.lesson_status"), lms.values.get("cmi.core.score.raw")], [status, raw]);
  }
});

test("an LMS that refuses double quotes gets single ones", async () => {
  for (const [quotes, stored] of [[false, "'CSV'"], [true, '"CSV"']] as const) {
    const lms = fake("scorm12");
    const adapter = scorm12(course({ options: { quotes } }), environment(windowWith("API", lms.api)));
    await adapter.start();
    adapter.recordAnswer(given(text, ['"CSV"']));
    assert.equal(lms.values.get("cmi.interactions.0.student_response"), stored);
  }
});

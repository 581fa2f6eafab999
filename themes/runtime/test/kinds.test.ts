import assert from "node:assert/strict";
import { test } from "node:test";
import { fields12, fields2004, records, responseXapi } from "../src/interaction.ts";
import { OK } from "../src/lms.ts";
import type { Answered, Lms } from "../src/lms.ts";
import { afterHint, mark } from "../src/score.ts";
import { session } from "../src/session.ts";
import type { Session } from "../src/session.ts";
import { answered } from "../src/statement.ts";
import type { Question } from "../src/types.ts";
import { choice, course, environment, given } from "./course.ts";

const survey: Question = {
  ...choice, id: "mood", kind: "likert", points: 0, attempts: 1, type: "likert", rule: { rule: "survey" },
  parts: [{ code: "a", prompt: "I can", definition: { scale: [] } }, { code: "b", prompt: "I will" }, { code: "c", prompt: "I do" }],
};
const long: Question = { ...choice, id: "why", kind: "long-answer", type: "long-fill-in", rule: { rule: "self", levels: 3 } };
const matrix: Question = { ...choice, id: "grid", kind: "matrix", type: "matching", rule: { rule: "pairs", key: ["a.1", "a.2", "b.1"] } };
const field = (fields: [string, string][], name: string): string | undefined => fields.find(([key]) => key === name)?.[1];

test("a survey is recorded statement by statement, those passed over too", () => {
  const made = records(given(survey, ["b.2", "a.4"], { order: 3, earlier: 7 }));
  assert.deepEqual(made.map(({ question, response, order, earlier }) => [question.id, question.prompt, response, order, earlier]), [
    ["mood.a", "I can", ["4"], 3, 7], ["mood.b", "I will", ["2"], 4, 8], ["mood.c", "I do", [""], 5, 9],
  ]);
  assert.deepEqual(records(given(choice, ["a"])).length, 1);
});

test("a survey is neither right nor wrong in any standard", () => {
  const [first, , last] = records(given(survey, ["a.4"])) as [Answered, Answered, Answered];
  const old = fields12(first, false);
  assert.deepEqual(["type", "student_response", "result", "weighting"].map((name) => field(old, name)), ["likert", "4", "neutral", "0"]);
  const fields = fields2004(first, false, "en");
  assert.deepEqual(["type", "learner_response", "result", "description"].map((name) => field(fields, name)), ["likert", "4", "neutral", "I can"]);
  assert.ok(![...old, ...fields].some(([name]) => name.startsWith("correct_responses")));
  assert.equal(field(fields2004(last, false, "en"), "learner_response"), undefined);
  assert.equal(field(fields12(last, false), "student_response"), undefined);
  const { result, object } = answered(course(), first, null);
  assert.deepEqual(["response", "score", "success"].map((name) => name in (result ?? {})), [true, false, false]);
  assert.equal(object["id"], "https://example.org/c/questions/mood.a");
});

test("a long answer has the learner's own judgement as a number", () => {
  const answer = given(long, ["One\ntwo {x}", "1"]);
  const old = fields12(answer, false);
  assert.deepEqual(["type", "student_response", "result"].map((name) => field(old, name)), ["fill-in", "One two {x}", "0.5"]);
  const fields = fields2004(answer, false, "en");
  assert.deepEqual(["type", "learner_response", "result"].map((name) => field(fields, name)), ["long-fill-in", "One two {x}", "0.5"]);
  assert.equal(field(fields2004(given(long, ["x", "2"]), false, "en"), "result"), "1");
  assert.equal(field(fields12(given(long, ["x", "0"]), false), "result"), "0");
  assert.equal(responseXapi(answer), "One two {x}");
  const { result } = answered(course(), answer, null);
  assert.deepEqual([result?.["score"], "success" in (result ?? {})], [{ scaled: 0.5 }, false]);
});

test("a long text has room where the standard has room, never half a character, never a brace in front", () => {
  const text = "{😀".repeat(3000);
  assert.equal(field(fields12(given(long, [text, "1"]), false), "student_response")?.length, 255);
  const response = field(fields2004(given(long, [text, "1"]), false, "en"), "learner_response") ?? "";
  assert.ok(response.length <= 4000 && response.length > 3990 && response.startsWith("("));
  assert.ok(!/[\ud800-\udbff]$/.test(response));
});

test("a row with several columns is several pairs", () => {
  const answer = given(matrix, ["a.1", "b.1"]);
  assert.equal(field(fields12(answer, false), "student_response"), "a.1,b.1");
  assert.equal(field(fields12(answer, false), "correct_responses.0.pattern"), "a.1,a.2,b.1");
  assert.equal(field(fields2004(answer, false, "en"), "learner_response"), "a[.]1[,]b[.]1");
  assert.equal(field(fields12(answer, false), "result"), "0.75");
});

function running(): { session: Session; told: Answered[] } {
  const told: Answered[] = [];
  const lms: Lms = {
    target: "scorm12", limit: 4096, exits: true, start: async () => ({ state: "failed" }), saveState: () => OK, recordPage: () => OK,
    recordAnswer: (answer) => { told.push(answer); return OK; },
    setStatus: () => OK, commit: async () => OK, doubt: () => undefined, finish: async () => OK,
  };
  const structure = course({ options: { interactions: "one" } });
  const questions = structure.modules[0]?.lessons[0]?.pages[1]?.questions ?? [];
  if (questions[0]) Object.assign(questions[0], { records: 3, scored: false, points: 0 });
  return { session: session(structure, "", lms, { state: "tracked", mode: "normal", saved: "", learner: "ann" }, environment(), () => undefined), told };
}

function give({ session: open }: { session: Session }, question: Question, slot: number, response: string[]): void {
  const place = open.places.find(({ page }) => page.questions.some((ref) => ref.slot === slot)) ?? assert.fail();
  open.answer({ place, question, slot, response, words: response, mark: mark(question, response), latency: 1 });
}

test("records after a survey have the places behind all of its statements", () => {
  const open = running();
  give(open, survey, 1, ["a.1"]);
  give(open, choice, 2, ["a"]);
  give(open, choice, 2, ["a", "c"]);
  assert.deepEqual(open.told.map(({ question, order, earlier }) => [question.id, order, earlier]), [
    ["mood.a", 0, 0], ["mood.b", 1, 1], ["mood.c", 2, 2], ["q1", 3, 3], ["q1", 3, 4],
  ]);
  assert.equal(open.session.state().answers.get(1)?.done, true);
});

test("an opened hint takes its share of later answers, never of earlier ones", () => {
  const open = running();
  const costly = { ...choice, hintCost: 40 };
  const place = open.session.places[1] ?? assert.fail();
  give(open, costly, 2, ["a"]);
  assert.equal(open.session.state().answers.get(2)?.score, 0.5);
  open.session.hint(place, 2);
  assert.equal(open.session.state().answers.get(2)?.hinted, true);
  assert.equal(open.session.state().answers.get(2)?.score, 0.5);
  give(open, costly, 2, ["a", "c"]);
  assert.equal(open.session.state().answers.get(2)?.score, 0.6);
  assert.deepEqual(open.told.map(({ mark: made }) => [made.verdict, made.score]), [["partly", 0.5], ["right", 0.6]]);
  assert.equal(afterHint(1, 0), 1);
});

test("a hint opened before any answer is no answer", () => {
  const open = running();
  open.session.hint(open.session.places[1] ?? assert.fail(), 2);
  assert.equal(open.session.state().answers.get(2)?.attempts, 0);
  assert.deepEqual(open.told, []);
});

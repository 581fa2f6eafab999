import assert from "node:assert/strict";
import { test } from "node:test";
import { actorKey, readLaunch } from "../src/launch.ts";
import type { JsonObject } from "../src/launch.ts";
import type { Outcome } from "../src/progress.ts";
import { xapi } from "../src/xapi.ts";
import { choice, course, environment, given, memoryStore } from "./course.ts";

const ACTOR = { objectType: "Agent", account: { homePage: "https://lms.example", name: "ann" } };
const CMI5 = "https://w3id.org/xapi/cmi5/context/categories/";
const as = (part: Partial<Outcome>): Outcome => ({ progress: 0, completed: false, judged: true, success: null, score: null, ...part });
const json = (value: unknown): string => JSON.stringify(value);

/** An LRS of few words. `fail` makes it answer that status to a path. */
function lrs(launchData: JsonObject = {}) {
  const server = {
    statements: [] as JsonObject[], documents: new Map<string, string>(), requests: [] as string[], batches: [] as JsonObject[][],
    fail: {} as Record<string, number>, tokens: 1, headers: [] as Record<string, string>[],
    fetch: (async (input: string, init: RequestInit) => {
      const url = new URL(input);
      server.requests.push(`${init.method ?? "GET"} ${url.pathname}`);
      server.headers.push(init.headers as Record<string, string>);
      const status = server.fail[url.pathname];
      if (status === 0) throw new TypeError("network");
      if (status) return new Response("", { status });
      return server.answer(url, init);
    }) as typeof fetch,
    answer(url: URL, init: RequestInit): Response {
      if (url.pathname === "/fetch") return new Response(json(server.tokens-- > 0 ? { "auth-token": "c2VjcmV0" } : { "error-code": "1" }));
      const state = url.searchParams.get("stateId") ?? url.searchParams.get("profileId") ?? "";
      if (state === "LMS.LaunchData") return new Response(json({ contextTemplate: {}, launchMode: "Normal", moveOn: "Passed", ...launchData }));
      if (init.method === "PUT") { server.documents.set(state, String(init.body)); return new Response(null, { status: 204 }); }
      if (state) return new Response(server.documents.get(state) ?? "", { status: server.documents.has(state) ? 200 : 404 });
      if (init.method === "GET") return new Response("{}", { status: server.statements.some(({ id }) => id === url.searchParams.get("statementId")) ? 200 : 404 });
      const batch = JSON.parse(String(init.body)) as JsonObject[];
      if (batch.some((one) => server.statements.some((other) => other["id"] === one["id"]))) return new Response("", { status: 409 });
      server.batches.push(batch);
      server.statements.push(...batch);
      return new Response("[]");
    },
  };
  return server;
}

const search = (changes: Record<string, string> = {}): string => "?" + new URLSearchParams({
  endpoint: "https://lrs.example/xapi", fetch: "https://lms.example/fetch", actor: json(ACTOR), registration: "0b1e5a2c-0000-4000-8000-000000000001",
  activityId: "https://lms.example/au/1", ...changes,
}).toString();

const PROGRESS = "https://w3id.org/xapi/cmi5/result/extensions/progress";
const windowAt = (query: string): object => ({ location: { search: query } });
const verbs = (server: ReturnType<typeof lrs>): string[] => server.statements.map((one) => String((one["verb"] as JsonObject)["id"]).replace(/.*\//, ""));
const pick = (server: ReturnType<typeof lrs>, verb: string): JsonObject => server.statements[verbs(server).indexOf(verb)] ?? assert.fail(verb);

async function begin(server: ReturnType<typeof lrs>, store = memoryStore(), target: "cmi5" | "xapi" = "cmi5", query = search()) {
  const env = environment(windowAt(query), { fetch: server.fetch, store });
  const adapter = xapi(course(), env, target);
  const start = await adapter.start();
  return { adapter, start, env, store };
}

test("launch parameters: any order, encoded twice, early tincan persons", () => {
  assert.equal(readLaunch("", ""), null);
  assert.equal(readLaunch("?endpoint=x", ""), null);
  const launch = readLaunch(search(), "");
  assert.deepEqual([launch?.endpoint, launch?.activity, launch?.actor], ["https://lrs.example/xapi/", "https://lms.example/au/1", ACTOR]);
  const actor = (value: unknown): JsonObject | undefined => readLaunch(search({ actor: json(value) }), "")?.actor;
  assert.deepEqual(actor({ name: ["Ann"], mbox: ["mailto:ann@example.org"], objectType: ["Person"] }), { objectType: "Agent", name: "Ann", mbox: "mailto:ann@example.org" });
  assert.deepEqual(actor({ name: ["Ann"], account: [{ accountServiceHomePage: "https://a", accountName: "ann" }] }), { objectType: "Agent", name: "Ann", account: { homePage: "https://a", name: "ann" } });
  assert.equal(actor({ name: ["Ann"] }), undefined);
  assert.deepEqual(readLaunch(search({ actor: encodeURIComponent(json(ACTOR)) }), "")?.actor, ACTOR);
  assert.equal(readLaunch(`${search()}&auth=Basic+ab+cd==`, "")?.auth, "Basic ab+cd==");
  assert.equal(readLaunch("?endpoint=https%3A%2F%2Fx%2F&actor=%7B%22mbox%22%3A%22mailto%3Aa%40b%22%7D&activity_id=https%3A%2F%2Fc", "")?.activity, "https://c");
  assert.notEqual(actorKey(ACTOR), actorKey({ mbox: "mailto:ann@example.org" }));
});

test("cmi5: token, launch data, preferences, own state, initialized: in this order, each once", async () => {
  const server = lrs({ masteryScore: 0.8, returnURL: "https://lms.example/back" });
  const { start, adapter } = await begin(server);
  assert.deepEqual([start.state, start.state === "tracked" && start.mark], ["tracked", 0.8]);
  assert.deepEqual(server.requests, ["POST /fetch", "GET /xapi/activities/state", "GET /xapi/agents/profile", "GET /xapi/activities/state", "POST /xapi/statements"]);
  assert.deepEqual(verbs(server), ["initialized"]);
  assert.equal(server.headers[1]?.["Authorization"], "Basic c2VjcmV0");
  const end = await adapter.finish(false);
  assert.deepEqual(end, { ok: true, returnTo: "https://lms.example/back" });
  assert.deepEqual(verbs(server), ["initialized", "terminated"]);
});

test("cmi5: the template stays as it is, categories by verb, score with mastery", async () => {
  const template = { registration: "x", contextActivities: { grouping: [{ id: "https://published" }], category: [{ id: "https://theirs" }] }, extensions: { "https://w3id.org/xapi/cmi5/context/extensions/sessionid": "s1" }, platform: "LMS" };
  const server = lrs({ masteryScore: 0.8, contextTemplate: template });
  const { adapter } = await begin(server);
  adapter.recordAnswer(given(choice, ["a"]));
  adapter.setStatus(as({ completed: true, success: "passed", score: 0.9 }), null);
  await adapter.commit(false);
  await adapter.finish(false);
  assert.deepEqual(verbs(server), ["initialized", "answered", "passed", "completed", "terminated"]);
  for (const statement of server.statements) {
    const context = statement["context"] as JsonObject;
    const activities = context["contextActivities"] as Record<string, JsonObject[]>;
    assert.deepEqual([context["platform"], context["registration"]], ["LMS", "0b1e5a2c-0000-4000-8000-000000000001"]);
    assert.deepEqual([activities["grouping"]?.[0], activities["category"]?.[0]], [{ id: "https://published" }, { id: "https://theirs" }]);
    assert.equal((context["extensions"] as JsonObject)["https://w3id.org/xapi/cmi5/context/extensions/sessionid"], "s1");
    assert.match(String(statement["id"]), /^[0-9a-f]{8}-[0-9a-f]{4}-[45][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    assert.match(String(statement["timestamp"]), /Z$/);
  }
  const categories = (verb: string): unknown[] => ((pick(server, verb)["context"] as JsonObject)["contextActivities"] as Record<string, JsonObject[]>)["category"]?.map(({ id }) => id) ?? [];
  assert.deepEqual(categories("answered"), ["https://theirs"]);
  assert.deepEqual(categories("initialized"), ["https://theirs", `${CMI5}cmi5`]);
  assert.deepEqual(categories("passed"), ["https://theirs", `${CMI5}cmi5`, `${CMI5}moveon`]);
  assert.deepEqual(pick(server, "passed")["result"], { success: true, score: { scaled: 0.9, raw: 90, min: 0, max: 100 }, duration: "PT0S" });
  assert.equal(((pick(server, "passed")["context"] as JsonObject)["extensions"] as JsonObject)["https://w3id.org/xapi/cmi5/context/extensions/masteryscore"], 0.8);
  assert.deepEqual(pick(server, "completed")["result"], { completion: true, duration: "PT0S" });
  assert.deepEqual(pick(server, "answered")["result"], { response: "a", success: false, score: { scaled: 0.5 }, duration: "PT12.35S", extensions: { [PROGRESS]: 50 } });
});

test("outcomes are sent once in a registration", async () => {
  const server = lrs();
  const store = memoryStore();
  for (let sitting = 0; sitting < 3; sitting++) {
    server.tokens = 1;
    const { adapter } = await begin(server, store);
    for (let i = 0; i < 2; i++) {
      adapter.saveState(`state ${sitting} ${i}`, "");
      adapter.setStatus(as({ completed: true, success: "passed", score: 0.9 }), null);
      await adapter.commit(false);
    }
    await adapter.finish(false);
  }
  assert.deepEqual(verbs(server).filter((verb) => verb === "passed" || verb === "completed"), ["passed", "completed"]);
});

test("an outcome of which nobody knows whether it arrived: the LRS is asked", async () => {
  const server = lrs();
  const store = memoryStore();
  const first = await begin(server, store);
  first.adapter.saveState("x", "");
  first.adapter.setStatus(as({ completed: true }), null);
  await first.adapter.commit(false);
  server.documents.set("darslik", json({ state: "x", sent: [], pending: ["completed"] }));
  server.tokens = 1;
  const second = await begin(server, memoryStore());
  second.adapter.setStatus(as({ completed: true }), null);
  await second.adapter.commit(false);
  assert.equal(verbs(server).filter((verb) => verb === "completed").length, 1);
  assert.ok(server.requests.includes("GET /xapi/statements"));
});

test("statements that were not taken wait in this browser, with their ids, for the next session", async () => {
  const server = lrs();
  const store = memoryStore();
  const first = await begin(server, store);
  server.fail["/xapi/statements"] = 0;
  first.adapter.recordAnswer(given(choice, ["a"]));
  first.adapter.setStatus(as({ completed: true }), null);
  assert.ok(!(await first.adapter.commit(false)).ok);
  const kept = JSON.parse([...store.items.values()][0] ?? "[]") as { id: string }[];
  assert.equal(kept.length, 2);
  assert.ok(![...store.items.values()].join().includes("c2VjcmV0"), "no token in storage");
  server.fail = {};
  server.tokens = 1;
  const second = await begin(server, store);
  assert.deepEqual(verbs(server), ["initialized", "initialized"], "initialized comes first");
  await second.adapter.commit(false);
  assert.deepEqual(server.statements.slice(2).map(({ id }) => id), kept.map(({ id }) => id));
  assert.equal(store.items.size, 0);
});

test("one bad statement does not hold up the others", async () => {
  const server = lrs();
  const { adapter } = await begin(server);
  const accept = server.answer.bind(server);
  server.answer = (url, init) => (String(init.body).includes("/q-bad") ? new Response("", { status: 400 }) : accept(url, init));
  adapter.recordAnswer(given(choice, ["a"]));
  adapter.recordAnswer(given({ ...choice, id: "q-bad" }, ["a"]));
  adapter.recordAnswer(given(choice, ["c"]));
  await adapter.commit(false);
  assert.deepEqual(verbs(server), ["initialized", "answered", "answered"]);
});

test("a session that the LMS has closed is a failure, not an endless loop", async () => {
  const server = lrs();
  const { adapter, store } = await begin(server);
  for (const status of [401, 403, 500, 429]) {
    server.fail = { "/xapi/statements": status, "/xapi/activities/state": status };
    adapter.saveState(`x${status}`, "");
    adapter.recordAnswer(given(choice, ["a"]));
    assert.ok(!(await adapter.commit(false)).ok, String(status));
  }
  assert.equal((JSON.parse([...store.items.values()][0] ?? "[]") as unknown[]).length, 4);
});

test("Browse and Review: initialized and terminated, nothing else", async () => {
  for (const launchMode of ["Browse", "Review"]) {
    const server = lrs({ launchMode });
    const { adapter, start } = await begin(server);
    assert.equal(start.state === "tracked" && start.mode, launchMode.toLowerCase());
    adapter.saveState("x", "");
    adapter.recordAnswer(given(choice, ["a"]));
    adapter.setStatus(as({ completed: true, success: "passed", score: 1 }), null);
    await adapter.commit(false);
    await adapter.finish(true);
    assert.deepEqual(verbs(server), ["initialized", "terminated"]);
    assert.equal(server.documents.size, 0);
  }
});

test("leaving sends what waits and terminated in one request", async () => {
  const server = lrs();
  const { adapter } = await begin(server);
  adapter.recordAnswer(given(choice, ["a"]));
  adapter.saveState("x", "");
  await adapter.finish(true);
  assert.deepEqual(server.batches.map((batch) => batch.length), [1, 2]);
  assert.deepEqual(verbs(server), ["initialized", "answered", "terminated"]);
  assert.deepEqual(await adapter.finish(true), { ok: true, returnTo: "" });
  assert.equal(server.batches.length, 2);
});

test("whatever fails at the start is a failure; the token is asked for once only", async () => {
  for (const path of ["/fetch", "/xapi/activities/state", "/xapi/statements"]) {
    const server = lrs();
    server.fail[path] = 500;
    const { start, adapter } = await begin(server);
    assert.equal(start.state, "failed", path);
    server.fail = {};
    assert.equal((await adapter.start()).state, "tracked", `${path}, once more`);
    assert.ok(server.requests.filter((request) => request === "POST /fetch").length <= 2);
  }
  assert.equal((await begin(lrs(), memoryStore(), "cmi5", "")).start.state, "absent");
  const used = lrs();
  used.tokens = 0;
  const { start } = await begin(used);
  assert.deepEqual([start.state, start.state === "failed" && start.over], ["failed", true]);
});

test("tincan: no fetch, the auth as given, the course as activity if none is named", async () => {
  const server = lrs();
  const query = "?" + new URLSearchParams({ endpoint: "https://lrs.example/xapi/", auth: "Basic abc", actor: json({ mbox: "mailto:a@example.org" }) }).toString();
  const { start, adapter } = await begin(server, memoryStore(), "xapi", query);
  assert.equal(start.state, "tracked");
  assert.equal(server.headers[0]?.["Authorization"], "Basic abc");
  adapter.setStatus(as({ completed: true }), null);
  await adapter.commit(false);
  assert.deepEqual(verbs(server), ["initialized", "completed"]);
  assert.equal((pick(server, "completed")["object"] as JsonObject)["id"], "https://example.org/c");
  assert.equal((pick(server, "completed")["context"] as JsonObject)["contextActivities"], undefined);
});

test("a stored state that is not ours is handed on, and judged by its checksum", async () => {
  const server = lrs();
  for (const document of ["", "null", "[]", '{"state":7}', "foreign"]) {
    server.documents.set("darslik", document);
    server.tokens = 1;
    const { start } = await begin(server);
    assert.equal(start.state, "tracked", document);
  }
});

test("modules and quizzes are told of once, with a verb that no LMS takes for the course's own", async () => {
  const server = lrs();
  const { adapter } = await begin(server);
  const module = { ...as({ completed: true, progress: 1, score: 0.5 }), id: "one", title: "One", touched: true };
  const quiz = { ...module, id: "quiz.final", title: "Final", success: "failed" as const };
  adapter.setStatus(as({ progress: 0.5 }), null, [module, { ...module, id: "two", completed: false }]);
  adapter.setStatus(as({ progress: 0.5 }), null, [module, quiz]);
  await adapter.commit(false);
  assert.deepEqual(verbs(server), ["initialized", "progressed", "progressed"]);
  const [first, second] = server.statements.slice(1);
  assert.deepEqual([first?.["object"], first?.["result"]], [
    { objectType: "Activity", id: "https://example.org/c/modules/one", definition: { type: "http://adlnet.gov/expapi/activities/module", name: { en: "One" } } },
    { completion: true, score: { scaled: 0.5, raw: 50, min: 0, max: 100 } },
  ]);
  assert.equal((second?.["object"] as JsonObject)["id"], "https://example.org/c/quizzes/final");
  assert.deepEqual(second?.["result"], { completion: true, success: false, score: { scaled: 0.5, raw: 50, min: 0, max: 100 } });
  const activities = (second?.["context"] as JsonObject)["contextActivities"] as Record<string, JsonObject[]>;
  assert.deepEqual(activities["category"], undefined);
});

test("cmi5: progress until the course is completed; failed by another rule comes without a score that would pass", async () => {
  const server = lrs({ masteryScore: 0.7 });
  const { adapter } = await begin(server);
  const page = course().modules[0]?.lessons[0]?.pages[0] ?? assert.fail();
  adapter.recordPage(page, 0.25);
  adapter.setStatus(as({ completed: true, progress: 1, success: "failed", score: 0.8 }), null);
  adapter.recordPage(page, 1);
  adapter.recordAnswer(given(choice, ["a"], { progress: 1 }));
  await adapter.commit(false);
  const results = server.statements.slice(1).map((one) => one["result"] as JsonObject | undefined);
  assert.deepEqual(results.map((one) => (one?.["extensions"] as JsonObject | undefined)?.[PROGRESS]), [25, undefined, undefined, undefined, undefined]);
  assert.deepEqual(pick(server, "failed")["result"], { success: false, duration: "PT0S" });
});

test("one record for each question: the answer that ended it", async () => {
  const server = lrs();
  const adapter = xapi(course({ options: { interactions: "one" } }), environment(windowAt(search()), { fetch: server.fetch }), "cmi5");
  await adapter.start();
  adapter.recordAnswer(given(choice, ["b"]));
  adapter.recordAnswer(given(choice, ["b"], { attempt: 2 }));
  adapter.recordAnswer(given(choice, ["a", "c"]));
  await adapter.commit(false);
  assert.deepEqual(server.statements.slice(1).map((one) => (one["result"] as JsonObject)["response"]), ["b", "a[,]c"]);
});

test("a page that is left says how long it was open", async () => {
  const server = lrs();
  const { adapter } = await begin(server);
  const page = course().modules[0]?.lessons[0]?.pages[0] ?? assert.fail();
  adapter.leavePage?.(page, 83_000);
  await adapter.commit(false);
  assert.deepEqual([verbs(server)[1], server.statements[1]?.["result"]], ["experienced", { duration: "PT1M23S" }]);
});

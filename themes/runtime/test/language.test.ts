import assert from "node:assert/strict";
import { test } from "node:test";
import { entitle, firstLanguage, matching, rememberLanguage } from "../src/language.ts";
import type { Lms, Start } from "../src/lms.ts";
import { objectives } from "../src/progress.ts";
import { scorm12 } from "../src/scorm12.ts";
import { scorm2004 } from "../src/scorm2004.ts";
import { decode, encode, freshState, merge } from "../src/state.ts";
import { session } from "../src/session.ts";
import type { Choice, Course } from "../src/types.ts";
import { course, environment, memoryStore } from "./course.ts";
import { fake, windowWith } from "./scorm-api.ts";

const OFFERED = ["en", "uz-Latn", "uz-Cyrl", "ru"];
const several = (): Course => course({ languages: OFFERED.map((lang): Choice => ({ lang, dir: "ltr", name: lang })) });

test("what is wanted is found as far as there is something of it", () => {
  const cases: [string[], string][] = [
    [["ru"], "ru"], [["RU-ru"], "ru"], [["uz"], "uz-Latn"], [["uz_Cyrl_UZ"], "uz-Cyrl"], [["uz-UZ"], "uz-Latn"], [["kk", "ru-KZ"], "ru"],
    [["english"], ""], [[""], ""], [[], ""], [["-", " en "], "en"], [["r"], ""],
  ];
  for (const [wanted, found] of cases) assert.equal(matching(wanted, OFFERED), found, wanted.join());
});

test("the own choice comes first, then the LMS, this browser, its languages, the source", () => {
  const store = memoryStore();
  const env = environment({ navigator: { languages: ["de", "ru-RU"] } }, { store });
  assert.equal(firstLanguage(several(), environment(), "", ""), "en");
  assert.equal(firstLanguage(several(), env, "", ""), "ru");
  assert.ok(rememberLanguage(several(), env, "uz-Cyrl"));
  assert.equal(firstLanguage(several(), env, "", ""), "uz-Cyrl");
  assert.equal(firstLanguage(several(), env, "", "fr,uz-Latn"), "uz-Latn");
  assert.equal(firstLanguage(several(), env, "en", "uz-Latn"), "en");
  assert.equal(firstLanguage(several(), env, "tlh", ""), "uz-Cyrl", "a language that this build no longer has");
});

test("the words go into the structure in its order; nothing else changes", () => {
  const own = several();
  const [page] = own.modules[0]?.lessons[0]?.pages ?? [];
  assert.ok(page);
  page.notes = [{ id: "n", slot: 0, prompt: "" }];
  page.quizzes = [{ id: "z", slot: 0, title: "", mode: "exam", points: 1, attempts: 1, minutes: 0, pass: null, shuffle: true, draws: [] }];
  const titles = ["Один", "А", "страница 1", "экзамен", "заметка", "страница 2", "Два", "Б", "страница 3"];
  const before = JSON.stringify(own, (key, value: unknown) => (key === "title" || key === "prompt" || key === "lang" ? undefined : value));
  entitle(own, { lang: "ru", title: "Курс", titles, strings: {} });
  assert.deepEqual([own.lang, own.title, own.modules.map(({ title }) => title)], ["ru", "Курс", ["Один", "Два"]]);
  assert.deepEqual([page.title, page.quizzes[0]?.title, page.notes[0]?.prompt], ["страница 1", "экзамен", "заметка"]);
  assert.equal(own.modules[1]?.lessons[0]?.pages[0]?.title, "страница 3");
  assert.equal(JSON.stringify(own, (key, value: unknown) => (key === "title" || key === "prompt" || key === "lang" ? undefined : value)), before);
});

test("the choice is kept in the state; of two the newer counts", () => {
  const [one, other] = [{ ...freshState("abcd"), counter: 3, language: "ru" }, { ...freshState("abcd"), counter: 5, language: "" }];
  assert.equal(merge(one, other).language, "ru");
  assert.equal(merge({ ...one, counter: 7 }, { ...other, language: "uz-Cyrl" }).language, "ru");
  assert.equal(merge(one, { ...other, language: "uz-Cyrl" }).language, "uz-Cyrl");
  const { text } = encode(one, "key");
  assert.equal(decode(text, "key")?.state.language, "ru");
  assert.match(text, /^2[^.]+\.[Ll][\w-]+$/, "a chunk of its own beside the head");
  assert.ok(encode(one, "key").text.length - encode({ ...one, language: "" }, "key").text.length < 14);
});

test("SCORM: the preference is read at the start and written; an LMS that does not list it is not asked", async () => {
  const run = async (make: (course: Course, env: ReturnType<typeof environment>) => Lms, name: string, lms: ReturnType<typeof fake>, own = several()): Promise<Start> => {
    const adapter = make(own, environment(windowWith(name, lms.api)));
    const start = await adapter.start();
    adapter.prefer?.("ru");
    return start;
  };
  const older = "cmi.student_preference";
  const full = fake("scorm12", { [`${older}._children`]: "audio,language,speed,text", [`${older}.language`]: "uz-Cyrl" });
  const told = await run(scorm12, "API", full);
  assert.equal(told.state === "tracked" && told.language, "uz-Cyrl");
  assert.equal(full.values.get(`${older}.language`), "ru");
  const poor = fake("scorm12", { [`${older}._children`]: "audio,speed" });
  await run(scorm12, "API", poor);
  assert.ok(!poor.calls.some((call) => call.includes(`${older}.language`)));
  const newer = fake("scorm2004", { "cmi.learner_preference.language": "ru" });
  const start = await run(scorm2004, "API_1484_11", newer);
  assert.equal(start.state === "tracked" && start.language, "ru");
  const looking = fake("scorm2004", { "cmi.mode": "review", "cmi.learner_preference.language": "en" });
  await run(scorm2004, "API_1484_11", looking);
  assert.equal(looking.values.get("cmi.learner_preference.language"), "en", "nothing is written in a review");
  const single = fake("scorm2004");
  await run(scorm2004, "API_1484_11", single, course());
  assert.ok(!single.calls.some((call) => call.startsWith("GetValue cmi.learner_preference")), "a package of one language asks nothing new");
});

test("other titles are no news of modules", () => {
  const own = several();
  const sent: string[][] = [];
  const saved = freshState("abcd");
  for (const slot of [1, 2]) saved.pages.set(slot, 0);
  for (const slot of [1, 2]) saved.answers.set(slot, { response: ["a"], score: 1, attempts: 1, done: true, rev: 1, draft: false, hinted: false });
  assert.ok(objectives(own, "", saved).some(({ completed }) => completed));
  const lms: Lms = {
    target: "scorm2004", limit: 64000, exits: true, start: async () => ({ state: "absent" }), saveState: () => ({ ok: true }), recordPage: () => ({ ok: true }), recordAnswer: () => ({ ok: true }),
    setStatus: (_, __, all = []) => { sent.push(all.map(({ id }) => id)); return { ok: true }; }, commit: async () => ({ ok: true }), doubt: () => undefined, finish: async () => ({ ok: true }),
  };
  const running = session(own, "", lms, { state: "tracked", mode: "normal", saved: encode(saved, own.key).text, learner: "ann" }, environment(), () => undefined);
  entitle(own, { lang: "ru", title: "Курс", titles: ["Один", "А", "1", "2", "Два", "Б", "3"], strings: {} });
  running.change((state) => { state.language = "ru"; });
  assert.deepEqual(sent, [[]]);
});

// cmi5, and xAPI with tincan launch parameters: the same session under two sets of rules.

import type { Environment } from "./environment.ts";
import { stateDocument } from "./document.ts";
import type { StateDocument } from "./document.ts";
import { actorKey, parseObject, readLaunch } from "./launch.ts";
import type { Json, JsonObject, Launch } from "./launch.ts";
import { OK, failed, firstFailure } from "./lms.ts";
import type { Answered, Lms, Mode, Result, Start } from "./lms.ts";
import { isOk, lrs, request } from "./lrs.ts";
import type { Lrs, Reply } from "./lrs.ts";
import { queue } from "./queue.ts";
import type { Queue } from "./queue.ts";
import { answered, fixedId, isDefined, launched, leftPage, outcomeResult, progressed, randomId, seenPage, statement } from "./statement.ts";
import type { DefinedVerb, Draft, Session } from "./statement.ts";
import type { Objective } from "./progress.ts";
import { shortHash } from "./text.ts";
import type { Course } from "./types.ts";

const STATE_ID = "darslik";
const isOutcome = (verb: string): verb is DefinedVerb => /^(completed|passed|failed)$/.test(verb);
const each = (value: Json | undefined, action: (text: string) => void): void => { if (Array.isArray(value)) value.forEach((item) => action(String(item))); };
const result = (reply: Reply): Result => (isOk(reply) ? OK : failed(String(reply.status)));

export function xapi(course: Course, env: Environment, target: "cmi5" | "xapi", scope = ""): Lms {
  const cmi5 = target === "cmi5";
  let session: Session | null = null;
  let client: Lrs | null = null;
  let waiting: Queue | null = null;
  let mode: Mode = "normal";
  let authorized = false;
  let prepared = false;
  let spent = false; // the token of this launch was given out before
  let initialized = false;
  let over = false;
  let began = 0;
  let returnTo = "";
  let stored: StateDocument | null = null;
  let merge: ((text: string) => string) | null = null;
  let unsaved = ""; // state that the LRS does not have yet
  let latest = "";
  let chain: Promise<Result> = Promise.resolve(OK);
  const sent = new Set<string>(); // outcomes that the LRS has
  const queued = new Set<string>();
  const reported = new Set<string>(); // modules and quizzes, in this session
  const pending = new Set<string>(); // queued in an earlier session; nobody saw whether they arrived

  const launchKey = (launch: Launch): string => [launch.registration, launch.activity, actorKey(launch.actor)].join(" ");

  const start = async (): Promise<Start> => {
    const launch = readLaunch(env.window.location.search, cmi5 ? "" : course.iri);
    if (!launch || (cmi5 && !launch.fetch)) return { state: "absent" };
    const learner = launchKey(launch);
    client ??= lrs(env, launch);
    session ??= { launch, course, cmi5, template: {}, mastery: null };
    const saved = (await prepare(client, session)) ? await load(client) : null;
    if (saved === null || !(await open(client, session, learner))) return { state: "failed", learner, over: spent };
    return { state: "tracked", mode, saved, learner, mark: session.mastery, muted, language: languages };
  };

  let muted = false;
  let languages = ""; // as the LMS lists them, the dearest first

  /** cmi5: token, launch data and preferences, in this order. The token is given out once; the rest can be asked for again. */
  const prepare = async (lms: Lrs, to: Session): Promise<boolean> => {
    if (!cmi5 || prepared) return true;
    authorized ||= await authorize(lms, to.launch);
    return (prepared = authorized && (await readLaunchData(lms, to)));
  };

  const authorize = async (lms: Lrs, launch: Launch): Promise<boolean> => {
    const reply = parseObject((await request(env, "POST", launch.fetch, {})).text);
    const token = reply?.["auth-token"];
    spent = reply !== null && "error-code" in reply; // also after a reload of the page
    if (typeof token !== "string" || !token) return false;
    lms.authorize(`Basic ${token}`);
    return true;
  };

  const readLaunchData = async (lms: Lrs, to: Session): Promise<boolean> => {
    const reply = await lms.getState("LMS.LaunchData");
    const data = isOk(reply) ? parseObject(reply.text) : null;
    if (!data) return false;
    to.template = (data["contextTemplate"] ?? {}) as JsonObject;
    to.mastery = typeof data["masteryScore"] === "number" ? data["masteryScore"] : null;
    returnTo = typeof data["returnURL"] === "string" ? data["returnURL"] : "";
    mode = data["launchMode"] === "Browse" ? "browse" : data["launchMode"] === "Review" ? "review" : "normal";
    const preferences = parseObject((await lms.getAgentProfile("cmi5LearnerPreferences")).text);
    muted = preferences?.["audioPreference"] === "off";
    languages = typeof preferences?.["languagePreference"] === "string" ? preferences["languagePreference"] : "";
    return true;
  };

  /** Our own state; null if it cannot be told whether there is one. */
  const load = async (lms: Lrs): Promise<string | null> => {
    const reply = await (stored ??= documentOf(lms)).load();
    if (reply.status === 404) return "";
    if (!isOk(reply)) return null;
    return stateIn(reply.text, pending);
  };

  /** The state in a stored document, once its outcomes are noted. */
  const stateIn = (text: string, unsure: Set<string>): string => {
    const saved = parseObject(text);
    each(saved?.["sent"], (verb) => sent.add(verb));
    each(saved?.["pending"], (verb) => unsure.add(verb));
    return typeof saved?.["state"] === "string" ? saved["state"] : text;
  };

  const documentOf = (lms: Lrs): StateDocument => stateDocument({
    now: () => env.now(), get: () => lms.getState(STATE_ID), put: (body, tag) => lms.putState(STATE_ID, body, tag),
    body: () => JSON.stringify({ state: latest, sent: [...sent], pending: [...queued].filter((verb) => !sent.has(verb)) }),
    meet: (text) => {
      const theirs = stateIn(text, new Set());
      if (merge) latest = merge(theirs);
    },
  });

  const open = async (lms: Lrs, to: Session, learner: string): Promise<boolean> => {
    if (initialized) return true;
    const first: Draft = { ...draft("initialized"), object: launched(to) };
    initialized = isOk(await lms.statements([statement(to, first)]));
    if (!initialized) return false;
    began = env.now();
    waiting = queue({
      key: `darslik.statements.${course.key}.${shortHash(learner)}`, store: env.store,
      build: (waitingDraft) => statement(to, waitingDraft), send: (statements) => lms.statements(statements),
      delivered: ({ verb }) => { if (isDefined(verb)) confirm(verb); },
    });
    if (mode === "normal") await resume(lms, waiting);
    return true;
  };

  /** What an earlier session left behind. An outcome may be sent once: the LRS is asked before it is sent again. */
  const resume = async (lms: Lrs, left: Queue): Promise<void> => {
    const drafts = left.restore();
    drafts.forEach(({ verb }) => { if (isDefined(verb)) pending.add(verb); });
    for (const verb of pending) {
      const known = sent.has(verb) || (isOutcome(verb) && isOk(await lms.getStatement(draft(verb).id)));
      if (known) sent.add(verb);
      if (known) left.arrived(drafts.filter((item) => item.verb === verb));
      else if (drafts.some((item) => item.verb === verb)) queued.add(verb);
    }
  };

  const draft = (verb: DefinedVerb): Pick<Draft, "id" | "timestamp" | "verb"> => {
    const once = isOutcome(verb) && session?.launch.registration;
    return { id: once && session ? fixedId(`${launchKey(session.launch)} ${verb}`) : randomId(env), timestamp: env.date().toISOString(), verb };
  };

  /** In a package of several languages a statement may wait while the learner switches. */
  const spoken = (): Pick<Draft, "language"> => (course.languages ? { language: course.lang } : {});

  const confirm = (verb: string): void => {
    sent.add(verb);
    if (latest) unsaved = latest;
  };

  const add = (part: Pick<Draft, "verb" | "object" | "result">): Result => {
    if (!waiting) return failed("not connected");
    if (mode === "normal" && !over) waiting.add({ id: randomId(env), timestamp: env.date().toISOString(), ...spoken(), ...part });
    return OK;
  };

  /** Once in a registration, whatever the number of sessions. */
  const addOnce = (verb: DefinedVerb, score: number | null): void => {
    if (sent.has(verb) || queued.has(verb) || !session || !waiting || mode !== "normal" || over) return;
    queued.add(verb);
    const outcome = outcomeResult(verb, env.now() - began, score);
    waiting.add({ ...draft(verb), ...spoken(), object: launched(session), ...(outcome ? { result: outcome } : {}) });
  };

  const unfinished = (progress: number): number | null => (queued.has("completed") || sent.has("completed") ? null : progress);
  /** cmi5 9.3.5: `failed` must not come with a score that reaches the mastery score; another rule may have failed. */
  const belowMastery = (score: number | null): number | null => (score !== null && session?.mastery != null && score >= session.mastery ? null : score);

  /** Not what was passed over in a survey; and with one record for each question, only the answer that ended it. */
  const isWorthSaying = ({ mark, response, question, attempt }: Answered): boolean => {
    if (mark.verdict === "noted") return Boolean(response[0]);
    return course.options["interactions"] !== "one" || mark.verdict === "right" || (question.attempts > 0 && attempt >= question.attempts);
  };

  /** A module or quiz, when it is completed and when it is judged. In a split package the module is what was launched. */
  const report = (objective: Objective): void => {
    const news = `${objective.id} ${objective.success ?? ""}`;
    if (!objective.completed || objective.id === scope || reported.has(news)) return;
    reported.add(news);
    add(progressed(course, objective));
  };

  const putState = async (leaving = false): Promise<Result> => {
    if (!unsaved || !stored || mode !== "normal") return OK;
    unsaved = "";
    const reply = await stored.store(leaving);
    if (!isOk(reply)) unsaved ||= latest;
    return result(reply);
  };

  const flush = async (): Promise<Result> => {
    if (!client || !waiting) return failed("not connected");
    // Side by side: a tab that dies now should have lost neither. An outcome that arrived changes the state once more.
    const saved = putState();
    const statements = result(await waiting.flush());
    const state = await saved;
    return firstFailure(statements, state, state.ok ? await putState() : OK);
  };

  const terminated = (): JsonObject[] => {
    if (!session) return [];
    const outcome = outcomeResult("terminated", env.now() - began, null);
    return [statement(session, { ...draft("terminated"), object: launched(session), ...(outcome ? { result: outcome } : {}) })];
  };

  /** Nothing can be awaited any more: all at once, requests outlive the page. */
  const leave = async (last: JsonObject[]): Promise<Result> => {
    if (!client || !waiting || !session) return failed("not connected");
    const state = putState(true);
    if (last.length) client.recall();
    const reply = result(await waiting.leave(last));
    return firstFailure(await state, reply);
  };

  return {
    target, limit: 60000, exits: cmi5, start,
    saveState: (text) => {
      latest = unsaved = text;
      return OK;
    },
    recordPage: (page, progress) => add(seenPage(course, page, unfinished(progress))),
    leavePage: (page, milliseconds) => void add(leftPage(course, page, milliseconds)),
    recordAnswer: (answer) => (isWorthSaying(answer) ? add(answered(course, answer, unfinished(answer.progress))) : OK),
    setStatus: ({ completed, success, score }, _, objectives = []) => {
      objectives.forEach(report);
      if (success && !sent.has("passed") && !queued.has("passed")) addOnce(success, success === "failed" ? belowMastery(score) : score);
      if (completed) addOnce("completed", null);
      return OK;
    },
    commit: (leaving) => {
      if (over || mode !== "normal") return Promise.resolve(OK);
      if (leaving) return leave([]);
      chain = chain.then(flush, flush);
      return chain;
    },
    // cmi5 11: the LMS may keep the preferences for itself, and then answers 403.
    prefer: (lang) => {
      if (!cmi5 || !client || mode !== "normal" || over) return;
      languages = [lang, ...languages.split(",").map((one) => one.trim()).filter((one) => one && one !== lang)].join(",");
      void client.addToAgentProfile("cmi5LearnerPreferences", JSON.stringify({ languagePreference: languages, audioPreference: muted ? "off" : "on" }));
    },
    doubt: () => undefined,
    meet: (how) => { merge = how; },
    finish: async (leaving) => {
      if (over) return { ok: true, returnTo };
      if (leaving) {
        over = true;
        return leave(terminated());
      }
      const saved = mode === "normal" ? await (chain = chain.then(flush, flush)) : OK;
      if (!saved.ok || !client) return { ...saved, returnTo };
      over = true;
      const last = result(await client.statements(terminated()));
      if (!last.ok) over = false;
      return { ...last, returnTo };
    },
  };
}

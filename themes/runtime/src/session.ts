// One learner's session: keeps the state, tells the LMS, keeps what the LMS did not take, and tries again.

import type { Environment } from "./environment.ts";
import { records } from "./interaction.ts";
import { OK, firstFailure } from "./lms.ts";
import type { Answered, Lms, Mode, Result, Start } from "./lms.ts";
import { migrate } from "./migrate.ts";
import { gateHolds, objectives, outcome, passMark, places } from "./progress.ts";
import type { Objective, Outcome, Place } from "./progress.ts";
import { inOrder } from "./responses.ts";
import { afterHint } from "./score.ts";
import type { Mark } from "./score.ts";
import { decode, encode, freshAnswer, freshState, makeNonce, merge, roundScore } from "./state.ts";
import type { Part, State } from "./state.ts";
import type { Handed } from "./tabs.ts";
import { shortHash } from "./text.ts";
import type { Course, Question } from "./types.ts";

export type Saving =
  | { kind: "saved" }
  /** `kept`: this browser has a copy and will send it */
  | { kind: "failed"; kept: boolean }
  /** the LMS was never reached */
  | { kind: "detached"; kept: boolean }
  /** … and will not be reached any more */
  | { kind: "over"; kept: boolean }
  /** … and now it was; `changed`: it had something of this learner */
  | { kind: "connected"; mode: Mode; changed: boolean }
  /** answers whose texts did not fit */
  | { kind: "dropped"; count: number }
  /** what another device did meanwhile was put together with what was done here */
  | { kind: "merged" };

export interface Session {
  readonly course: Course;
  readonly scope: string;
  readonly places: Place[];
  /** part of the seed of every shuffle */
  readonly learner: string;
  /** something was stored before */
  readonly resumed: boolean;
  /** what was stored could not be read */
  readonly damaged: boolean;
  /** … or not all of it */
  readonly incomplete: boolean;
  /** how many questions have changed so that they must be answered again, or were marked again */
  readonly updated: { reset: number; regraded: number };
  state(): State;
  outcome(): Outcome;
  /** the pass mark in force, 0..1 */
  mark(): number | null;
  visit(place: Place): void;
  /** The learner was active for some seconds, on a page or elsewhere in the course. */
  spend(seconds: number, place: Place | null): void;
  /** `more`: others are handed in with it; the next change records and saves them all. */
  answer(given: Given, more?: boolean): void;
  /** Anything else that is to be kept; `later`: with what is saved next. */
  change(action: (state: State) => void, later?: boolean): void;
  /** A hint that costs something was opened. */
  hint(place: Place, slot: number): void;
  save(leaving?: boolean): Promise<Result>;
  /** Tries again at once if the last saving failed. */
  retry(): void;
  finish(leaving: boolean): Promise<Result & { returnTo?: string }>;
  /** Another window goes on: nothing may be written from here. */
  stop(): void;
  /** What another window needs to go on from here. */
  present(): Handed;
  /** Takes in what another window had done. */
  receive(handed: Handed): void;
}

export interface Given {
  place: Place;
  question: Question;
  slot: number;
  response: string[];
  words: string[];
  mark: Mark;
  latency: number;
}

interface Kept {
  text: string;
  /** the LMS had something of this attempt: if it has nothing now, a new attempt began */
  confirmed: boolean;
}

const RETRY_FIRST = 4_000;
const RETRY_MAX = 120_000;
/** Active seconds that are worth a saving of their own when the page is hidden. */
const WORTH_SAVING = 20;

type Tracked = Extract<Start, { state: "tracked" }>;
type Failed = Extract<Start, { state: "failed" }>;

/** What the LMS said at the start, and what follows from it. */
interface Link {
  attached: boolean;
  mode: Mode;
  writable: boolean;
  learner: string;
  /** of the copy in this browser; "" = no copy: nobody knows whose it would be */
  key: string;
  mark: number | null;
  stored: Read | null;
  kept: Kept | null;
  saved: string;
}

/** A stored state in the terms of this build. */
interface Read {
  state: State;
  damaged: boolean;
  reset: number[];
  regraded: number[];
}

function read(text: string, course: Course): Read | null {
  const found = decode(text, course.key);
  return found && { ...migrate(found.state, course), damaged: found.damaged };
}

export function session(course: Course, scope: string, lms: Lms, start: Tracked | Failed, env: Environment, report: (saving: Saving) => void): Session {
  const all = places(course, scope);
  const local = lms.target === "web"; // the store is the LMS
  const oneRecord = course.options["interactions"] === "one";
  const slots = slotsOf(course);
  const isGone = (part: Part, slot: number): boolean => !slots[part].has(slot);

  const linkOf = (told: Tracked | Failed): Link => {
    const attached = told.state === "tracked";
    const learner = told.learner ?? "";
    const key = local || (!attached && !learner) ? "" : `darslik.state.${course.key}.${lms.target}.${scope}.${shortHash(learner)}`;
    const mode = attached ? told.mode : "normal";
    const saved = attached ? told.saved : "";
    return {
      attached, mode, writable: mode === "normal", learner, key, saved, stored: read(saved, course),
      kept: key && mode === "normal" ? parseKept(env.store.read(key)) : null, mark: (attached ? told.mark : null) ?? passMark(course, scope),
    };
  };

  let link = linkOf(start);
  let state = open(link, course, env);
  const first = link.stored;
  let confirmed = link.stored !== null;
  let failing = !link.attached;
  let closed = false; // nothing may be written any more
  let changed = false; // since the last saving began
  let unsaved = 0; // active seconds since then
  let savedAt = env.now();
  const quiet = Number(course.options["saveEvery"] ?? 0) * 60_000; // 0 = as long as it likes
  let told = 0; // dropped texts already spoken of
  let pause = RETRY_FIRST;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let attaching: Promise<boolean> | null = null;
  const unrecorded: Answered[] = [];
  const unfinished: Answered[] = []; // handed in together: the next change says what they led to
  const given: Answered[] = []; // in this session
  const over = start.state === "failed" && start.over === true;

  /** What the LMS was told of modules and quizzes with the state that it has. */
  const before = new Map(link.stored ? objectives(course, scope, link.stored.state).map((one) => [one.id, formOf(one)]) : []);
  const moved = (): Objective[] => objectives(course, scope, state).filter((one) => formOf(one) !== before.get(one.id));

  const judge = (): Outcome => outcome(course, scope, state, link.mark);

  const again = (): void => {
    clearTimeout(timer);
    if (over || closed) return;
    timer = setTimeout(() => {
      pause = Math.min(pause * 2, RETRY_MAX);
      void save();
    }, pause);
  };

  const settle = (result: Result, counter: number, leaving: boolean): Result => {
    if (result.ok) {
      clearTimeout(timer);
      confirmed = true;
      pause = RETRY_FIRST;
      if (counter === state.counter && !changed && link.key) env.store.remove(link.key);
      if (failing) report({ kind: "saved" });
    } else if (!leaving) {
      report({ kind: link.attached ? "failed" : over ? "over" : "detached", kept: link.key !== "" && env.store.read(link.key) !== null });
      again();
    }
    failing = !result.ok;
    return result;
  };

  /** The LMS did not answer at the start; perhaps it does now. One attempt at a time: tokens can be used once. */
  const attach = (): Promise<boolean> => (attaching ??= lms.start().then((now) => {
    attaching = null;
    if (now.state !== "tracked") return false;
    const mine = state;
    link = linkOf(now);
    const theirs = link.stored || link.kept ? open(link, course, env) : null;
    state = theirs ? { ...merge(theirs, mine), nonce: theirs.nonce, page: mine.page || theirs.page } : mine;
    confirmed = link.stored !== null;
    unrecorded.splice(0).forEach((answer) => lms.recordAnswer(answer));
    report({ kind: "connected", mode: link.mode, changed: theirs !== null });
    return true;
  }));

  const save = async (leaving = false): Promise<Result> => {
    if (closed) return OK;
    if (!link.attached) {
      keep();
      if (leaving || over || !(await attach())) return settle({ ok: false, reason: "not connected" }, 0, leaving);
    }
    // xAPI: what is on its way need not be sent again, and must not arrive after `terminated`.
    if (!link.writable || (leaving && !changed && !failing && !/^scorm/.test(lms.target))) return OK;
    const text = keep();
    const counter = state.counter;
    const set = firstFailure(lms.saveState(text, bookmark()), lms.setStatus(judge(), gateHolds(course, scope, state), moved()));
    return settle(await believed(firstFailure(set, await lms.commit(leaving)), leaving), counter, leaving);
  };

  /** First of all a copy in this browser. The text for the LMS may have to be shorter. */
  const keep = (): string => {
    const now = judge();
    changed = false;
    state.counter++;
    state.completed = now.completed;
    state.passed = state.passed || now.success === "passed";
    unsaved = 0;
    savedAt = env.now();
    const whole = encode(state, course.key);
    if (link.key) env.store.write(link.key, JSON.stringify({ text: whole.text, confirmed } satisfies Kept));
    const { text, dropped } = whole.text.length > lms.limit ? encode(state, course.key, lms.limit, isGone) : whole;
    if (dropped > told) report({ kind: "dropped", count: dropped });
    told = Math.max(told, dropped);
    return text;
  };

  /** A SCORM LMS's "true" counts only while the connection is up. */
  const believed = async (result: Result, leaving: boolean): Promise<Result> => {
    if (!result.ok || leaving || !/^scorm/.test(lms.target) || (await env.connected(failing))) return result;
    lms.doubt();
    return { ok: false, reason: "connection" };
  };

  const bookmark = (): string => all.find(({ page }) => page.slot === state.page)?.page.id ?? "";

  /** How many records an answer to a question makes. */
  const recordsOf = (slot: number): number =>
    all.flatMap(({ page }) => page.questions).find((ref) => ref.slot === slot)?.records ?? 1;

  /** Where the records of a question are, if a later answer is to replace them. */
  const placeOf = (slot: number): number => {
    if (!state.order.includes(slot)) state.order.push(slot);
    return state.order.slice(0, state.order.indexOf(slot)).reduce((sum, other) => sum + recordsOf(other), 0);
  };

  const change = (action: (state: State) => void, later = false): void => {
    action(state);
    changed = true;
    unfinished.splice(0).forEach(record);
    if (!later) void save();
  };

  /** Tells the LMS of an answer, with the progress that it led to. */
  const record = (answered: Answered): void => {
    for (const one of records({ ...answered, progress: judge().progress, earlier: state.recorded })) {
      state.recorded++;
      given.push(one);
      if (!lms.recordAnswer(one).ok) unrecorded.push(one);
    }
  };

  const answer = ({ place, question, slot, response, words, mark, latency }: Given, more = false): void => {
    const rev = place.page.questions.find((ref) => ref.slot === slot)?.rev ?? 1;
    const before = state.answers.get(slot) ?? freshAnswer(rev);
    const attempts = before.attempts + 1;
    const done = mark.verdict === "right" || (question.attempts > 0 && attempts >= question.attempts);
    const score = before.hinted ? afterHint(mark.score, question.hintCost ?? 0) : mark.score;
    state.answers.set(slot, { ...before, response: inOrder(question.rule, response), attempts, done, rev, draft: false, score: roundScore(Math.max(score, before.score)) });
    changed = true;
    const order = oneRecord ? placeOf(slot) : Infinity;
    const answered: Answered = { question, objective: place.module.id, response, words, mark: { ...mark, score }, attempt: attempts, progress: 0, order, earlier: 0, latency, at: env.date() };
    if (more) {
      unfinished.push(answered);
      return;
    }
    record(answered);
    void save();
  };

  const hint = (place: Place, slot: number): void => {
    const before = state.answers.get(slot) ?? freshAnswer(place.page.questions.find((ref) => ref.slot === slot)?.rev);
    if (before.hinted || before.done) return;
    state.answers.set(slot, { ...before, hinted: true });
    changed = true;
    void save();
  };

  let shown: { place: Place; since: number; active: number } | null = null;
  /** Activity is counted every few seconds: what was not counted yet is no more than that. */
  const leavePage = (): void => {
    if (shown && link.writable) lms.leavePage?.(shown.place.page, Math.min(env.now() - shown.since, shown.active + 5_000));
    shown = null;
  };
  const asksForTime = [...course.complete, ...(course.pass ?? []), ...course.modules.flatMap((module) => [...(module.complete ?? []), ...(module.pass ?? [])])].some((one) => "minutes" in one);

  const visit = (place: Place): void => {
    leavePage();
    shown = { place, since: env.now(), active: 0 };
    const first = !state.pages.has(place.page.slot);
    if (first) state.pages.set(place.page.slot, 0);
    state.page = place.page.slot;
    changed = true;
    if (first) lms.recordPage(place.page, judge().progress);
    void save();
  };

  const spend = (seconds: number, place: Place | null): void => {
    state.seconds += seconds;
    if (shown) shown.active += seconds * 1000;
    const page = place?.page.slot ?? -1;
    if (state.pages.has(page)) state.pages.set(page, (state.pages.get(page) ?? 0) + seconds);
    unsaved += seconds;
    changed ||= unsaved >= WORTH_SAVING;
    if (quiet > 0 && env.now() - savedAt >= quiet) void save(); // an LMS may end a session in which nothing arrives
    if (!asksForTime) return;
    const now = judge(); // time may have been the last that was missing
    if (now.completed !== state.completed || (now.success === "passed" && !state.passed)) void save();
  };

  /** Another tab of this browser works on the same attempt: nothing it did may be overwritten. */
  env.window.addEventListener("storage", ({ key, newValue }) => {
    if (!link.writable || newValue === null || (key !== link.key && key !== webKey(course, scope))) return;
    const other = decode(local ? newValue : parseKept(newValue)?.text ?? "", course.key)?.state;
    if (other?.nonce === state.nonce) state = { ...merge(state, other), page: state.page };
  });

  /** … or another device does, where the LMS can tell. */
  lms.meet?.((text) => {
    const theirs = decode(text, course.key)?.state;
    if (theirs) {
      state = { ...merge(state, theirs), page: state.page };
      report({ kind: "merged" });
    }
    return keep();
  });

  const receive = (handed: Handed): void => {
    const theirs = decode(handed.text, course.key)?.state;
    if (!theirs || !link.attached || !link.writable || handed.learner !== link.learner) return;
    state = { ...merge(state, theirs), nonce: theirs.nonce, page: theirs.page };
    changed = true;
    // A SCORM LMS hands out what it had when its page was loaded: it would overwrite the records made since.
    if (/^scorm/.test(lms.target)) handed.answers.filter(isNewTo(link.stored?.state ?? null)).forEach((record) => lms.recordAnswer(record));
    void save();
  };

  const isNewTo = (stored: State | null) => ({ question, attempt }: Answered): boolean => {
    const ref = all.flatMap(({ page }) => page.questions).find(({ id }) => id === question.id);
    return attempt > (stored?.answers.get(ref?.slot ?? -1)?.attempts ?? 0);
  };

  if (!link.attached) {
    report({ kind: over ? "over" : "detached", kept: link.key !== "" });
    again();
  }

  return {
    course, scope, places: all, learner: link.learner || state.nonce,
    resumed: state.counter > 0 || state.pages.size > 0, damaged: link.saved !== "" && link.stored === null && !link.kept,
    incomplete: first?.damaged === true, updated: { reset: first?.reset.length ?? 0, regraded: first?.regraded.length ?? 0 },
    state: () => state, outcome: judge, mark: () => link.mark, visit, spend, answer, change, hint, save,
    retry: () => { if (failing) void save(); },
    finish: async (leaving) => {
      clearTimeout(timer);
      leavePage();
      if (leaving) {
        if (changed || failing) void save(true);
      } else {
        const saved = await save();
        if (!saved.ok) return saved;
      }
      closed = leaving;
      const result = await lms.finish(leaving);
      closed ||= result.ok;
      return result;
    },
    stop: () => {
      closed = true;
      clearTimeout(timer);
    },
    present: () => ({ learner: link.learner, text: encode(state, course.key).text, answers: given }), receive,
  };
}

/** What there is to tell of an objective: its title may be in another language now. */
const formOf = (one: Objective): string => JSON.stringify({ ...one, title: "" });

export const webKey = (course: Course, scope: string): string => `darslik.web.${course.key}.${scope}`;

function parseKept(text: string | null): Kept | null {
  try {
    const value = JSON.parse(text ?? "null") as Partial<Kept> | null;
    return typeof value?.text === "string" ? { text: value.text, confirmed: value.confirmed === true } : null;
  } catch {
    return null;
  }
}

/** What the LMS has, with what this browser kept for it, if both are of the same attempt (or its head was lost, which says so). */
function open({ stored, saved, kept }: Link, course: Course, env: Environment): State {
  const theirs = stored?.state;
  const mine = kept && read(kept.text, course)?.state;
  const named = (state: State): State => ({ ...state, nonce: state.nonce || makeNonce(env.random) });
  if (!mine) return named(theirs ?? freshState(""));
  // A copy of a session that never reached the LMS could not know which attempt it belonged to.
  const ours = theirs && (theirs.nonce === mine.nonce || !theirs.nonce || !kept.confirmed);
  if (theirs) return ours ? { ...merge(theirs, mine), nonce: theirs.nonce || mine.nonce } : theirs;
  return saved === "" && kept.confirmed ? named(freshState("")) : named(mine);
}

/** What this build has: anything else in a state is of parts that were taken out. */
function slotsOf(course: Course): Record<Part, Set<number>> {
  const pages = course.modules.flatMap(({ lessons }) => lessons).flatMap((lesson) => lesson.pages);
  const set = (parts: { slot: number }[]): Set<number> => new Set(parts.map(({ slot }) => slot));
  return {
    page: set(pages), question: set(pages.flatMap(({ questions }) => questions)), quiz: set(pages.flatMap(({ quizzes }) => quizzes ?? [])),
    note: set(pages.flatMap(({ notes }) => notes ?? [])), path: set(pages.flatMap(({ scenarios }) => scenarios ?? [])),
  };
}

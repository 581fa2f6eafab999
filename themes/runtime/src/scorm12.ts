// SCORM 1.2.

import { decimal, timespan } from "./format.ts";
import { fields12 } from "./interaction.ts";
import type { Field } from "./interaction.ts";
import { journal } from "./journal.ts";
import type { Journal } from "./journal.ts";
import { OK, failed, firstFailure } from "./lms.ts";
import type { Lms, Mode, Result, Start } from "./lms.ts";
import { objectiveRecords } from "./objectives.ts";
import type { Records } from "./objectives.ts";
import type { Objective, Outcome } from "./progress.ts";
import { NAMES12, awaitApi, connect, firstWord, isNormal } from "./scorm.ts";
import type { Connection } from "./scorm.ts";
import type { Environment } from "./environment.ts";
import type { Course } from "./types.ts";

const STATUS = "cmi.core.lesson_status";
const EXIT = "cmi.core.exit";
const FINAL = /^(completed|passed|failed)$/;

/** One word for two questions: complete? passed? A `failed` locks many LMSs, so it is never said while attempts are left. */
export function status12(outcome: Outcome, held: string): string {
  if (!outcome.completed) return /^(completed|passed)$/.test(held) ? held : "incomplete";
  if (!outcome.judged) return held === "passed" ? held : "completed";
  if (outcome.success === "passed" || held === "passed") return "passed";
  return outcome.success ?? (held === "completed" ? held : "incomplete");
}

const percent = (score: number): number => Math.round(score * 10000) / 100;
/** "80" and "80.0" are the same number and different values. */
const otherForm = (value: string): string => `${value}${value.includes(".") ? "0" : ".0"}`;

/** Some LMSs do not know every word, or make something else of it: `options.statuses` says what they are told instead. */
export function wordsOf(course: Course): (status: string) => string {
  const words = (course.options["statuses"] ?? {}) as Record<string, string | undefined>;
  return (status) => words[status] ?? status;
}

/** Some refuse double quotes. */
const unquoted = (fields: Field[]): Field[] => fields.map(([name, value]) => [name, value.replace(/"/g, "'")]);

function objective12(one: Objective, held: Record<string, string>): Field[] {
  const status = status12(one, held["status"] ?? "");
  const score: Field[] = FINAL.test(status) && one.score !== null ? [["score.raw", decimal(percent(one.score))], ["score.min", "0"], ["score.max", "100"]] : [];
  return [...score, ["status", status]];
}

export function scorm12(course: Course, env: Environment): Lms {
  let connection: Connection | null = null;
  let records: Journal | null = null;
  let objectives: Records | null = null;
  let latest: Objective[] = [];
  let committed = false; // the first save is quick: it says nothing of objectives
  let mode: Mode = "normal";
  let held = ""; // the status that the LMS has
  let doubtful = false;
  let unrepeated = false; // records of a commit that failed
  let flip = false;
  const said = wordsOf(course);
  const began = env.now();

  const start: Lms["start"] = async () => {
    const api = await awaitApi(env.window, NAMES12, env.wait);
    if (!api) return { state: "absent" };
    const lms = connect(api, NAMES12);
    const told: Start = lms.initialize(STATUS) ? opened(lms) : { state: "failed" };
    if (told.state === "tracked") connection = lms;
    return told;
  };

  const opened = (lms: Connection): Start => {
    const told = firstWord(lms.get("cmi.core.lesson_mode"));
    mode = isNormal(told, firstWord(lms.get("cmi.core.credit"))) ? "normal" : told === "browse" ? "browse" : "review";
    held = firstWord(lms.get(STATUS));
    const saved = lms.read("cmi.suspend_data");
    if (saved.broken) return { state: "failed" };
    const learner = lms.get("cmi.core.student_id");
    const fields: typeof fields12 = course.options["quotes"] === false ? (answer, again) => unquoted(fields12(answer, again)) : fields12;
    records = journal(lms, { one: course.options["interactions"] === "one", readable: false, fields });
    objectives = objectiveRecords(lms, {
      fields: objective12, keeps: ["status"],
      other: (name, value) => (name === "status" ? (value === "incomplete" ? "browsed" : "incomplete") : otherForm(value)),
    });
    if (mode === "normal") begin(lms);
    return { state: "tracked", mode, saved: saved.value, learner, ...(course.languages ? { language: preference(lms) } : {}) };
  };

  /** Before anything else: a session that ends "not attempted" is stored as completed by some. */
  const begin = (lms: Connection): void => {
    if (!FINAL.test(held) && held !== "incomplete") {
      held = "incomplete";
      lms.write(STATUS, held);
    }
    lms.write(EXIT, "suspend");
    if (!lms.commit().ok) doubtful = true;
  };

  /** Optional in SCORM 1.2 (RTE 3.4.4): only an LMS that lists it has it. */
  const PREFERENCE = "cmi.student_preference.language";
  let prefers = false;
  const preference = (lms: Connection): string => {
    prefers = /(^|,)\s*language\s*(,|$)/.test(lms.get("cmi.student_preference._children"));
    return prefers ? lms.get(PREFERENCE) : "";
  };

  const writing = (action: (lms: Connection) => Result): Result =>
    !connection ? failed("not connected") : mode === "normal" ? action(connection) : OK;

  /**
   * Some mark values as sent before sending them, and send only values that differ from the last "sent" ones. After a
   * failed commit each value is therefore changed, committed, and set again.
   */
  const resend = (lms: Connection): void => {
    flip = !flip;
    lms.forget();
    lms.write(EXIT, "");
    if (FINAL.test(held)) lms.write(STATUS, "incomplete");
    objectives?.disturb();
    lms.commit();
    if (FINAL.test(held)) lms.write(STATUS, held);
    lms.write(EXIT, "suspend");
    unrepeated = true;
  };

  const setScore = (lms: Connection, score: number): Result => {
    const form = (value: number): string => (flip ? otherForm(decimal(value)) : decimal(value));
    return firstFailure(
      lms.set("cmi.core.score.raw", form(percent(score))),
      lms.set("cmi.core.score.min", form(0)), lms.set("cmi.core.score.max", form(100)),
    );
  };

  return {
    target: "scorm12", limit: 4096, exits: true, start,
    saveState: (text, page) => writing((lms) => {
      if (doubtful) resend(lms);
      return firstFailure(lms.set("cmi.suspend_data", text), page ? lms.set("cmi.core.lesson_location", page.slice(0, 255)) : OK);
    }),
    recordPage: () => OK,
    recordAnswer: (answer) => writing(() => records?.record(answer) ?? OK),
    // The score only together with a final status: a mastery rule of the LMS turns any earlier one into `failed`.
    setStatus: (outcome, _, all = []) => writing((lms) => {
      latest = all;
      if (committed || latest.some((one) => one.completed)) objectives?.tell(latest);
      const meant = status12(outcome, held);
      const status = said(meant);
      const scored = FINAL.test(meant) && outcome.score !== null ? setScore(lms, outcome.score) : OK;
      const changed = status !== held ? lms.write(STATUS, status) : OK;
      if (changed.ok) held = status;
      return firstFailure(scored, changed);
    }),
    commit: async () => writing((lms) => {
      lms.write("cmi.core.session_time", timespan(env.now() - began));
      let result = lms.commit();
      // Only now that it answers again: each repetition makes records, and an outage may be long.
      if (result.ok && unrepeated) {
        records?.repeat();
        result = lms.commit();
      }
      unrepeated &&= !result.ok;
      doubtful = !result.ok;
      committed = true;
      if (result.ok) records?.confirm();
      return result;
    }),
    prefer: (lang) => { if (prefers) writing((lms) => lms.write(PREFERENCE, lang)); },
    doubt: () => { doubtful = true; },
    finish: async () => {
      if (!connection) return failed("not connected");
      if (mode === "browse" && !FINAL.test(held)) connection.write(STATUS, "browsed");
      connection.write(EXIT, "suspend");
      if (mode === "normal") {
        objectives?.tell(latest);
        connection.write("cmi.core.session_time", timespan(env.now() - began));
      }
      return connection.terminate();
    },
  };
}

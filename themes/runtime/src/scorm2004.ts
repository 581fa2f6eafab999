// SCORM 2004, 2nd to 4th edition.

import type { Environment } from "./environment.ts";
import { decimal, duration } from "./format.ts";
import { description, fields2004 } from "./interaction.ts";
import type { Field } from "./interaction.ts";
import { journal } from "./journal.ts";
import type { Journal } from "./journal.ts";
import { OK, failed, firstFailure } from "./lms.ts";
import type { Lms, Mode, Result, Start } from "./lms.ts";
import { objectiveRecords } from "./objectives.ts";
import type { Records } from "./objectives.ts";
import type { Objective, Outcome } from "./progress.ts";
import { NAMES2004, awaitApi, connect, firstWord, isNormal } from "./scorm.ts";
import type { Connection } from "./scorm.ts";
import type { Course } from "./types.ts";

const COMPLETION = "cmi.completion_status";
const SUCCESS = "cmi.success_status";
const EXIT = "cmi.exit";
const PREFERENCE = "cmi.learner_preference.language";

/** Once completed, or passed, always so. */
function objective2004(one: Objective, held: Record<string, string>, lang: string): Field[] {
  const completed = one.completed || held["completion_status"] === "completed";
  const success = held["success_status"] === "passed" ? "passed" : one.success;
  const score = one.completed && one.score !== null ? one.score : null;
  return [
    ["description", description(one.title, lang)],
    ...(score === null ? [] : [["score.scaled", decimal(score, 4)], ["score.raw", decimal(score * 100, 2)], ["score.min", "0"], ["score.max", "100"]] satisfies Field[]),
    ...(success ? [["success_status", success]] satisfies Field[] : []),
    ["completion_status", completed ? "completed" : "incomplete"], ["progress_measure", decimal(completed ? 1 : one.progress)],
  ];
}

export function scorm2004(course: Course, env: Environment): Lms {
  let connection: Connection | null = null;
  let records: Journal | null = null;
  let objectives: Records | null = null;
  let latest: Objective[] = [];
  let committed = false; // the first save is quick: it says nothing of objectives
  let mode: Mode = "normal";
  let completion = "";
  let success: string | null = null; // read when there is something to say
  const began = env.now();

  const start: Lms["start"] = async () => {
    const api = await awaitApi(env.window, NAMES2004, env.wait);
    if (!api) return { state: "absent" };
    const lms = connect(api, NAMES2004);
    const told: Start = lms.initialize(COMPLETION) ? opened(lms) : { state: "failed" };
    if (told.state === "tracked") connection = lms;
    return told;
  };

  const opened = (lms: Connection): Start => {
    const told = firstWord(lms.get("cmi.mode"));
    mode = isNormal(told, firstWord(lms.get("cmi.credit"))) ? "normal" : told === "browse" ? "browse" : "review";
    completion = firstWord(lms.get(COMPLETION));
    const saved = lms.read("cmi.suspend_data");
    if (saved.broken) return { state: "failed" };
    const learner = lms.get("cmi.learner_id");
    const fields = (answer: Parameters<typeof fields2004>[0], again: boolean): ReturnType<typeof fields2004> => fields2004(answer, again, course.lang);
    records = journal(lms, { one: course.options["interactions"] === "one", readable: true, fields });
    objectives = objectiveRecords(lms, {
      fields: (one, held) => objective2004(one, held, course.lang), keeps: ["success_status", "completion_status"], other: () => null,
    });
    if (mode === "normal") begin(lms);
    return { state: "tracked", mode, saved: saved.value, learner, ...(course.languages ? { language: lms.get(PREFERENCE) } : {}) };
  };

  /** At once: without `suspend` a crash loses the state, and without a status some complete the course by themselves. */
  const begin = (lms: Connection): void => {
    if (!/^(completed|incomplete)$/.test(completion)) {
      completion = "incomplete";
      lms.write(COMPLETION, completion);
    }
    lms.write(EXIT, "suspend");
    lms.commit();
  };

  const writing = (action: (lms: Connection) => Result): Result =>
    !connection ? failed("not connected") : mode === "normal" ? action(connection) : OK;

  const setScore = (lms: Connection, score: number): Result => firstFailure(
    lms.set("cmi.score.scaled", decimal(score, 4)), lms.set("cmi.score.raw", decimal(score * 100, 2)),
    lms.set("cmi.score.min", "0"), lms.set("cmi.score.max", "100"),
  );

  const setSuccess = (lms: Connection, outcome: Outcome): Result => {
    if (!outcome.success) return OK;
    success ??= firstWord(lms.get(SUCCESS));
    if (success !== "passed") success = outcome.success;
    return lms.set(SUCCESS, success);
  };

  const setCompletion = (lms: Connection, outcome: Outcome): Result => {
    if (outcome.completed) completion = "completed";
    return firstFailure(lms.set("cmi.progress_measure", decimal(completion === "completed" ? 1 : outcome.progress)), lms.set(COMPLETION, completion));
  };

  /** The sequencing of the other modules waits for this objective. */
  const openGate = (lms: Connection): Result => {
    const id = course.options["gateObjective"];
    if (typeof id !== "string" || !id) return OK;
    const objective = objectives?.element(id);
    return objective ? lms.set(`${objective}.success_status`, "passed") : failed("objective");
  };

  return {
    target: "scorm2004", limit: 64000, exits: true, start,
    saveState: (text, page) => writing((lms) => firstFailure(
      lms.set("cmi.suspend_data", text), page ? lms.set("cmi.location", page.slice(0, 1000)) : OK,
    )),
    recordPage: () => OK,
    recordAnswer: (answer) => writing(() => records?.record(answer) ?? OK),
    // As in SCORM 1.2 no score before the end: gradebooks and sequencing rules take any score for the final one.
    setStatus: (outcome, gate, all = []) => writing((lms) => {
      latest = all;
      if (committed || latest.some((one) => one.completed)) objectives?.tell(latest);
      return firstFailure(
        outcome.completed && outcome.score !== null ? setScore(lms, outcome.score) : OK,
        setSuccess(lms, outcome), gate ? openGate(lms) : OK, setCompletion(lms, outcome),
      );
    }),
    commit: async () => writing((lms) => {
      lms.write("cmi.session_time", duration(env.now() - began));
      const result = lms.commit();
      committed = true;
      if (result.ok) records?.confirm();
      else lms.forget();
      return result;
    }),
    prefer: (lang) => { writing((lms) => lms.write(PREFERENCE, lang)); },
    doubt: () => connection?.forget(),
    finish: async () => {
      if (!connection) return failed("not connected");
      connection.write(EXIT, "suspend"); // also in review: any other exit throws the state away
      if (mode === "normal") {
        objectives?.tell(latest);
        connection.write("cmi.session_time", duration(env.now() - began));
      }
      return connection.terminate();
    },
  };
}

// What every tracking standard offers to the course: the one seam between the pages and an LMS.

import type { Objective, Outcome } from "./progress.ts";
import type { Mark } from "./score.ts";
import type { PageRef, Question, Target } from "./types.ts";

export type Result = { ok: true } | { ok: false; reason: string };
export const OK: Result = { ok: true };
export const failed = (reason: string): Result => ({ ok: false, reason });
export const firstFailure = (...results: Result[]): Result => results.find((result) => !result.ok) ?? OK;

/** normal = everything is recorded; browse and review = nothing is. */
export type Mode = "normal" | "browse" | "review";

export type Start =
  | {
      state: "tracked";
      mode: Mode;
      /** the stored state, or "" */
      saved: string;
      /** distinguishes learners (and registrations) in this browser; never shown, never sent */
      learner: string;
      /** the LMS's own pass mark, 0..1; null = it has none; undefined = it cannot have one */
      mark?: number | null;
      muted?: boolean;
      /** languages that the LMS says the learner prefers, with commas between them */
      language?: string;
    }
  /** no LMS here: opened from disk, or on a plain web server */
  | { state: "absent" }
  /** there is an LMS, but it refuses or does not answer; `learner` if known all the same; `over`: this launch was used before, trying again is of no use */
  | { state: "failed"; learner?: string; over?: boolean };

/** One answer, with all that any standard wants to know about it. */
export interface Answered {
  question: Question;
  /** the objective: the id of the module */
  objective: string;
  response: string[];
  /** gaps: texts in place of the codes of drop-downs */
  words: string[];
  mark: Mark;
  attempt: number;
  /** 0..1 of the course, after it */
  progress: number;
  /** place among the questions answered so far, in the order of first answers */
  order: number;
  /** attempts made before this one, at all questions and in all sessions */
  earlier: number;
  latency: number;
  at: Date;
}

export interface Lms {
  readonly target: Target;
  /** characters of state it can keep */
  readonly limit: number;
  /** whether `finish` makes sense on demand (an exit button) */
  readonly exits: boolean;
  start(): Promise<Start>;
  saveState(text: string, page: string): Result;
  recordPage(page: PageRef, progress: number): Result;
  /** A page was open for so many milliseconds, as far as the learner was active. */
  leavePage?(page: PageRef, milliseconds: number): void;
  recordAnswer(answer: Answered): Result;
  setStatus(outcome: Outcome, gate: boolean | null, objectives?: Objective[]): Result;
  /** The learner has chosen a language: where the LMS keeps such things, it is told; if it refuses, nothing is lost. */
  prefer?(lang: string): void;
  /** Sends everything set so far. `leaving`: the page may be gone in a moment, do it now or never. */
  commit(leaving: boolean): Promise<Result>;
  /** The last commit is doubtful (the connection was down): send again what it should have sent. */
  doubt(): void;
  /** Where a state that another window or device stored meanwhile can be seen: `merge` takes it in, and gives what to store in its place. */
  meet?(merge: (text: string) => string): void;
  /** Ends the session; nothing can be recorded afterwards. `returnTo`: where the LMS wants the learner to go. */
  finish(leaving: boolean): Promise<Result & { returnTo?: string }>;
}

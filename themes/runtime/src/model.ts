// What a learner did, by the permanent numbers (slots) of the parts of a course: the twin of `state/model.py`.

import { DIGITS } from "./bits.ts";

export interface Answer {
  /** null = none, or its text did not fit into the LMS's storage */
  response: string[] | null;
  /** the best so far, 0..1 */
  score: number;
  /** 0 = only a draft was kept, or a hint opened */
  attempts: number;
  /** no attempt left, or fully right */
  done: boolean;
  /** revision of the question that was answered */
  rev: number;
  /** `response` was entered but not yet checked; the rest is of before */
  draft: boolean;
  /** a hint was opened */
  hinted: boolean;
}

export interface QuizState {
  /** begun, the open one included */
  attempts: number;
  open: boolean;
  /** 30 bits, new for each attempt */
  seed: number;
  /** question slots of this attempt, ascending */
  drawn: number[];
  /** seconds of the open attempt */
  used: number;
  /** how often its time limit was extended, 0 to 10 */
  extended: number;
  /** best share of the finished attempts, 0..1 */
  best: number;
  /** attempts finished */
  finished: number;
}

export interface State {
  /** changes with every save: newer ones are told from older ones, and LMSs that send only changes always see one */
  counter: number;
  /** tells one attempt at the course from the next */
  nonce: string;
  /** slot of the bookmarked page; -1 = none */
  page: number;
  /** outcomes once reached are kept */
  completed: boolean;
  passed: boolean;
  /** active time in the course */
  seconds: number;
  /** interaction records that the LMS was given so far */
  recorded: number;
  /** question slots in the order of their first records */
  order: number[];
  /** pages seen → seconds spent there */
  pages: Map<number, number>;
  answers: Map<number, Answer>;
  quizzes: Map<number, QuizState>;
  /** module slots that a pre-test marked as known */
  known: Set<number>;
  /** its share there, 0..1 */
  knownShare: Map<number, number>;
  notes: Map<number, string>;
  /** scenario → node numbers visited, in order */
  paths: Map<number, number[]>;
  /** that the learner chose in a package of several; "" = none */
  language: string;
}

/** Scores are counted in 1/2520: thirds, quarters … tenths are exact. */
export const SCORE_UNITS = 2520;
export const MAX_ATTEMPTS = 63;

export function freshState(nonce: string): State {
  return {
    counter: 0, nonce, page: -1, completed: false, passed: false, seconds: 0, recorded: 0, order: [], pages: new Map(), answers: new Map(),
    quizzes: new Map(), known: new Set(), knownShare: new Map(), notes: new Map(), paths: new Map(), language: "",
  };
}

/** An answer that is none yet. */
export const freshAnswer = (rev = 1): Answer => ({ response: null, score: 0, attempts: 0, done: false, rev, draft: false, hinted: false });

/** A draft or an opened hint is no answer. */
export const isAnswered = (answer: Answer | undefined): answer is Answer => answer !== undefined && answer.attempts > 0;

/** Four characters from a source of chance. */
export function makeNonce(random: () => number = Math.random): string {
  return Array.from({ length: 4 }, () => DIGITS.charAt(Math.floor(random() * 64))).join("");
}

export const roundScore = (score: number): number => Math.round(Math.min(Math.max(score, 0), 1) * SCORE_UNITS) / SCORE_UNITS;

// What a learner did, by the permanent numbers (slots) of the parts of a course. `codec.ts` makes a short string of it.

export { decode, encode } from "./codec.ts";
export type { Decoded, Encoded } from "./codec.ts";

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
}

/** Scores are counted in 1/2520: thirds, quarters … tenths are exact. */
export const SCORE_UNITS = 2520;
export const MAX_ATTEMPTS = 255;
const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

export function freshState(nonce: string): State {
  return {
    counter: 0, nonce, page: -1, completed: false, passed: false, seconds: 0, recorded: 0, order: [], pages: new Map(), answers: new Map(),
    quizzes: new Map(), known: new Set(), knownShare: new Map(), notes: new Map(), paths: new Map(),
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

/** Two records of one attempt (two tabs, two devices, an answer that never reached the LMS) → everything in either. */
export function merge(one: State, other: State): State {
  const [newer, older] = one.counter >= other.counter ? [one, other] : [other, one];
  return {
    ...newer, page: newer.page >= 0 ? newer.page : older.page, completed: one.completed || other.completed, passed: one.passed || other.passed,
    seconds: Math.max(one.seconds, other.seconds), recorded: Math.max(one.recorded, other.recorded),
    order: [...newer.order, ...older.order.filter((slot) => !newer.order.includes(slot))],
    pages: join(newer.pages, older.pages, Math.max), answers: joinAnswers(newer, older),
    quizzes: join(newer.quizzes, older.quizzes, further), known: new Set([...newer.known, ...older.known]),
    knownShare: join(newer.knownShare, older.knownShare, Math.max), notes: join(newer.notes, older.notes, (text) => text),
    paths: join(newer.paths, older.paths, (path) => path),
  };
}

function join<T>(newer: Map<number, T>, older: Map<number, T>, both: (newer: T, older: T) => T): Map<number, T> {
  const joined = new Map(newer);
  for (const [slot, value] of older) {
    const kept = joined.get(slot);
    joined.set(slot, kept === undefined ? value : both(kept, value));
  }
  return joined;
}

/** A new attempt at a quiz began with empty questions: what the other side still has of them is of an earlier attempt. */
function joinAnswers(newer: State, older: State): Map<number, Answer> {
  const joined = join(newer.answers, older.answers, better);
  for (const [slot, quiz] of newer.quizzes) {
    const other = older.quizzes.get(slot);
    if (!other || other.attempts === quiz.attempts) continue;
    const later = other.attempts > quiz.attempts ? older : newer;
    for (const question of new Set([...quiz.drawn, ...other.drawn])) {
      const answer = later.answers.get(question);
      if (answer) joined.set(question, answer);
      else joined.delete(question);
    }
  }
  return joined;
}

/** Of two answers to different revisions the one to the later counts; its score may have been another's. */
function better(newer: Answer, older: Answer): Answer {
  if (newer.rev !== older.rev) return newer.rev > older.rev ? newer : older;
  const last = older.attempts > newer.attempts ? older : newer;
  return {
    ...last, response: last.response ?? newer.response ?? older.response, score: Math.max(newer.score, older.score), done: newer.done || older.done,
    hinted: newer.hinted || older.hinted,
  };
}

function further(newer: QuizState, older: QuizState): QuizState {
  const last = older.attempts > newer.attempts || (older.attempts === newer.attempts && older.finished > newer.finished) ? older : newer;
  return { ...last, best: Math.max(newer.best, older.best), ...(last.open && newer.seed === older.seed ? { used: Math.max(newer.used, older.used), extended: Math.max(newer.extended, older.extended) } : {}) };
}

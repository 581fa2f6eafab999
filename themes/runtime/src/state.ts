// What a learner did: `model.ts` says what there is to know, `codec.ts` makes a short string of it, here two of them are joined.

import type { Answer, QuizState, State } from "./model.ts";

export { decode, encode } from "./codec.ts";
export type { Decoded, Encoded, Part, Spare } from "./codec.ts";
export * from "./model.ts";

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
    paths: join(newer.paths, older.paths, (path) => path), language: newer.language || older.language,
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

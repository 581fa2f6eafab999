// One attempt at a quiz: what is drawn, in which order, how long it may take, what it is worth. Nothing of the document.

import { shuffled } from "./shuffle.ts";
import { roundScore } from "./state.ts";
import type { QuizState, State } from "./state.ts";
import { hash } from "./text.ts";
import type { Module, PageRef, QuestionRef, QuizRef } from "./types.ts";

/** WCAG 2.2, criterion 2.2.1: a time limit can be extended at least ten times by a simple action. */
export const MAX_EXTENSIONS = 10;
const LEAST_WARNING = 20;
const MOST_WARNING = 300;
const SEED_BITS = 0x3fffffff;

const ascending = (slots: number[]): number[] => [...slots].sort((a, b) => a - b);
const poolOf = (quiz: QuizRef): number[] => quiz.draws.flatMap(({ from }) => from);

/** The same for a learner and an attempt, wherever and whenever it begins. */
export const seedOf = (learner: string, quiz: QuizRef, attempt: number): number => hash(`${learner} ${quiz.id} ${attempt}`) & SEED_BITS;

export function drawn(quiz: QuizRef, seed: number): number[] {
  return ascending(quiz.draws.flatMap(({ from, count }, i) => (count < from.length ? shuffled(from, `${seed} draw ${i}`).slice(0, count) : from)));
}

/** A new attempt; what was answered in an earlier one is no part of it. */
export function begin(state: State, quiz: QuizRef, learner: string): void {
  const before = state.quizzes.get(quiz.slot);
  const attempts = (before?.attempts ?? 0) + 1;
  const seed = seedOf(learner, quiz, attempts);
  for (const slot of new Set([...poolOf(quiz), ...(before?.drawn ?? [])])) state.answers.delete(slot);
  state.quizzes.set(quiz.slot, {
    attempts, open: true, seed, drawn: drawn(quiz, seed), used: 0, extended: 0, best: before?.best ?? 0, finished: before?.finished ?? 0,
  });
}

export interface Repair {
  drawn: number[];
  /** questions that were taken out of the course and have another in their place */
  replaced: number;
  /** … and have none */
  leftOut: number;
}

/** The course may have been changed since the attempt began: what is gone is replaced from the same draw, nothing is added. */
export function repaired(quiz: QuizRef, attempt: QuizState): Repair {
  const pool = new Set(poolOf(quiz));
  const here = attempt.drawn.filter((slot) => pool.has(slot));
  const gone = attempt.drawn.length - here.length;
  const spare = quiz.draws.flatMap(({ from, count }, i) => {
    const missing = Math.min(count, from.length) - from.filter((slot) => here.includes(slot)).length;
    return shuffled(from.filter((slot) => !here.includes(slot)), `${attempt.seed} again ${i}`).slice(0, Math.max(0, missing));
  }).slice(0, gone);
  return { drawn: ascending([...here, ...spare]), replaced: spare.length, leftOut: gone - spare.length };
}

/** As learners meet them. */
export function orderOf(quiz: QuizRef, { drawn: slots, seed }: QuizState): number[] {
  const written = poolOf(quiz).filter((slot) => slots.includes(slot));
  return quiz.shuffle ? shuffled(written, `${seed} order`) : written;
}

/** Seconds that the attempt may take, with what was added. */
export const allowed = ({ minutes }: QuizRef, { extended }: QuizState): number => minutes * 60 * (1 + extended);

/** Seconds before the end at which a learner is asked whether that is enough. */
export const warningAt = ({ minutes }: QuizRef): number => Math.min(MOST_WARNING, Math.max(LEAST_WARNING, minutes * 12));

export const attemptsLeft = ({ attempts }: QuizRef, state: QuizState | undefined): number => (attempts ? Math.max(0, attempts - (state?.attempts ?? 0)) : Infinity);

/** Points reached and points possible; questions that are answered without a score (a survey) count for neither. */
export function worth(refs: QuestionRef[], state: State): { reached: number; possible: number; share: number } {
  const scored = refs.filter((ref) => ref.scored !== false);
  const possible = scored.reduce((sum, { points }) => sum + points, 0);
  const reached = scored.reduce((sum, { slot, points }) => sum + points * (state.answers.get(slot)?.score ?? 0), 0);
  return { reached, possible, share: possible ? roundScore(reached / possible) : 1 };
}

export const refsOf = (page: PageRef, slots: number[]): QuestionRef[] => slots.flatMap((slot) => page.questions.filter((ref) => ref.slot === slot));

/** The attempt is over: the best one counts. */
export function finish(state: State, quiz: QuizRef, refs: QuestionRef[]): void {
  const attempt = state.quizzes.get(quiz.slot);
  if (!attempt) return;
  const { share } = worth(refs, state);
  state.quizzes.set(quiz.slot, { ...attempt, open: false, finished: attempt.finished + 1, best: Math.max(attempt.best, share) });
}

/** What a pre-test shows to be known: by the share of its questions for each module. Known stays known. */
export function markKnown(state: State, quiz: QuizRef, refs: QuestionRef[], modules: Module[], own: string): Module[] {
  const needed = (quiz.pass ?? 100) / 100;
  return modules.filter((module) => {
    const about = refs.filter((ref) => ref.scored !== false && (ref.objective ?? own) === module.id);
    const { share, possible } = worth(about, state);
    if (!possible || share < needed - 1e-9) return false;
    state.known.add(module.slot);
    state.knownShare.set(module.slot, Math.max(share, state.knownShare.get(module.slot) ?? 0));
    return true;
  });
}

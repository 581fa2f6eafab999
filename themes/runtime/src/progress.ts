// Course + state → how far the learner is, what is open, and what the LMS should hold.

import { isAnswered } from "./state.ts";
import type { State } from "./state.ts";
import type { Course, Lesson, Module, PageRef, QuestionRef } from "./types.ts";

export interface Place {
  page: PageRef;
  lesson: Lesson;
  module: Module;
  /** place in the scope, from 0 */
  index: number;
}

export interface Outcome {
  /** 0..1; 1 exactly when completed */
  progress: number;
  completed: boolean;
  /** null = not judged (yet): no pass mark, or not complete, or attempts are left */
  success: "passed" | "failed" | null;
  /** 0..1 of all points; null without questions that score */
  score: number | null;
}

/** The pages that this document plays, in order. */
export function places(course: Course, scope: string): Place[] {
  const found: Place[] = [];
  for (const module of course.modules) {
    if (scope && module.id !== scope) continue;
    for (const lesson of module.lessons) {
      for (const page of lesson.pages) found.push({ page, lesson, module, index: found.length });
    }
  }
  return found;
}

interface Tally {
  pages: number;
  seen: number;
  questions: QuestionRef[];
  answered: number;
  finished: number;
  score: number | null;
}

function tally(pages: PageRef[], state: State): Tally {
  const questions = pages.flatMap((page) => page.questions);
  const answers = questions.map((question) => state.answers.get(question.slot));
  const points = questions.reduce((sum, question) => sum + question.points, 0);
  const scored = questions.reduce((sum, question, i) => sum + question.points * (answers[i]?.score ?? 0), 0);
  return {
    pages: pages.length, seen: pages.filter((page) => state.pages.has(page.slot)).length, questions,
    answered: answers.filter(isAnswered).length, finished: answers.filter((answer) => answer?.done).length,
    // Four decimals, and judged on what is reported: no "69.9999 is shown as 70 and failed".
    score: points > 0 ? Math.round((scored / points) * 10000) / 10000 : null,
  };
}

const pagesNeeded = (course: Course, pages: number): number => Math.ceil((pages * course.complete.pages) / 100 - 1e-9);

function isComplete(course: Course, count: Tally): boolean {
  return count.pages > 0 && count.seen >= pagesNeeded(course, count.pages) && (course.complete.questions === "none" || count.answered === count.questions.length);
}

function progressOf(course: Course, count: Tally): number {
  const pages = pagesNeeded(course, count.pages);
  const questions = course.complete.questions === "all" ? count.questions.length : 0;
  const done = Math.min(count.seen, pages) + (questions ? count.answered : 0);
  return pages + questions > 0 ? Math.min(0.99, Math.round((done / (pages + questions)) * 100) / 100) : 0;
}

/** `mark` is the pass mark, 0..1, or null: an LMS may have set its own. */
export function outcome(course: Course, pages: PageRef[], state: State, mark: number | null): Outcome {
  const count = tally(pages, state);
  const completed = state.completed || isComplete(course, count);
  const reached = mark !== null && (count.score ?? 0) >= mark - 1e-9;
  const over = count.finished === count.questions.length;
  const success = mark === null || !completed ? null : state.passed || reached ? "passed" : over ? "failed" : null;
  return { progress: completed ? 1 : progressOf(course, count), completed, success, score: count.score };
}

export const passMark = (course: Course): number | null => (course.pass ? course.pass.score / 100 : null);

/** What the pages of one module amount to, judged by itself. */
function moduleOutcome(course: Course, module: Module, state: State): Outcome {
  return outcome(course, module.lessons.flatMap((lesson) => lesson.pages), { ...state, completed: false, passed: false }, passMark(course));
}

/** Whether the condition that other modules put on this one holds. Without a pass mark, completing is passing. */
export function conditionHolds(course: Course, module: Module, when: "completed" | "passed", state: State): boolean {
  const { completed, success } = moduleOutcome(course, module, state);
  return when === "completed" || !course.pass ? completed : success === "passed";
}

/** The module that must be finished before this one opens; null if it is open. In a split package the LMS decides. */
export function closedBy(course: Course, scope: string, module: Module, state: State): Module | null {
  const gate = !scope && module.unlock && course.modules.find((other) => other.id === module.unlock?.module);
  return gate && module.unlock && !conditionHolds(course, gate, module.unlock.when, state) ? gate : null;
}

/** Whether every condition that other modules put on the module of this package part holds; null if there is none. */
export function gateHolds(course: Course, scope: string, state: State): boolean | null {
  const module = course.modules.find((other) => other.id === scope);
  const conditions = course.modules.flatMap((other) => (other.unlock?.module === scope ? [other.unlock.when] : []));
  return module && conditions.length ? conditions.every((when) => conditionHolds(course, module, when, state)) : null;
}

/** Whether a page must wait for the page before it. */
export function closedByOrder(course: Course, all: Place[], place: Place, state: State): boolean {
  const before = all[place.index - 1];
  return course.navigation === "linear" && before !== undefined && !state.pages.has(place.page.slot) && !state.pages.has(before.page.slot);
}

export interface Remaining {
  pages: Place[];
  questions: Place[];
  /** answered, not fully right, and open for another attempt */
  again: Place[];
}

/** What is still to do, in the order of the course. */
export function remaining(course: Course, all: Place[], state: State): Remaining {
  const some = (test: (slot: number) => boolean): Place[] => all.filter(({ page }) => page.questions.some(({ slot }) => test(slot)));
  return {
    pages: all.filter(({ page }) => !state.pages.has(page.slot)),
    questions: course.complete.questions === "none" ? [] : some((slot) => !isAnswered(state.answers.get(slot))),
    again: some((slot) => {
      const answer = state.answers.get(slot);
      return isAnswered(answer) && !answer.done;
    }),
  };
}

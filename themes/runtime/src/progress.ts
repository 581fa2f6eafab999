// Course + state → what is open to the learner, and what is left to do. Whether it is enough, policy.ts decides.

import { moduleOutcome, open } from "./policy.ts";
import { isAnswered } from "./state.ts";
import type { State } from "./state.ts";
import type { Course, Lesson, Module, PageRef, QuizRef } from "./types.ts";

export { objectives, outcome, passMark } from "./policy.ts";
export type { Objective, Outcome } from "./policy.ts";

export interface Place {
  page: PageRef;
  lesson: Lesson;
  module: Module;
  /** place in the scope, from 0 */
  index: number;
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

/** Whether the condition that other modules put on this one holds. Without a pass mark, completing is passing. */
export function conditionHolds(course: Course, module: Module, when: "completed" | "passed", state: State): boolean {
  const { completed, judged, success } = moduleOutcome(course, module, state);
  return when === "completed" || !judged ? completed : success === "passed";
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
  quizzes: { place: Place; quiz: QuizRef }[];
  /** what is missing of the time that must be spent */
  minutes: number;
  /** answered, not fully right, and open for another attempt */
  again: Place[];
}

/** What is still to do, in the order of the course: only what completing asks for. */
export function remaining(course: Course, scope: string, all: Place[], state: State): Remaining {
  const asked = open(course, scope, state);
  const inside = all.filter(({ module }) => !state.known.has(module.slot));
  const some = (among: Place[], test: (slot: number) => boolean): Place[] => among.filter(({ page }) => page.questions.some(({ slot, quiz }) => !quiz && test(slot)));
  const unfinished = inside.flatMap((place) => (place.page.quizzes ?? []).filter(({ slot, mode }) => mode !== "pre-test" && !state.quizzes.get(slot)?.finished).map((quiz) => ({ place, quiz })));
  const ofModule = ({ module }: Place): boolean => asked.modules.includes(module.id);
  return {
    pages: inside.filter((place) => !state.pages.has(place.page.slot) && (asked.pages || asked.named.includes(place.page.id) || ofModule(place))),
    questions: some(inside.filter((place) => asked.questions || ofModule(place)), (slot) => !isAnswered(state.answers.get(slot))),
    quizzes: unfinished.filter(({ place, quiz }) => asked.questions || asked.quizzes.includes(quiz.id) || ofModule(place)),
    minutes: asked.minutes,
    again: some(all, (slot) => {
      const answer = state.answers.get(slot);
      return isAnswered(answer) && !answer.done;
    }),
  };
}

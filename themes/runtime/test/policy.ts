// A case of the policy as JSON → what the runtime says of it.

import { objectives, outcome, passMark } from "../src/policy.ts";
import { freshState } from "../src/state.ts";
import type { Answer, QuizState, State } from "../src/state.ts";
import type { Course } from "../src/types.ts";

type Pairs<T> = [number, T][];

export interface Case {
  course: Course;
  state: { seconds: number; completed: boolean; passed: boolean; known: number[]; pages: Pairs<number>; answers: Pairs<Answer>; quizzes: Pairs<QuizState>; known_share: Pairs<number> };
  scope: string;
  mark: number | null;
  expected: unknown;
}

const stateOf = ({ state }: Case): State => ({
  ...freshState("AAAA"), seconds: state.seconds, completed: state.completed, passed: state.passed, known: new Set(state.known),
  pages: new Map(state.pages), answers: new Map(state.answers), quizzes: new Map(state.quizzes), knownShare: new Map(state.known_share),
});

export function judged(one: Case): unknown {
  const state = stateOf(one);
  return {
    mark: passMark(one.course, one.scope), outcome: outcome(one.course, one.scope, state, one.mark),
    objectives: objectives(one.course, one.scope, state).map(({ title: _, ...rest }) => rest),
  };
}

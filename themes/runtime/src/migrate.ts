// A state of an older build → what the policies of its changes make of it in this one: the twin of `state/migrate.py`.

import { isAnswered, roundScore } from "./model.ts";
import type { Answer, State } from "./model.ts";
import { afterHint, mark } from "./score.ts";
import type { Course, QuestionRef } from "./types.ts";

export interface Migrated {
  state: State;
  /** slots of questions whose answers were taken away: to be answered again */
  reset: number[];
  /** … and of those whose answers were marked again, with another score */
  regraded: number[];
}

/**
 * What the course no longer has stays where it is and counts nowhere; `completed` and `passed` are never taken back. Answers
 * to an older revision of a question go by the policies of the changes since: `reset-item` outweighs `regrade`, that `keep`.
 */
export function migrate(state: State, course: Course): Migrated {
  const answers = new Map(state.answers);
  const reset: number[] = [];
  const regraded: number[] = [];
  for (const ref of course.modules.flatMap(({ lessons }) => lessons).flatMap(({ pages }) => pages).flatMap(({ questions }) => questions)) {
    const answer = answers.get(ref.slot);
    const policies = answer ? (ref.history ?? []).filter(({ rev }) => rev > answer.rev).map(({ policy }) => policy) : [];
    if (!answer || !policies.length) continue;
    if (policies.includes("reset-item")) {
      answers.delete(ref.slot);
      if (isAnswered(answer)) reset.push(ref.slot);
    } else if (policies.includes("regrade") || !isAnswered(answer)) {
      const now = policies.includes("regrade") ? regrade(answer, ref) : { ...answer, rev: ref.rev ?? 1 };
      answers.set(ref.slot, now);
      if (now.score !== answer.score) regraded.push(ref.slot);
    }
  }
  return { state: { ...state, answers }, reset, regraded };
}

/** Without the response that was marked (dropped, or a draft took its place), the score stays. */
function regrade(answer: Answer, ref: QuestionRef): Answer {
  const now = { ...answer, rev: ref.rev ?? 1 };
  if (!answer.response?.length || !ref.rule || answer.draft || !isAnswered(answer)) return now;
  const found = mark({ rule: ref.rule, partial: ref.partial ?? true }, answer.response).score;
  const score = roundScore(answer.hinted ? afterHint(found, ref.hintCost ?? 0) : found);
  // Who had it right and no longer has, may try once more.
  const done = found === 1 || (answer.done && roundScore(answer.score) < 1);
  return { ...now, score, done };
}

// What a question asks of its answer part, whatever its kind.

import type { Mark } from "../score.ts";
import type { Question } from "../types.ts";

export interface Missing {
  /** the key of the text that asks for it */
  missing: string;
  /** where to go on */
  focus?: HTMLElement | null;
}

export interface Fields {
  /** the response, or what it lacks */
  read(): string[] | Missing;
  /** what has been entered so far, finished or not; [] = nothing */
  draft(): string[];
  /** a response or a draft */
  fill(response: string[]): void;
  /** gaps: texts in place of codes */
  words(): string[];
  /** says by sign and word which parts are right; `solved`: also which would have been */
  show(mark: Mark, solved: boolean): void;
  clear(): void;
  /** the right answer in words, as one text or an ordered list; [] = there is none */
  solution(): string[];
}

/** `answer`: the part of the section that holds the fields. `seed`: of every shuffle. */
export type MakeFields = (question: Question, answer: HTMLElement, seed: string) => Fields;

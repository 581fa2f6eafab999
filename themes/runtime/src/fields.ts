// The answer part of each question kind: reading, filling in, marking. A kind is a module in fields/ and a line here.

import { one } from "./dom.ts";
import type { Fields, MakeFields } from "./fields/fields.ts";
import { gaps } from "./fields/gaps.ts";
import { grid } from "./fields/grid.ts";
import { hotspot } from "./fields/hotspot.ts";
import { long } from "./fields/long.ts";
import { options } from "./fields/options.ts";
import { ordering } from "./fields/ordering.ts";
import { categorising, matching } from "./fields/pairs.ts";
import { typed } from "./fields/typed.ts";
import type { Kind, Question } from "./types.ts";

export type { Fields, Missing } from "./fields/fields.ts";

const KINDS: Record<Kind, MakeFields> = {
  choice: options, "true-false": options, text: typed, numeric: typed, matching, ordering, cloze: gaps,
  categorising, hotspot, matrix: grid, likert: grid, "long-answer": long,
};

export function fieldsOf(question: Question, section: HTMLElement, seed: string): Fields {
  return KINDS[question.kind](question, one(section, ".answer") ?? section, seed);
}

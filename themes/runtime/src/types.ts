// The contract with the compiler: what index.html, course.js and the page files hand to the runtime (themes/README.md, "Data").

export type Target = "scorm12" | "scorm2004" | "cmi5" | "xapi" | "web";

export interface Boot {
  v: 1;
  target: Target;
  /** "" = the whole course, otherwise the id of the module that this package part plays. */
  scope: string;
}

export interface QuestionRef {
  id: string;
  slot: string;
  points: number;
}

export interface PageRef {
  id: string;
  slot: string;
  title: string;
  file: string;
  questions: QuestionRef[];
}

export interface Lesson {
  id: string;
  title: string;
  minutes: number;
  pages: PageRef[];
}

export interface Unlock {
  when: "completed" | "passed";
  module: string;
}

export interface Module {
  id: string;
  title: string;
  unlock?: Unlock;
  lessons: Lesson[];
}

export interface Course {
  v: 1;
  id: string;
  version: string;
  lang: string;
  title: string;
  key: string;
  iri: string;
  navigation: "free" | "linear";
  complete: { pages: number; questions: "all" | "none" };
  pass: { score: number } | null;
  modules: Module[];
  strings: Record<string, string>;
  options: Record<string, unknown>;
}

export interface Page {
  id: string;
  title: string;
  html: string;
  questions: Question[];
}

export interface TextMatch {
  index: number;
  /** "*" = anything else */
  value: string;
}

export interface RangeMatch {
  index: number;
  /** null = anything else */
  range: [number, number] | null;
}

export interface Gap {
  accept: string[];
  typed: boolean;
}

export type Rule =
  | { rule: "set"; key: string[]; of: string[] }
  | { rule: "text"; accept: string[]; case: boolean; feedback: TextMatch[] }
  | { rule: "range"; accept: [number, number][]; feedback: RangeMatch[] }
  | { rule: "pairs"; key: string[] }
  | { rule: "sequence"; key: string[] }
  | { rule: "gaps"; gaps: Gap[] };

export type Kind = "choice" | "true-false" | "text" | "numeric" | "matching" | "ordering" | "cloze";
export type InteractionType = "choice" | "true-false" | "fill-in" | "numeric" | "matching" | "sequencing";

export interface Question {
  id: string;
  kind: Kind;
  points: number;
  /** 0 = as many as wanted */
  attempts: number;
  shuffle: boolean;
  partial: boolean;
  prompt: string;
  type: InteractionType;
  rule: Rule;
  definition?: Record<string, unknown>;
}

/** [page id, title, text] */
export type SearchEntry = [string, string, string];

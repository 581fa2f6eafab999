// The contract with the compiler: what index.html, course.js and the page files hand to the runtime (themes/README.md, "Data").

export type Target = "scorm12" | "scorm2004" | "cmi5" | "xapi" | "web";

export interface Boot {
  v: 1;
  target: Target;
  /** "" = the whole course, otherwise the id of the module that this package part plays. */
  scope: string;
}

/** A change of a question that learners may have answered before. */
export interface Revision {
  /** the number it has since then */
  rev: number;
  policy: "keep" | "reset-item" | "regrade";
  /** what it was worth before */
  points: number;
}

export interface QuestionRef {
  id: string;
  /** permanent number in learners' records */
  slot: number;
  points: number;
  /** 1 if absent */
  rev?: number;
  history?: Revision[];
  /** only where the history asks to mark an old response again, before its page is loaded */
  rule?: Rule;
  partial?: boolean;
  hintCost?: number;
  /** id of the module it counts for, if that is not the one it stands in */
  objective?: string;
  /** id of its quiz */
  quiz?: string;
  /** false: a survey */
  scored?: false;
  /** how many records an answer makes; 1 if absent */
  records?: number;
}

export interface Draw {
  /** question slots */
  from: number[];
  count: number;
}

export interface QuizRef {
  id: string;
  slot: number;
  title: string;
  mode: "practice" | "exam" | "pre-test";
  /** weight in the score of the course */
  points: number;
  /** 0 = as many as wanted */
  attempts: number;
  /** time limit; 0 = none */
  minutes: number;
  /** percent */
  pass: number | null;
  shuffle: boolean;
  draws: Draw[];
}

export interface NoteRef {
  id: string;
  slot: number;
  /** in plain words */
  prompt: string;
}

export interface ScenarioRef {
  id: string;
  slot: number;
  /** how many numbers its nodes have */
  nodes: number;
}

export interface PageRef {
  id: string;
  slot: number;
  title: string;
  file: string;
  /** in every language, once the page is loaded, for statements */
  names?: Texts;
  questions: QuestionRef[];
  quizzes?: QuizRef[];
  notes?: NoteRef[];
  scenarios?: ScenarioRef[];
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
  slot: number;
  title: string;
  unlock?: Unlock;
  /** rules of its own, in place of what the course's rules ask of it */
  complete?: Condition[];
  pass?: Condition[];
  lessons: Lesson[];
}

/** What must have happened, in shares of 100. */
export type Condition =
  | { pages: number }
  /** ids of pages that must have been seen */
  | { page: string[] }
  /** answered */
  | { questions: number }
  /** ids of quizzes: finished; in a pass rule: passed */
  | { quizzes: string[] }
  /** ids of modules: completed; in a pass rule: passed */
  | { objectives: string[] }
  | { score: number }
  /** active time */
  | { minutes: number };

export interface Course {
  v: 1;
  id: string;
  version: string;
  lang: string;
  title: string;
  key: string;
  iri: string;
  navigation: "free" | "linear";
  /** all of them must hold */
  complete: Condition[];
  pass: Condition[] | null;
  modules: Module[];
  strings: Record<string, string>;
  /** only in a package of several: what the learner can switch to; the words come with `Language` */
  languages?: Choice[];
  /** … that sends statements: the course (""), modules and quizzes by the ids of their objectives, in every language */
  names?: Record<string, Texts>;
  options: Record<string, unknown>;
}

export type Texts = Record<string, string>;

export interface Choice {
  lang: string;
  dir: "ltr" | "rtl";
  /** in its own words */
  name: string;
}

/** The words of one language, in a package of several. */
export interface Language {
  lang: string;
  dir: "ltr" | "rtl";
  title: string;
  /** modules, lessons, pages, quizzes, prompts of notes, in the order of the structure */
  titles: string[];
  strings: Record<string, string>;
  /** what the body of the document holds, without a cover */
  body: string;
  /** by scope */
  covers: Record<string, string>;
}

export interface Page {
  id: string;
  /** only in a package of several languages */
  lang?: string;
  /** … that sends statements: its title in every language */
  names?: Texts;
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

/** With a salt the answers of a rule are digests (secrecy.ts); what cannot be compared so is sealed. */
export type Rule = PlainRule & { salt?: string; sealed?: string };

type PlainRule =
  | { rule: "set"; key: string[]; of: string[] }
  | { rule: "text"; accept: string[]; case: boolean; feedback: TextMatch[] }
  | { rule: "range"; accept: [number, number][]; feedback: RangeMatch[] }
  /** `of`: the left side of each pair of the key; only where the key does not show it */
  | { rule: "pairs"; key: string[]; of?: string[] }
  | { rule: "sequence"; key: string[] }
  | { rule: "gaps"; gaps: Gap[] }
  /** nothing is right or wrong */
  | { rule: "survey" }
  /** the learner judges a text: [text, level], level 0 … levels − 1 */
  | { rule: "self"; levels: number };

export type Kind =
  | "choice" | "true-false" | "text" | "numeric" | "matching" | "ordering" | "cloze"
  | "categorising" | "hotspot" | "matrix" | "likert" | "long-answer";
export type InteractionType = "choice" | "true-false" | "fill-in" | "numeric" | "matching" | "sequencing" | "likert" | "long-fill-in";

/** A part of a question that every standard records by itself: a statement of a survey. */
export interface QuestionPart {
  code: string;
  prompt: string;
  definition?: Record<string, unknown>;
}

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
  /** percent of the score that an opened hint takes */
  hintCost?: number;
  definition?: Record<string, unknown>;
  parts?: QuestionPart[];
  /** of a question in an exam: what is shown and recorded when it was handed in (secrecy.ts) */
  sealed?: string;
  salt?: string;
}

/** [page id, title, text] */
export type SearchEntry = [string, string, string];

// An answer → the fields of an interaction record, in the forms that strict readers accept.

import { clock, decimal, duration, localTimestamp, timespan } from "./format.ts";
import type { Answered } from "./lms.ts";
import { flat, parseNumber } from "./text.ts";
import type { Question, Rule } from "./types.ts";

export type Field = [name: string, value: string];

interface Form {
  /** between list items */
  item: string;
  /** between the halves of a pair */
  pair: string;
  /** between the ends of a range */
  range: string;
  yes: string;
  no: string;
  text: (text: string) => string;
}

const SCORM12: Form = { item: ",", pair: ".", range: ":", yes: "t", no: "f", text: (text) => flat(text, 255) };
const delimited = (text: string): string => flat(text.replace(/\[(,|\.|:)\]/g, "($1)"), 250);
/** A text that starts with a brace would be read as a `{lang=…}` tag. */
const SCORM2004: Form = { item: "[,]", pair: "[.]", range: "[:]", yes: "true", no: "false", text: (text) => delimited(text).replace(/^\{/, "(") };
const XAPI: Form = { ...SCORM2004, text: (text) => flat(text, 1000) };
/** Characters of a long text, where a standard has a place for one (SCORM 2004 RTE 4.2.9.1). */
const LONG = 4000;

/** At most five patterns: the least that SCORM 2004 lets an LMS keep for a fill-in (RTE 4.2.9.1). */
const MAX_PATTERNS = 5;

/**
 * The records of an answer: one, or one for each statement of a survey, since a `likert` record holds a single place on the
 * scale. A statement that was passed over has a record, too: their number must be the same each time.
 */
export function records(answer: Answered): Answered[] {
  const { question, response: given } = answer;
  if (!question.parts) return [answer];
  return question.parts.map(({ code, prompt, definition }, i) => {
    const own = { ...question, id: `${question.id}.${code}`, prompt, ...(definition ? { definition } : {}) };
    const chosen = given.find((pair) => pair.split(".")[0] === code)?.split(".")[1] ?? "";
    return { ...answer, question: own, response: [chosen], words: [chosen], order: answer.order + i, earlier: answer.earlier + i };
  });
}

function longText(form: Form, text: string): string {
  return form === SCORM12 ? flat(text, 255) : flat(text, LONG).replace(/^\{/, "(");
}

function response(form: Form, question: Question, given: string[]): string {
  switch (question.type) {
    case "long-fill-in": return longText(form, given[0] ?? "");
    case "true-false": return given[0] === "t" ? form.yes : form.no;
    case "numeric": return decimal(parseNumber(given[0] ?? "") ?? 0, 7);
    case "matching": return given.map((pair) => pair.replace(".", form.pair)).join(form.item);
    case "fill-in": return given.map(form.text).join(form.item).slice(0, 255);
    default: return given.join(form.item);
  }
}

function patterns(form: Form, question: Question): string[] {
  const rule: Rule = question.rule;
  switch (rule.rule) {
    case "text": return rule.accept.slice(0, MAX_PATTERNS).map((text) => (rule.case && form === SCORM2004 ? "{case_matters=true}" : "") + form.text(text));
    case "range": return rule.accept.slice(0, form === SCORM2004 ? 1 : MAX_PATTERNS).map((range) => rangePattern(form, range));
    case "gaps": return [response(form, question, rule.gaps.map((gap) => gap.accept[0] ?? ""))];
    case "survey":
    case "self": return []; // nothing is right by itself
    default: return [response(form, question, rule.key)];
  }
}

function rangePattern(form: Form, [low, high]: [number, number]): string {
  const ends = [decimal(low, 7), decimal(high, 7)];
  return form === SCORM12 && low === high ? String(ends[0]) : ends.join(form.range);
}

/** The learner's own judgement is a number: nobody else has said right or wrong. */
function result({ question, mark }: Answered, wrong: string): string {
  if (mark.verdict === "noted") return "neutral";
  if (question.rule.rule === "self") return decimal(mark.score, 4);
  return mark.verdict === "right" ? "correct" : mark.verdict === "wrong" ? wrong : decimal(mark.score, 4);
}

const patternFields = (form: Form, question: Question): Field[] =>
  patterns(form, question).map((pattern, i): Field => [`correct_responses.${i}.pattern`, pattern]);

/** A statement that was passed over has no response: an empty one is refused. */
const given = (name: string, text: string): Field[] => (text ? [[name, text]] : []);

/** `again`: the record exists, only what a new attempt changes is written. */
export function fields12(answer: Answered, again: boolean): Field[] {
  const { question } = answer;
  const fixed: Field[] = [
    ["id", question.id], ["type", question.type === "long-fill-in" ? "fill-in" : question.type], ["objectives.0.id", answer.objective],
    ...patternFields(SCORM12, question), ["weighting", decimal(question.points)],
  ];
  return [
    ...(again ? [] : fixed), ["time", clock(answer.at)], ...given("student_response", response(SCORM12, question, answer.response)),
    ["result", result(answer, "wrong")], ["latency", timespan(answer.latency)],
  ];
}

export function fields2004(answer: Answered, again: boolean, lang: string): Field[] {
  const { question } = answer;
  const fixed: Field[] = [
    ["id", question.id], ["type", question.type], ["objectives.0.id", answer.objective],
    ...patternFields(SCORM2004, question), ["weighting", decimal(question.points)], ["description", description(question.prompt, lang)],
  ];
  return [
    ...(again ? [] : fixed), ["timestamp", localTimestamp(answer.at)], ...given("learner_response", response(SCORM2004, question, answer.response)),
    ["result", result(answer, "incorrect")], ["latency", duration(answer.latency)],
  ];
}

/** English is what untagged text is taken for. */
export function description(prompt: string, lang: string): string {
  const text = flat(prompt, 250);
  return /^en\b/.test(lang) && !text.startsWith("{") ? text : `{lang=${lang}}${text}`;
}

/** The response as xAPI wants it; drop-downs of a cloze text by their words, as in the definition. */
export const responseXapi = (answer: Answered): string =>
  response(XAPI, answer.question, answer.question.rule.rule === "gaps" ? answer.words : answer.response);

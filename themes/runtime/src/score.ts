// A rule and a response → how right it is, and what to say about it. Rules are data; `compiler/darslik/scoring.py` is the twin
// of this file, and both are held to tests/vectors/score.json.

import { acceptedRanges, salted } from "./secrecy.ts";
import { comparable, parseNumber } from "./text.ts";
import type { Gap, Question, RangeMatch, Rule, TextMatch } from "./types.ts";

/** noted: a survey, where nothing is right or wrong */
export type Verdict = "right" | "partly" | "wrong" | "noted";

export interface Mark {
  /** 0..1; 1 = fully right */
  score: number;
  verdict: Verdict;
  /** `data-for` of the feedback to show */
  feedback: string[];
  /** right or wrong by part: option, left side, item or gap */
  parts: Record<string, boolean>;
}

interface Marked {
  right: boolean;
  share: number;
  feedback: string[];
  parts: Map<string, boolean>;
}

/** Whether what the rule holds means what was given. The only place that knows in which form rules hold their answers. */
export interface Compare {
  /** an option, or a pair */
  code(held: string, given: string): boolean;
  /** an item at its place, from 0 */
  placed(held: string, given: string, place: number): boolean;
  text(held: string, given: string, keepCase: boolean): boolean;
}

const PLAIN: Compare = {
  code: (held, given) => held === given,
  placed: (held, given) => held === given,
  text: (held, given, keepCase) => comparable(held, keepCase) === comparable(given, keepCase),
};

const compareFor = ({ salt }: Rule): Compare => (salt ? salted(salt) : PLAIN);

export function mark(question: Pick<Question, "rule" | "partial">, response: string[]): Mark {
  const { rule, partial } = question;
  if (rule.rule === "survey") return { score: 0, verdict: "noted", feedback: [], parts: {} };
  const { right, share, feedback, parts } = apply(rule, response, compareFor(rule));
  const score = right ? 1 : partial ? Math.max(0, Math.min(share, 1)) : 0;
  return { score, verdict: right ? "right" : score > 0 ? "partly" : "wrong", feedback, parts: Object.fromEntries(parts) };
}

/** What a hint that was opened before the answer leaves of a score; `cost` in percent. */
export const afterHint = (score: number, cost: number): number => score * (1 - Math.max(0, Math.min(cost, 100)) / 100);

function apply(rule: Exclude<Rule, { rule: "survey" }>, response: string[], compare: Compare): Marked {
  switch (rule.rule) {
    case "set": return markSet(rule.key, response, compare);
    case "text": return markText(rule.accept, rule.case, rule.feedback, response[0] ?? "", compare);
    case "range": return markRange(rule.sealed && rule.salt ? acceptedRanges(rule.sealed, rule.salt) : rule.accept, rule.feedback, response[0] ?? "");
    case "pairs": return markPairs(rule.key, rule.of ?? rule.key.map(leftOf), response, compare);
    case "sequence": return markSequence(rule.key, response, compare);
    case "gaps": return markGaps(rule.gaps, response, compare);
    case "self": return markSelf(rule.levels, response);
  }
}

/** Right ones minus wrong ones, of all right ones. */
function markSet(key: string[], response: string[], compare: Compare): Marked {
  const parts = new Map(response.map((code): [string, boolean] => [code, key.some((held) => compare.code(held, code))]));
  const right = [...parts.values()].filter(Boolean).length;
  const wrong = parts.size - right;
  return { right: key.length > 0 && right === key.length && !wrong, share: key.length ? (right - wrong) / key.length : 0, feedback: [...parts.keys()], parts };
}

/** The first feedback that fits; "anything else" only for what is neither expected nor right. */
function pick<T extends { index: number }>(matches: T[], right: boolean, fits: (match: T) => boolean, other: (match: T) => boolean): string[] {
  const found = matches.find(fits) ?? (right ? undefined : matches.find(other));
  return found ? [String(found.index)] : [];
}

function markText(accept: string[], keepCase: boolean, feedback: TextMatch[], typed: string, compare: Compare): Marked {
  const same = (text: string): boolean => compare.text(text, typed, keepCase);
  const right = accept.some(same);
  const said = pick(feedback, right, (match) => match.value !== "*" && same(match.value), (match) => match.value === "*");
  return { right, share: 0, feedback: said, parts: new Map() };
}

function markRange(accept: [number, number][], feedback: RangeMatch[], typed: string): Marked {
  const given = parseNumber(typed);
  const within = (range: [number, number] | null): boolean => range !== null && given !== null && inside(given, range);
  const right = accept.some(within);
  return { right, share: 0, feedback: pick(feedback, right, (match) => within(match.range), (match) => match.range === null), parts: new Map() };
}

/** 0.1 + 0.2 must lie in 0.3..0.3: a bound may be missed by the error of binary fractions. */
function inside(value: number, [low, high]: [number, number]): boolean {
  const slack = 1e-12 * Math.max(1, Math.abs(low), Math.abs(high));
  return value >= low - slack && value <= high + slack;
}

const leftOf = (pair: string): string => pair.split(".")[0] ?? "";

/** Each left side counts the same; one with several right partners as a set does. `of`: the left side of each pair of the key. */
function markPairs(key: string[], of: string[], response: string[], compare: Compare): Marked {
  const parts = new Map<string, boolean>();
  let sum = 0;
  for (const left of new Set(of)) {
    const held = key.filter((_, i) => of[i] === left);
    const marked = markSet(held, response.filter((pair) => leftOf(pair) === left), compare);
    parts.set(left, marked.right);
    sum += Math.max(0, marked.share);
  }
  return { ...fromParts(parts), share: parts.size ? sum / parts.size : 0 };
}

function fromParts(parts: Map<string, boolean>): Marked {
  const wrong = [...parts.keys()].filter((code) => !parts.get(code));
  return { right: parts.size > 0 && !wrong.length, share: parts.size ? (parts.size - wrong.length) / parts.size : 0, feedback: wrong, parts };
}

/** Items in their place. */
function markSequence(key: string[], response: string[], compare: Compare): Marked {
  const parts = new Map<string, boolean>();
  let right = 0;
  key.forEach((held, place) => {
    const code = response[place];
    if (code === undefined) return;
    const fits = compare.placed(held, code, place);
    right += fits ? 1 : 0;
    parts.set(code, fits && parts.get(code) !== false);
  });
  const { feedback } = fromParts(parts);
  return { right: key.length > 0 && right === key.length, share: key.length ? right / key.length : 0, feedback, parts };
}

function markGaps(gaps: Gap[], response: string[], compare: Compare): Marked {
  const parts = new Map<string, boolean>();
  gaps.forEach((gap, place) => {
    const given = response[place] ?? "";
    parts.set(String(place + 1), gap.accept.some((held) => (gap.typed ? compare.text(held, given, false) : compare.code(held, given))));
  });
  return fromParts(parts);
}

/** The learner's own judgement of a text: level 0 … levels − 1. Without a text there is nothing to judge. */
function markSelf(levels: number, [text = "", chosen = ""]: string[]): Marked {
  const level = /^\d{1,2}$/.test(chosen) && comparable(text) ? Number(chosen) : -1;
  if (level < 0 || level >= levels) return { right: false, share: 0, feedback: [], parts: new Map() };
  return { right: level === levels - 1, share: levels > 1 ? level / (levels - 1) : 1, feedback: [String(level)], parts: new Map() };
}

// A rule and a response → how right it is, and what to say about it.

import { comparable, parseNumber } from "./text.ts";
import type { Gap, Question, RangeMatch, Rule, TextMatch } from "./types.ts";

export interface Mark {
  /** 0..1; 1 = fully right */
  score: number;
  verdict: "right" | "partly" | "wrong";
  /** `data-for` of the feedback to show */
  feedback: string[];
  /** right or wrong by part: option, left side, item or gap */
  parts: Record<string, boolean>;
}

interface Marked {
  right: boolean;
  share: number;
  feedback: string[];
  parts: Record<string, boolean>;
}

export function mark(question: Pick<Question, "rule" | "partial">, response: string[]): Mark {
  const { right, share, feedback, parts } = apply(question.rule, response);
  const score = right ? 1 : question.partial ? Math.max(0, Math.min(share, 1)) : 0;
  return { score, verdict: right ? "right" : score > 0 ? "partly" : "wrong", feedback, parts };
}

function apply(rule: Rule, response: string[]): Marked {
  switch (rule.rule) {
    case "set": return markSet(rule.key, response);
    case "text": return markText(rule.accept, rule.case, rule.feedback, response[0] ?? "");
    case "range": return markRange(rule.accept, rule.feedback, response[0] ?? "");
    case "pairs": return markPairs(rule.key, response);
    case "sequence": return markSequence(rule.key, response);
    case "gaps": return markGaps(rule.gaps, response);
  }
}

function markSet(key: string[], response: string[]): Marked {
  const parts: Record<string, boolean> = {};
  for (const code of response) parts[code] = key.includes(code);
  const right = Object.values(parts).filter(Boolean).length;
  const wrong = Object.keys(parts).length - right;
  return { right: right === key.length && !wrong, share: (right - wrong) / key.length, feedback: Object.keys(parts), parts };
}

/** The first feedback that fits; "anything else" only for what is neither expected nor right. */
function pick<T extends { index: number }>(matches: T[], right: boolean, fits: (match: T) => boolean, other: (match: T) => boolean): string[] {
  const found = matches.find(fits) ?? (right ? undefined : matches.find(other));
  return found ? [String(found.index)] : [];
}

function markText(accept: string[], keepCase: boolean, feedback: TextMatch[], typed: string): Marked {
  const given = comparable(typed, keepCase);
  const same = (text: string): boolean => comparable(text, keepCase) === given;
  const right = accept.some(same);
  const said = pick(feedback, right, (match) => match.value !== "*" && same(match.value), (match) => match.value === "*");
  return { right, share: 0, feedback: said, parts: {} };
}

function markRange(accept: [number, number][], feedback: RangeMatch[], typed: string): Marked {
  const given = parseNumber(typed);
  const within = (range: [number, number] | null): boolean => range !== null && given !== null && inside(given, range);
  const right = accept.some(within);
  return { right, share: 0, feedback: pick(feedback, right, (match) => within(match.range), (match) => match.range === null), parts: {} };
}

/** 0.1 + 0.2 must lie in 0.3..0.3: a bound may be missed by the error of binary fractions. */
function inside(value: number, [low, high]: [number, number]): boolean {
  const slack = 1e-12 * Math.max(1, Math.abs(low), Math.abs(high));
  return value >= low - slack && value <= high + slack;
}

function fromParts(parts: Record<string, boolean>): Marked {
  const codes = Object.keys(parts);
  const wrong = codes.filter((code) => !parts[code]);
  return { right: !wrong.length, share: codes.length ? 1 - wrong.length / codes.length : 0, feedback: wrong, parts };
}

function markPairs(key: string[], response: string[]): Marked {
  const parts: Record<string, boolean> = {};
  for (const pair of key) parts[pair.split(".")[0] ?? ""] = response.includes(pair);
  return fromParts(parts);
}

function markSequence(key: string[], response: string[]): Marked {
  const parts: Record<string, boolean> = {};
  key.forEach((code, place) => (parts[code] = response[place] === code));
  return fromParts(parts);
}

function markGaps(gaps: Gap[], response: string[]): Marked {
  const parts: Record<string, boolean> = {};
  gaps.forEach((gap, place) => {
    const given = response[place] ?? "";
    parts[place + 1] = gap.typed ? gap.accept.some((text) => comparable(text) === comparable(given)) : gap.accept.includes(given);
  });
  return fromParts(parts);
}

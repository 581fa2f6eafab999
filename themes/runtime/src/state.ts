// What the learner did ↔ one short ASCII string that every LMS can keep.
//
//   1*CHECKSUM*COUNTER*NONCE*PAGE*FLAGS*SEEN*ANSWERS
//
// Slots (two characters) stand for pages and questions. SEEN groups them by their first character: "0abc~1xy" = 0a 0b 0c 1x 1y.
// An answer is slot, attempts (one digit), score (two digits) and the response; answers are ended by "!".
// Digits are base 64. Only [A-Za-z0-9_.~*!-] occurs: no quotes, no blanks, nothing that an LMS escapes.

import { fromBase64, hash, toBase64 } from "./text.ts";

export interface Answer {
  /** null = given, but its text did not fit into the LMS's storage */
  response: string[] | null;
  /** the best so far, 0..1 */
  score: number;
  attempts: number;
  /** no attempt left, or fully right */
  done: boolean;
}

export interface State {
  /** changes with every save: newer ones are told from older ones, and LMSs that send only changes always see one */
  counter: number;
  /** tells one attempt at the course from the next */
  nonce: string;
  /** slot of the bookmarked page, or "" */
  page: string;
  /** outcomes once reached are kept */
  completed: boolean;
  passed: boolean;
  seen: Set<string>;
  answers: Map<string, Answer>;
}

export interface Encoded {
  text: string;
  /** answers whose texts were left out because they did not fit */
  dropped: number;
}

const VERSION = "1";
const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";
/** Scores are counted in 1/2520: thirds, quarters … tenths are exact. */
const SCORE_UNITS = 2520;
const MAX_ATTEMPTS = 31;

export const digit = (value: number): string => DIGITS.charAt(value & 63);

export function freshState(nonce: string): State {
  return { counter: 0, nonce, page: "", completed: false, passed: false, seen: new Set(), answers: new Map() };
}

/** Four characters from a source of chance. */
export function makeNonce(random: () => number = Math.random): string {
  return Array.from({ length: 4 }, () => digit(Math.floor(random() * 64))).join("");
}

export function roundScore(score: number): number {
  return Math.round(score * SCORE_UNITS) / SCORE_UNITS;
}

/**
 * The state in at most `limit` characters. What does not fit is left out in this order: answers to questions that this
 * build no longer has (`known` says which it has), then typed texts, the longest first, then all responses.
 */
export function encode(state: State, limit = Infinity, known: (slot: string) => boolean = () => true): Encoded {
  let records = [...state.answers].map(([slot, answer]) => record(slot, answer));
  const length = (): number => pack(state, records).length;
  if (length() > limit) records = records.filter((text) => known(text.slice(0, 2)));
  let excess = length() - limit;
  let dropped = 0;
  const shorten = (droppable: (body: string) => boolean): void => {
    const order = records.map((_, place) => place).sort((a, b) => (records[b]?.length ?? 0) - (records[a]?.length ?? 0));
    for (const place of order) {
      const text = records[place] ?? "";
      if (excess <= 0 || !droppable(text.slice(5))) continue;
      records[place] = text.slice(0, 5) + ".";
      excess -= text.length - 6;
      dropped++;
    }
  };
  shorten((body) => body.startsWith("~") && body.length > 1);
  shorten((body) => body.length > 1);
  return { text: pack(state, records), dropped };
}

function pack(state: State, records: string[]): string {
  const flags = digit((state.completed ? 1 : 0) | (state.passed ? 2 : 0));
  const body = [state.counter.toString(36), state.nonce, state.page || "-", flags, packSlots(state.seen), records.map((r) => r + "!").join("")].join("*");
  return `${VERSION}*${checksum(body)}*${body}`;
}

const checksum = (body: string): string => hash(body).toString(36).padStart(7, "0");

function packSlots(slots: Iterable<string>): string {
  const groups = new Map<string, string>();
  for (const slot of [...slots].sort()) {
    groups.set(slot.charAt(0), (groups.get(slot.charAt(0)) ?? slot.charAt(0)) + slot.charAt(1));
  }
  return [...groups.values()].join("~");
}

function record(slot: string, answer: Answer): string {
  const attempts = digit(Math.min(answer.attempts, MAX_ATTEMPTS) * 2 + (answer.done ? 1 : 0));
  const units = Math.max(0, Math.min(SCORE_UNITS, Math.round(answer.score * SCORE_UNITS)));
  return slot + attempts + digit(units >> 6) + digit(units) + packResponse(answer.response);
}

function packResponse(response: string[] | null): string {
  if (!response) return ".";
  if (response.every((item) => /^[A-Za-z0-9]$/.test(item))) return "-" + response.join("");
  if (response.every((item) => /^[A-Za-z0-9]\.[A-Za-z0-9]$/.test(item))) return "_" + response.map((item) => item.replace(".", "")).join("");
  return "~" + response.map(toBase64).join("~");
}

/** The state in a string that `encode` made; null for anything else. Never throws. */
export function decode(text: string): State | null {
  const found = /^1\*([0-9a-z]{7})\*([0-9a-z]{1,10})\*([\w-]{4})\*(-|[\w-]{2})\*([\w-])\*([\w~-]*)\*([\w.~!-]*)$/.exec(text);
  if (!found || checksum(text.slice(10)) !== found[1]) return null;
  const [, , counter = "", nonce = "", page = "", flags = "", seen = "", answers = ""] = found;
  try {
    const bits = DIGITS.indexOf(flags);
    return {
      counter: parseInt(counter, 36), nonce, page: page === "-" ? "" : page,
      completed: (bits & 1) > 0, passed: (bits & 2) > 0,
      seen: new Set(unpackSlots(seen)), answers: new Map(answers.split("!").filter(Boolean).map(unpackRecord)),
    };
  } catch {
    return null;
  }
}

function unpackSlots(text: string): string[] {
  return text.split("~").flatMap((group) => [...group.slice(1)].map((second) => group.charAt(0) + second));
}

function unpackRecord(text: string): [string, Answer] {
  const [attempts, high, low] = [...text.slice(2, 5)].map((char) => DIGITS.indexOf(char));
  if (attempts === undefined || high === undefined || low === undefined || attempts < 0 || high < 0 || low < 0) throw new Error("damaged");
  const score = Math.min(1, (high * 64 + low) / SCORE_UNITS);
  return [text.slice(0, 2), { response: unpackResponse(text.slice(5)), score, attempts: attempts >> 1, done: (attempts & 1) > 0 }];
}

function unpackResponse(body: string): string[] | null {
  const rest = body.slice(1);
  switch (body.charAt(0)) {
    case "-": return [...rest];
    case "_": return (rest.match(/../g) ?? []).map((pair) => `${pair.charAt(0)}.${pair.charAt(1)}`);
    case "~": return rest.split("~").map(fromBase64);
    case ".": return null;
    default: throw new Error("damaged");
  }
}

/** Two records of one attempt (two tabs, two devices, an answer that never reached the LMS) → everything in either. */
export function merge(one: State, other: State): State {
  const [newer, older] = one.counter >= other.counter ? [one, other] : [other, one];
  const answers = new Map(newer.answers);
  for (const [slot, answer] of older.answers) {
    const kept = answers.get(slot);
    answers.set(slot, kept ? better(kept, answer) : answer);
  }
  return {
    ...newer, page: newer.page || older.page, completed: one.completed || other.completed, passed: one.passed || other.passed,
    seen: new Set([...older.seen, ...newer.seen]), answers,
  };
}

function better(newer: Answer, older: Answer): Answer {
  const last = older.attempts > newer.attempts ? older : newer;
  return { ...last, response: last.response ?? newer.response ?? older.response, score: Math.max(newer.score, older.score), done: newer.done || older.done };
}

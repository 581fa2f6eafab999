// A response ↔ bits: the twin of `compiler/darslik/state/responses.py`.
//
// Each is written in the cheapest form that gives it back as it was. The form itself is written first, so that no knowledge
// of the question is needed to read it.

import { Damaged, FLAT, gamma, golomb, mixed, tree } from "./bits.ts";
import type { Io } from "./bits.ts";
import { CONTEXT } from "./contexts.ts";
import type { Rule } from "./types.ts";

export type Response = string[] | null;
/** Stands for a response whose text is elsewhere, in a chunk of its own. */
export const TEXT: string[] = ["\u0000text"];

const LETTERS = "abcdefghijklmnopqrstuvwxyz123456789";
const DIGITS_FIRST = "123456789abcdefghijklmnopqrstuvwxyz";
const NUMERIC = "0123456789.,-+ %";
/** A number with more characters is a text. */
const MAX_NUMERIC = 12;

const ONE = 0, NONE = 1, CHOSEN = 2, ORDER = 3, PAIRS = 4, NUMBER = 5, LIST = 6, TYPED = 7, BOOLEAN = 8;

const isCode = (item: string): boolean => /^[a-z1-9]$/.test(item);
const isPair = (item: string): boolean => /^[a-z1-9]\.[a-z1-9]$/.test(item);
const codeOf = (item: string): number => LETTERS.indexOf(item);
const grows = (numbers: number[]): boolean => numbers.every((number, i) => i === 0 || (numbers[i - 1] ?? 0) < number);

function formOf(response: Response): number {
  if (!response) return NONE;
  const [first = ""] = response;
  if (response.length === 1 && /^[tf]$/.test(first)) return BOOLEAN;
  if (response.every((item) => !item || isCode(item))) return codedForm(response);
  if (response.length === 1 && first.length <= MAX_NUMERIC && [...first].every((sign) => NUMERIC.includes(sign))) return NUMBER;
  return isPairs(response) ? PAIRS : TYPED;
}

/** Whether a response is a typed text: kept apart, and left out if there is no room. */
export const isTyped = (response: Response): response is string[] => formOf(response) === TYPED;

function codedForm(response: string[]): number {
  if (response.includes("")) return LIST;
  if (response.length === 1) return ONE;
  const codes = response.map(codeOf);
  if (grows(codes)) return CHOSEN;
  return grows([...codes].sort((a, b) => a - b)) && Math.max(...codes) === codes.length - 1 ? ORDER : LIST;
}

/** Pairs like `1.b`, in order and each once. A table that is nearly empty is kept as text; no field makes one, but who types can. */
function isPairs(response: string[]): boolean {
  const lengthOf = (place: number): number => {
    const codes = response.map((item) => item.charAt(place));
    const alphabet = codes.some((code) => /[1-9]/.test(code)) ? DIGITS_FIRST : LETTERS;
    return Math.max(...codes.map((code) => alphabet.indexOf(code))) + 1;
  };
  return response.every(isPair) && grows(response.map(pairRank)) && lengthOf(0) * lengthOf(2) <= 16 * response.length + 64;
}

const pairRank = (pair: string): number => DIGITS_FIRST.indexOf(pair.charAt(0)) * 35 + DIGITS_FIRST.indexOf(pair.charAt(2));

/** Sets and pairs in the order that is cheapest to keep; theirs has no meaning. */
export function inOrder({ rule }: Rule, response: string[]): string[] {
  if (rule === "set" && response.every(isCode)) return [...response].sort((a, b) => codeOf(a) - codeOf(b));
  return (rule === "pairs" || rule === "survey") && response.every(isPair) ? [...response].sort((a, b) => pairRank(a) - pairRank(b)) : response;
}

/** Writes it, or reads it; `TEXT` if it is elsewhere. */
export function responseBits(io: Io, response: Response): Response {
  const own = formOf(response);
  const form = io.bit(own !== ONE, CONTEXT.FORM) ? tree(io, own - 1, 3, CONTEXT.FORM + 1) + 1 : ONE;
  const given = response ?? [];
  switch (form) {
    case ONE: return [letter(LETTERS, golomb(io, Math.max(codeOf(given[0] ?? "a"), 0), 2, CONTEXT.LETTER))];
    case CHOSEN: return chosen(io, given);
    case ORDER: return order(io, given);
    case PAIRS: return pairs(io, given);
    case NUMBER: return number(io, given[0] ?? "");
    case LIST: return list(io, given);
    case TYPED: return TEXT;
    case BOOLEAN: return [io.bit(given[0] === "t", CONTEXT.BOOLEAN) ? "t" : "f"];
    default: return null;
  }
}

function letter(alphabet: string, code: number): string {
  if (code >= alphabet.length) throw new Damaged();
  return alphabet.charAt(code);
}

function atMost(value: number, limit: number): number {
  if (value > limit) throw new Damaged();
  return value;
}

function chosen(io: Io, response: string[]): string[] {
  const codes = response.map(codeOf);
  const length = atMost(golomb(io, Math.max(-1, ...codes) + 1, 2, CONTEXT.MASK_LENGTH), LETTERS.length);
  const found: string[] = [];
  for (let code = 0; code < length - 1; code++) if (io.bit(codes.includes(code), CONTEXT.MASK)) found.push(letter(LETTERS, code));
  return length ? [...found, letter(LETTERS, length - 1)] : [];
}

function order(io: Io, response: string[]): string[] {
  const count = atMost(golomb(io, Math.max(response.length - 2, 0), 2, CONTEXT.ORDER) + 2, LETTERS.length);
  return different(io, response.map(codeOf), count, count).map((code) => letter(LETTERS, code));
}

function pairs(io: Io, response: string[]): string[] {
  const left = side(io, response.map((item) => item.charAt(0)), CONTEXT.LEFT);
  const right = side(io, response.map((item) => item.charAt(2)), CONTEXT.RIGHT);
  const table: number[][] = Array.from({ length: left.count }, () => []);
  for (const item of response) table[left.codes.indexOf(item.charAt(0))]?.push(right.codes.indexOf(item.charAt(2)));
  return columnsOf(io, table, right.count).flatMap((row, i) => row.map((column) => `${letter(left.codes, i)}.${letter(right.codes, column)}`));
}

/** How many rows or columns there are at least, and whether they are called by digits or by letters. */
function side(io: Io, given: string[], context: number): { count: number; codes: string } {
  const codes = io.bit(given.some((code) => /[1-9]/.test(code)), context) ? DIGITS_FIRST : LETTERS;
  const count = golomb(io, Math.max(0, ...given.map((code) => codes.indexOf(code))), 2, context + 1) + 1;
  return { count: atMost(count, codes.length), codes };
}

/** Which columns each row has: all different ones, exactly one, at most one, or any. */
function columnsOf(io: Io, table: number[][], columns: number): number[][] {
  const single = table.flatMap((row) => row.slice(0, 1));
  const bases = (base: number): number[] => table.map(() => base);
  if (!io.bit(table.some((row) => row.length !== 1), CONTEXT.TABLE)) {
    const apart = table.length <= columns && io.bit(new Set(single).size === table.length, CONTEXT.TABLE + 1);
    const found = apart ? different(io, single, table.length, columns) : mixed(io, single, bases(columns));
    return found.map((column) => [column]);
  }
  if (!io.bit(table.some((row) => row.length > 1), CONTEXT.TABLE + 2)) {
    return mixed(io, table.map((row) => (row[0] ?? -1) + 1), bases(columns + 1)).map((value) => (value ? [value - 1] : []));
  }
  return table.map((row) => Array.from({ length: columns }, (_, column) => column).filter((column) => io.bit(row.includes(column), FLAT)));
}

/** `count` different numbers below `of`: each as its place among those that are left. */
function different(io: Io, given: number[], count: number, of: number): number[] {
  const all = (): number[] => Array.from({ length: of }, (_, i) => i);
  let left = all();
  const places = given.map((number) => {
    const place = left.indexOf(number);
    left.splice(place, 1);
    return place;
  });
  left = all();
  return mixed(io, places, Array.from({ length: count }, (_, i) => of - i)).map((place) => left.splice(place, 1)[0] ?? 0);
}

function number(io: Io, text: string): string[] {
  const length = atMost(golomb(io, Math.max(text.length - 1, 0), 2, CONTEXT.NUMBER_LENGTH) + 1, MAX_NUMERIC);
  const signs = Array.from({ length }, (_, i) => tree(io, Math.max(NUMERIC.indexOf(text.charAt(i) || "0"), 0), 4, CONTEXT.NUMBER));
  return [signs.map((sign) => NUMERIC.charAt(sign)).join("")];
}

function list(io: Io, response: string[]): string[] {
  const codes = response.map((item) => (item ? codeOf(item) + 1 : 0));
  const count = atMost(gamma(io, codes.length, CONTEXT.LIST), 999);
  const most = atMost(golomb(io, Math.max(0, ...codes), 2, CONTEXT.LIST_MOST), LETTERS.length);
  return mixed(io, codes, Array.from({ length: count }, () => most + 1)).map((code) => (code ? letter(LETTERS, code - 1) : ""));
}

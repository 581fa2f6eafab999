// Typed texts ↔ bits: the twin of `compiler/darslik/state/texts.py`.
//
// Six bits for a small letter, Latin and Cyrillic alike; a capital takes two sixes, a change of script one more.

import { Damaged, FLAT, gamma, golomb, tree } from "./bits.ts";
import type { Io } from "./bits.ts";
import { CONTEXT } from "./contexts.ts";

const END = 0, CAPITAL = 1, OTHER = 2, CODE = 3;
const MARKS = " 0123456789.,-";
const PAGES: [table: string, context: number][] = [
  [`\0\0\0\0${MARKS}abcdefghijklmnopqrstuvwxyz'\u2019\u02bb\u02bc"():;?!/%+=\n&\u2013_`, CONTEXT.LATIN],
  [`\0\0\0\0${MARKS}абвгдежзийклмнопрстуфхцчшщъыьэюяёўқғҳ"():;?!\n`, CONTEXT.CYRILLIC],
];
/** Texts of one response. */
const MAX_TEXTS = 99;
/** Responses and notes of one chunk. */
const MAX_ENTRIES = 9999;

const tableOf = (page: number): string => PAGES[page]?.[0] ?? "";
const symbolBits = (io: Io, symbol: number, page: number): number => tree(io, symbol, 6, PAGES[page]?.[1] ?? FLAT);

/** The texts of one response, or one note. */
export function textsBits(io: Io, texts: string[]): string[] {
  const count = gamma(io, texts.length, FLAT);
  if (count > MAX_TEXTS) throw new Damaged();
  return Array.from({ length: count }, (_, i) => textBits(io, texts[i] ?? ""));
}

/** One text, closed by its end. */
function textBits(io: Io, text: string): string {
  const rest = [...text];
  let found = "";
  for (let at = 0, page = 0; ;) {
    const [own, small] = symbolOf(rest[at], page);
    const symbol = symbolBits(io, own, page);
    if (symbol === END) return found;
    if (symbol === OTHER) {
      page = 1 - page;
      continue;
    }
    if (symbol === CODE) found += codePoint(io, rest[at]);
    else if (symbol === CAPITAL) found += sign(symbolBits(io, small, page), page).toUpperCase();
    else found += sign(symbol, page);
    at++;
  }
}

/** The symbol for what comes next; behind a `CAPITAL`, its small letter. */
function symbolOf(next: string | undefined, page: number): [symbol: number, small: number] {
  if (next === undefined) return [END, 0];
  const here = find(next, page);
  return here[0] ? here : find(next, 1 - page)[0] ? [OTHER, 0] : [CODE, 0];
}

function find(next: string, page: number): [symbol: number, small: number] {
  const table = tableOf(page);
  if (next === "\0") return [END, 0];
  if (table.includes(next)) return [table.indexOf(next), 0];
  const small = next.toLowerCase();
  return small.length === 1 && small !== "\0" && table.includes(small) && small.toUpperCase() === next ? [CAPITAL, table.indexOf(small)] : [END, 0];
}

function codePoint(io: Io, next: string | undefined): string {
  const own = next?.codePointAt(0) ?? 0;
  const point = golomb(io, own >= 0xd800 && own < 0xe000 ? 0xfffd : own, 8, FLAT); // half a character is none
  if (point > 0x10ffff || (point >= 0xd800 && point < 0xe000)) throw new Damaged();
  return String.fromCodePoint(point);
}

function sign(symbol: number, page: number): string {
  const table = tableOf(page);
  if (symbol <= CODE || symbol >= table.length) throw new Damaged();
  return table.charAt(symbol);
}

/** Texts with their slots. */
export function slotsBits(io: Io, texts: Map<number, string[]>): Map<number, string[]> {
  const given = [...texts].sort(([a], [b]) => a - b);
  const count = gamma(io, given.length, FLAT);
  if (count > MAX_ENTRIES) throw new Damaged();
  const found = new Map<number, string[]>();
  for (let place = 0, next = 0; place < count; place++) {
    const [slot, strings] = given[place] ?? [0, []];
    const at = next + golomb(io, Math.max(slot - next, 0), 4, FLAT);
    found.set(at, textsBits(io, strings));
    next = at + 1;
  }
  return found;
}

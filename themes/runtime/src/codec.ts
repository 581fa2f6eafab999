// State ↔ one short string: the twin of `compiler/darslik/state/codec.py`, character for character.
//
// `2`, then chunks with a point between them. A chunk is a letter, digits of base 64 and a checksum of four; the letter says
// what is in it, and whether its bits lie side by side (capital) or were coded by how likely they are (small). The checksum
// is seeded with the course's key, so that another course's string vouches for nothing. A damaged chunk is left out, the
// others count. No LMS is known to refuse or to change any of these characters.

import { DIGITS, Damaged, FLAT, golomb, plainReader, plainWriter, rangeReader, rangeWriter, tree } from "./bits.ts";
import type { Io } from "./bits.ts";
import { PRIOR } from "./contexts.ts";
import { answerBits, ascending, blockBits, coarseBits, fineBits, orderBits, pathBits, quizBits, shareBits } from "./records.ts";
import { TEXT, isTyped } from "./responses.ts";
import { slotsBits, textsBits } from "./shorttext.ts";
import { freshAnswer, freshState } from "./model.ts";
import type { QuizState, State } from "./model.ts";
import { hash } from "./text.ts";

export interface Encoded {
  text: string;
  /** texts that were left out because they did not fit */
  dropped: number;
}

export interface Decoded {
  /** its `nonce` is "" if the head was lost */
  state: State;
  /** a part of it could not be read */
  damaged: boolean;
}

export type Part = "page" | "question" | "quiz" | "note" | "path";
/** Whether something may be left out first: the course no longer has it. */
export type Spare = (part: Part, slot: number) => boolean;

const VERSION = "2";
/** Bits of typed texts after which a new chunk begins, so that damage takes few of them. */
const TEXT_CHUNK = 1200;
const MAX_LENGTH = 70_000;
/** With more pages, times are kept coarsely. */
const MANY_PAGES = 256;
/** With more answers, they are kept in larger blocks. */
const MANY_ANSWERS = 192;

interface Block<T> {
  letter: string;
  of: (state: State) => Map<number, T>;
  size: number;
  each: (io: Io, value: T) => T;
  blank: T;
}

const freshQuiz: QuizState = { attempts: 0, open: false, seed: 0, drawn: [], used: 0, extended: 0, best: 0, finished: 0 };

type Bits = (io: Io, state: State | null, slots: number[]) => Map<number, unknown>;

/** A map of the state in blocks of slots; with no state, it is read. */
function block<T>({ letter, of, size, each, blank }: Block<T>): { letter: string; size: number; slots: (state: State) => number[]; bits: Bits; take: (state: State, io: Io) => void } {
  const bits = (io: Io, state: State | null, slots: number[]): Map<number, T> => {
    const entries = state ? of(state) : new Map<number, T>();
    return blockBits(io, size, new Map(slots.map((slot) => [slot, entries.get(slot) ?? blank])), each, blank);
  };
  return {
    letter, size, bits, slots: (state) => [...of(state).keys()].sort((a, b) => a - b),
    take: (state, io) => bits(io, null, []).forEach((value, slot) => of(state).set(slot, value)),
  };
}

const BLOCKS = [
  block({ letter: "P", of: ({ pages }) => pages, size: 128, each: fineBits, blank: 0 }),
  block({ letter: "C", of: ({ pages }) => pages, size: 256, each: coarseBits, blank: 0 }),
  block({ letter: "A", of: ({ answers }) => answers, size: 48, each: answerBits, blank: freshAnswer() }),
  block({ letter: "B", of: ({ answers }) => answers, size: 128, each: answerBits, blank: freshAnswer() }),
  block({ letter: "Q", of: ({ quizzes }) => quizzes, size: 8, each: quizBits, blank: freshQuiz }),
  block({ letter: "W", of: ({ paths }) => paths, size: 16, each: pathBits, blank: [] }),
];

/** Four digits over a chunk: FNV-1a, its bits well mixed. */
function checksum(body: string, key: string): string {
  let value = hash(`${key}:${body}`);
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b) >>> 0;
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35) >>> 0;
  value = (value ^ (value >>> 16)) >>> 0;
  return [18, 12, 6, 0].map((shift) => DIGITS.charAt((value >>> shift) & 63)).join("");
}

function chunk(letter: string, key: string, write: (io: Io) => unknown): string {
  const [plain, ranged] = [plainWriter(), rangeWriter(PRIOR)];
  write(plain);
  write(ranged);
  const [first, second] = [letter + plain.text(), letter.toLowerCase() + ranged.text()];
  const body = first.length <= second.length ? first : second;
  return body + checksum(body, key);
}

type Head = Pick<State, "counter" | "nonce" | "page" | "completed" | "passed" | "seconds" | "recorded" | "known" | "knownShare">;

/** Everything that is no map, and how many chunks follow. */
function headBits(io: Io, state: State, count: number): { head: Head; chunks: number } {
  const chunks = golomb(io, count, 3, FLAT);
  const counter = golomb(io, state.counter, 8, FLAT);
  const nonce = [...state.nonce.padEnd(4, "A").slice(0, 4)].map((sign) => DIGITS.charAt(tree(io, Math.max(DIGITS.indexOf(sign), 0), 6, FLAT))).join("");
  const page = golomb(io, state.page + 1, 6, FLAT) - 1;
  const completed = io.bit(state.completed, FLAT) > 0;
  const passed = io.bit(state.passed, FLAT) > 0;
  const seconds = golomb(io, Math.round(state.seconds), 12, FLAT);
  const recorded = golomb(io, state.recorded, 6, FLAT);
  return { head: { counter, nonce, page, completed, passed, seconds, recorded, ...knownBits(io, state) }, chunks };
}

function knownBits(io: Io, { known, knownShare }: State): Pick<State, "known" | "knownShare"> {
  const found = { known: new Set<number>(), knownShare: new Map<number, number>() };
  for (const slot of ascending(io, [...known, ...knownShare.keys()])) {
    if (io.bit(known.has(slot), FLAT)) found.known.add(slot);
    if (io.bit(knownShare.has(slot), FLAT)) found.knownShare.set(slot, shareBits(io, knownShare.get(slot) ?? 0));
  }
  return found;
}

function blockChunks(state: State, key: string): string[] {
  const unused = (state.pages.size > MANY_PAGES ? "P" : "C") + (state.answers.size > MANY_ANSWERS ? "A" : "B");
  const found: string[] = [];
  for (const { letter, size, slots, bits } of BLOCKS) {
    if (unused.includes(letter)) continue;
    const parts = new Map<number, number[]>();
    for (const slot of slots(state)) parts.set(Math.floor(slot / size), [...(parts.get(Math.floor(slot / size)) ?? []), slot]);
    for (const part of parts.values()) found.push(chunk(letter, key, (io) => bits(io, state, part)));
  }
  if (state.order.length) found.push(chunk("O", key, (io) => orderBits(io, state.order)));
  if (state.language) found.push(chunk("L", key, (io) => textsBits(io, [state.language])));
  return found;
}

interface Typed {
  /** T = answers, N = notes */
  letter: "T" | "N";
  slot: number;
  texts: string[];
  size: number;
}

function typedTexts(state: State): Typed[] {
  const found: Typed[] = [];
  const add = (letter: "T" | "N", slot: number, texts: string[]): void => {
    const writer = plainWriter();
    textsBits(writer, texts);
    found.push({ letter, slot, texts, size: writer.size() });
  };
  const ascend = <T>(map: Map<number, T>): [number, T][] => [...map].sort(([a], [b]) => a - b);
  for (const [slot, { response }] of ascend(state.answers)) if (isTyped(response)) add("T", slot, response);
  for (const [slot, text] of ascend(state.notes)) add("N", slot, [text]);
  return found;
}

function textChunks(texts: Typed[], key: string): string[] {
  const groups: Typed[][] = [];
  let size = 0;
  for (const text of texts) {
    const group = groups[groups.length - 1];
    size += text.size;
    if (group && group[0]?.letter === text.letter && size <= TEXT_CHUNK) {
      group.push(text);
    } else {
      groups.push([text]);
      size = text.size;
    }
  }
  return groups.map((group) => chunk(group[0]?.letter ?? "T", key, (io) => slotsBits(io, new Map(group.map(({ slot, texts }) => [slot, texts])))));
}

/**
 * The state in at most `limit` characters. What does not fit is left out in this order: what the course no longer has, then
 * typed answers and notes, the longest first. Only if that does not help (the compiler sees to it that it does), other
 * responses; scores never.
 */
export function encode(state: State, key: string, limit = Infinity, spare?: Spare): Encoded {
  let kept = state;
  let result = fit(kept, key, limit, !spare);
  if (result.text.length > limit && spare) {
    kept = without(state, spare);
    result = fit(kept, key, limit, true);
  }
  if (result.text.length <= limit) return result;
  const answers = new Map([...kept.answers].map(([slot, answer]) => [slot, { ...answer, response: null }]));
  return { text: fit({ ...kept, answers }, key, limit, true).text, dropped: result.dropped };
}

function fit(state: State, key: string, limit: number, drop: boolean): Encoded {
  const blocks = blockChunks(state, key);
  const texts = typedTexts(state);
  for (let dropped = 0; ;) {
    const chunks = [...blocks, ...textChunks(texts, key)];
    const text = VERSION + [chunk("H", key, (io) => headBits(io, state, chunks.length)), ...chunks].join(".");
    let excess = (text.length - limit) * 6;
    if (!(excess > 0) || !texts.length || !drop) return { text, dropped };
    for (; excess > 0 && texts.length; dropped++) {
      const longest = texts.reduce((best, one, i) => (one.size > (texts[best]?.size ?? 0) ? i : best), 0);
      excess -= texts.splice(longest, 1)[0]?.size ?? 0;
    }
  }
}

function without(state: State, spare: Spare): State {
  const kept = <T>(part: Part, map: Map<number, T>): Map<number, T> => new Map([...map].filter(([slot]) => !spare(part, slot)));
  return {
    ...state, pages: kept("page", state.pages), answers: kept("question", state.answers), quizzes: kept("quiz", state.quizzes),
    notes: kept("note", state.notes), paths: kept("path", state.paths),
  };
}

/** What can be read of a string; null if nothing can. Never throws. */
export function decode(text: string, key: string): Decoded | null {
  if (!text.startsWith(VERSION) || text.length > MAX_LENGTH) return null;
  const reading = { state: freshState(""), texts: new Map<number, string[]>(), chunks: -1 };
  let found = 0;
  let damaged = false;
  for (const one of text.slice(1).split(".")) {
    const [, letter = "", digits = "", sum] = /^([A-Za-z])([\w-]*)([\w-]{4})$/.exec(one) ?? [];
    if (!letter || checksum(letter + digits, key) !== sum) {
      damaged = true;
      continue;
    }
    found++;
    try {
      readChunk(reading, letter, digits);
    } catch (error) {
      if (!(error instanceof Damaged)) throw error;
      damaged = true;
    }
  }
  if (!found) return null;
  const { state, texts, chunks } = reading;
  state.answers.forEach((answer, slot) => { if (answer.response === TEXT) answer.response = texts.get(slot) ?? null; });
  return { state, damaged: damaged || chunks !== found - 1 };
}

function readChunk(reading: { state: State; texts: Map<number, string[]>; chunks: number }, letter: string, digits: string): void {
  const kind = letter.toUpperCase();
  const io = letter === kind ? plainReader(digits) : rangeReader(digits, PRIOR);
  const { state, texts } = reading;
  if (kind === "H") {
    const { head, chunks } = headBits(io, state, 0);
    Object.assign(state, head);
    reading.chunks = chunks;
  } else if (kind === "O") {
    state.order = orderBits(io, []);
  } else if (kind === "L") {
    state.language = textsBits(io, [])[0] ?? "";
  } else if (kind === "T") {
    slotsBits(io, new Map()).forEach((strings, slot) => texts.set(slot, strings));
  } else if (kind === "N") {
    slotsBits(io, new Map()).forEach(([note], slot) => { if (note !== undefined) state.notes.set(slot, note); });
  } else {
    BLOCKS.find((one) => one.letter === kind)?.take(state, io);
  }
}

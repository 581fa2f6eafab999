// Pages, answers, quizzes and paths ↔ bits: the twin of `compiler/darslik/state/records.py`.

import { Damaged, FLAT, bitLength, gamma, golomb, tree } from "./bits.ts";
import type { Io } from "./bits.ts";
import { CONTEXT } from "./contexts.ts";
import { responseBits } from "./responses.ts";
import { MAX_ATTEMPTS, SCORE_UNITS } from "./model.ts";
import type { Answer, QuizState } from "./model.ts";

/** The 31 shares that come from at most ten parts. */
const FRACTIONS = Array.from({ length: SCORE_UNITS - 1 }, (_, i) => i + 1).filter((units) => [2, 3, 4, 5, 6, 7, 8, 9, 10].some((parts) => (units * parts) % SCORE_UNITS === 0));
/** Steps of a scenario that are kept, the last ones. */
const MAX_PATH = 60;
/** Questions of one attempt at a quiz. */
const MAX_DRAWN = 999;

/** Seconds by the square root of two: 1, 2, 3, 4, 6, 8, 11, 16 … A time is kept within a sixth. */
const LEVELS = [0, 1, ...Array.from({ length: 38 }, (_, i) => Math.floor(2 ** ((i + 2) >> 1) * (i % 2 ? Math.SQRT2 : 1) + 0.5))];
/** By two: within a third. */
const COARSE = [0, 1, ...LEVELS.filter((_, i) => i >= 2 && i % 2 === 0)];

export const fineBits = (io: Io, seconds: number): number => levelBits(io, seconds, LEVELS, 6, CONTEXT.LEVEL);
export const coarseBits = (io: Io, seconds: number): number => levelBits(io, seconds, COARSE, 5, CONTEXT.COARSE);

function levelBits(io: Io, seconds: number, levels: number[], width: number, context: number): number {
  const nearest = levels.findIndex((level, i) => seconds < (level + (levels[i + 1] ?? Infinity) + 1) >> 1 || i === levels.length - 1);
  const found = levels[tree(io, nearest, width, context)];
  if (found === undefined) throw new Damaged();
  return found;
}

/** Which of the numbers below `size` there are: the lengths of gaps and runs in turn. */
function runs(io: Io, present: Set<number>, size: number): number[] {
  const found: number[] = [];
  for (let at = 0, on = false; at < size; on = !on) {
    let end = at;
    while (end < size && present.has(end) === on) end++;
    const least = Number(at > 0);
    end = at + gamma(io, Math.max(end - at - least, 0), on ? CONTEXT.PRESENT : CONTEXT.ABSENT) + least;
    if (end > size) throw new Damaged();
    for (; at < end; at++) if (on) found.push(at);
  }
  return found;
}

const unitsOf = (share: number): number => Math.floor(Math.min(Math.max(share, 0), 1) * SCORE_UNITS + 0.5);

/** 0, 1, a fraction of few parts, or any in 1/2520. */
export function shareBits(io: Io, share: number): number {
  const units = unitsOf(share);
  if (!io.bit(units > 0, CONTEXT.SHARE)) return 0;
  if (!io.bit(units < SCORE_UNITS, CONTEXT.SHARE + 1)) return 1;
  const place = FRACTIONS.indexOf(units);
  const found = io.bit(place < 0, CONTEXT.SHARE + 2) ? tree(io, units, 12, FLAT) : FRACTIONS[tree(io, Math.max(place, 0), 5, CONTEXT.SHARE + 32)];
  if (!found || found >= SCORE_UNITS) throw new Damaged();
  return found / SCORE_UNITS;
}

/** One attempt is the shortest. */
function attemptsBits(io: Io, attempts: number): number {
  const given = Math.min(attempts, MAX_ATTEMPTS);
  const swapped = gamma(io, given ^ Number(given < 2), CONTEXT.ATTEMPTS);
  if (swapped > MAX_ATTEMPTS) throw new Damaged();
  return swapped ^ Number(swapped < 2);
}

/** An answer; right at once is the shortest. */
export function answerBits(io: Io, answer: Answer): Answer {
  const usual = answer.rev === 1 && !answer.draft && !answer.hinted;
  const found = { score: 1, attempts: 1, done: true, rev: 1, draft: false, hinted: false };
  if (!io.bit(usual && answer.attempts === 1 && answer.done && answer.score === 1, CONTEXT.PLAIN)) {
    found.attempts = attemptsBits(io, answer.attempts);
    found.score = shareBits(io, answer.score);
    found.done = io.bit(answer.done, CONTEXT.REVISION + 100 + Number(found.score === 1)) > 0;
    if (io.bit(!usual, CONTEXT.REVISION + 99)) {
      found.rev = gamma(io, answer.rev - 1, CONTEXT.REVISION) + 1;
      found.draft = io.bit(answer.draft, CONTEXT.REVISION + 110) > 0;
      found.hinted = io.bit(answer.hinted, CONTEXT.REVISION + 111) > 0;
    }
  }
  return { response: responseBits(io, answer.response), ...found };
}

/** Where the learner stands in a quiz. */
export function quizBits(io: Io, quiz: QuizState): QuizState {
  const attempts = golomb(io, quiz.attempts, 1, CONTEXT.QUIZ);
  const open = io.bit(quiz.open, FLAT) > 0;
  const finished = Math.max(attempts - gamma(io, Math.max(quiz.attempts - quiz.finished, 0), FLAT), 0);
  const best = shareBits(io, quiz.best);
  const seed = tree(io, quiz.seed % 2 ** 30, 30, FLAT);
  const timed = io.bit(quiz.used > 0 || quiz.extended > 0, FLAT);
  const used = timed ? golomb(io, Math.round(quiz.used), 8, FLAT) : 0;
  const extended = timed ? gamma(io, quiz.extended, FLAT) : 0;
  return { attempts, open, seed, drawn: ascending(io, quiz.drawn), used, extended, best, finished };
}

/** Numbers that grow: the first, then the gaps. */
export function ascending(io: Io, numbers: Iterable<number>): number[] {
  const given = [...new Set(numbers)].sort((a, b) => a - b).slice(0, MAX_DRAWN);
  const count = golomb(io, given.length, 2, FLAT);
  if (count > MAX_DRAWN) throw new Damaged();
  const found: number[] = [];
  for (let place = 0, next = 0; place < count; place++) {
    const gap = Math.max((given[place] ?? 0) - next, 0);
    const slot = next + (place ? gamma(io, gap, CONTEXT.DRAWN) : golomb(io, gap, 4, FLAT));
    found.push(slot);
    next = slot + 1;
  }
  return found;
}

/** The nodes of a scenario that were visited. */
export function pathBits(io: Io, path: number[]): number[] {
  const given = path.slice(-MAX_PATH);
  const count = gamma(io, given.length, FLAT);
  const width = gamma(io, bitLength(Math.max(0, ...given)), FLAT);
  if (count > MAX_PATH || width > 16) throw new Damaged();
  return Array.from({ length: count }, (_, i) => tree(io, given[i] ?? 0, width, FLAT));
}

/** Question slots in the order of their first records, each as its place among those that are left. */
export function orderBits(io: Io, order: number[]): number[] {
  const left = ascending(io, order);
  return Array.from({ length: left.length }, (_, i) => {
    const own = Math.max(left.indexOf(order[i] ?? -1), 0);
    const place = io.bit(own > 0, CONTEXT.ORDER + 100) ? tree(io, own - 1, bitLength(left.length - 1), FLAT) + 1 : 0;
    if (place >= left.length) throw new Damaged();
    return left.splice(place, 1)[0] ?? 0;
  });
}

/** A block of `size` slots: its number, which slots there are, and what is in each. */
export function blockBits<T>(io: Io, size: number, entries: Map<number, T>, each: (io: Io, value: T) => T, blank: T): Map<number, T> {
  const start = gamma(io, Math.floor(Math.min(...(entries.size ? entries.keys() : [0])) / size), FLAT) * size;
  const inside = runs(io, new Set([...entries.keys()].map((slot) => slot - start)), size);
  return new Map(inside.map((slot) => [start + slot, each(io, entries.get(start + slot) ?? blank)]));
}

// Bits ↔ digits of base 64: the twin of `compiler/darslik/state/bits.py`, bit for bit.
//
// Each part of a state is described once, as calls on an `Io`: a writer takes the values handed to it, a reader returns what
// it finds. Bits are either laid side by side, or coded by how likely they are (a range coder whose probabilities adapt to
// what went before in the same context); the caller writes both and keeps the shorter one.

export const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
/** The context of bits that are as often 0 as 1. */
export const FLAT = -1;
const MAX_NUMBER = 2 ** 30 - 1;
const EVEN = 1 << 15;
const MASK = 2 ** 30 - 1;
const TOP = 24;
/** Digits that may be understood at the end; more than any chunk needs. */
const ZEROS = 4096;
/** What is expected counts as much as this many bits seen. */
const SURE = 10;
/** The more a context has seen, the less one more bit changes it, down to this. */
const SLOW = 30;

/** What is read cannot have been written. */
export class Damaged extends Error {}

export interface Io {
  /** Writes `value`, or reads; the bit in either case. */
  bit(value: number | boolean, context: number): number;
}

export interface Writer extends Io {
  /** The digits; zeros at the end are understood. */
  text(): string;
}

/** How likely a 1 is in each context, in 1/65536. */
interface Odds {
  of(context: number): number;
  learn(context: number, value: number): void;
}

function odds(prior: ReadonlyMap<number, number>): Odds {
  const chances = new Map(prior);
  const counts = new Map<number, number>();
  const of = (context: number): number => (context < 0 ? EVEN : chances.get(context) ?? EVEN);
  return {
    of,
    learn(context, value) {
      if (context < 0) return;
      const chance = of(context);
      const count = counts.get(context) ?? (prior.has(context) ? SURE : 0);
      chances.set(context, value ? chance + Math.floor((65536 - chance) / (count + 2)) : chance - Math.floor(chance / (count + 2)));
      counts.set(context, Math.min(count + 1, SLOW));
    },
  };
}

const withoutZeros = (digits: string): string => digits.replace(/A+$/, "");

/** One bit after the other. */
export function plainWriter(): Writer & { size(): number } {
  let digits = "";
  let digit = 0;
  let size = 0;
  return {
    bit(value) {
      digit = (digit << 1) | Number(value);
      if (++size % 6 === 0) {
        digits += DIGITS.charAt(digit);
        digit = 0;
      }
      return Number(value);
    },
    text: () => withoutZeros(size % 6 ? digits + DIGITS.charAt(digit << (6 - (size % 6))) : digits),
    size: () => size,
  };
}

/** The digits of a text, and then a few zeros. */
function digitsOf(text: string): () => number {
  let at = 0;
  return () => {
    if (at >= text.length + ZEROS) throw new Damaged();
    return at < text.length ? DIGITS.indexOf(text.charAt(at++)) : (at++, 0);
  };
}

export function plainReader(text: string): Io {
  const next = digitsOf(text);
  let digit = 0;
  let left = 0;
  return {
    bit() {
      if (!left) {
        digit = next();
        left = 6;
      }
      return (digit >> --left) & 1;
    },
  };
}

/** A binary range coder: likely bits take less than one. */
export function rangeWriter(prior: ReadonlyMap<number, number>): Writer {
  const chances = odds(prior);
  let low = 0;
  let high = MASK;
  let out = "";
  return {
    bit(value, context) {
      const middle = low + Math.floor(((high - low) * chances.of(context)) / 65536);
      if (value) high = middle;
      else low = middle + 1;
      chances.learn(context, Number(value));
      while (low >> TOP === high >> TOP) {
        out += DIGITS.charAt(low >> TOP);
        low = (low << 6) & MASK;
        high = ((high << 6) & MASK) | 63;
      }
      return Number(value);
    },
    text: () => withoutZeros(out + (low ? DIGITS.charAt((low >> TOP) + 1) : "")),
  };
}

export function rangeReader(text: string, prior: ReadonlyMap<number, number>): Io {
  const chances = odds(prior);
  const next = digitsOf(text);
  let low = 0;
  let high = MASK;
  let value = 0;
  for (let i = 0; i < 5; i++) value = (value << 6) | next();
  return {
    bit(_, context) {
      const middle = low + Math.floor(((high - low) * chances.of(context)) / 65536);
      const found = Number(value <= middle);
      if (found) high = middle;
      else low = middle + 1;
      chances.learn(context, found);
      while (low >> TOP === high >> TOP) {
        low = (low << 6) & MASK;
        high = ((high << 6) & MASK) | 63;
        value = ((value << 6) & MASK) | next();
      }
      return found;
    },
  };
}

/** A context of its own for a place, unless it is flat. */
const within = (context: number, place: number): number => (context >= 0 ? context + place : FLAT);

/** A number of `width` bits, highest first; each bit in the context of those before it. */
export function tree(io: Io, value: number, width: number, context: number): number {
  let node = 1;
  for (let place = width - 1; place >= 0; place--) node = node * 2 + io.bit((value >> place) & 1, within(context, node));
  return node - 2 ** width;
}

/** A number from 0: its length as ones and a zero, then its bits (Elias gamma). */
export function gamma(io: Io, value: number, context: number): number {
  const number = Math.min(value, MAX_NUMBER - 1) + 1;
  let length = 0;
  while (io.bit(number >> length > 1, within(context, length))) if (++length > 30) throw new Damaged();
  if (!length) return 0;
  const first = io.bit((number >> (length - 1)) & 1, within(context, 31 + length));
  const rest = tree(io, number & (2 ** (length - 1) - 1), length - 1, FLAT);
  return (2 + first) * 2 ** (length - 1) + rest - 1;
}

/** A number whose `low` lowest bits are laid down as they are, the rest as gamma. */
export function golomb(io: Io, value: number, low: number, context: number): number {
  const number = Math.min(value, MAX_NUMBER);
  const high = gamma(io, number >> low, context);
  return high * 2 ** low + tree(io, number & (2 ** low - 1), low, low < 4 ? within(context, 64) : FLAT);
}

export const bitLength = (value: number): number => 32 - Math.clz32(value);

/** Numbers, each below its base, packed together. */
export function mixed(io: Io, values: readonly number[], bases: readonly number[]): number[] {
  const found: number[] = [];
  for (let at = 0; at < bases.length;) {
    const group: number[] = [];
    let product = 1;
    while (at + group.length < bases.length && product * (bases[at + group.length] ?? 1) <= 2 ** 24) {
      product *= bases[at + group.length] ?? 1;
      group.push(bases[at + group.length] ?? 1);
    }
    let packed = group.reduce((sum, base, i) => sum * base + (values[at + i] ?? 0), 0);
    packed = tree(io, packed, bitLength(product - 1), FLAT);
    const digits = group.reduceRight<number[]>((sum, base) => {
      sum.unshift(packed % base);
      packed = Math.floor(packed / base);
      return sum;
    }, []);
    if (packed) throw new Damaged();
    found.push(...digits);
    at += group.length;
  }
  return found;
}

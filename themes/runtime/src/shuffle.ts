// A fixed order for a learner and a question: nothing to store, and the same after every resume.

import { hash } from "./text.ts";

/** mulberry32: small, good enough to put options in order. */
function chance(seed: number): () => number {
  let value = seed;
  return () => {
    value = (value + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(value ^ (value >>> 15), value | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export function shuffled<T>(items: readonly T[], seed: string): T[] {
  const result = [...items];
  const next = chance(hash(seed));
  for (let i = result.length - 1; i > 0; i--) {
    const j = Math.floor(next() * (i + 1));
    [result[i], result[j]] = [result[j] as T, result[i] as T];
  }
  return result;
}

/** A shuffled order that is not the one given, so that an ordering question never starts solved. */
export function disordered<T>(items: readonly T[], seed: string): T[] {
  const result = shuffled(items, seed);
  const first = result[0];
  const same = result.every((item, i) => item === items[i]);
  return same && result.length > 1 && first !== undefined ? [...result.slice(1), first] : result;
}

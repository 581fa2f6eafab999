// Chance that is the same in every run.

export function random(seed: number): () => number {
  let value = seed >>> 0;
  return () => {
    value = (Math.imul(value, 1664525) + 1013904223) >>> 0;
    return value / 4294967296;
  };
}

export const below = (chance: () => number, limit: number): number => Math.floor(chance() * limit);

export function someText(chance: () => number, alphabet: string, max: number): string {
  return Array.from({ length: below(chance, max + 1) }, () => alphabet.charAt(below(chance, alphabet.length))).join("");
}

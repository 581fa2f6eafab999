// State ↔ one short string of letters, digits, "-", "_" and ".", with a checksum that another course's string does not pass.

import type { State } from "./state.ts";
import { fromBase64, hash, toBase64 } from "./text.ts";

export interface Encoded {
  text: string;
  /** texts that were left out because they did not fit */
  dropped: number;
}

export interface Decoded {
  state: State;
  /** a part of it could not be read */
  damaged: boolean;
}

const checksum = (body: string, key: string): string => hash(body, hash(key)).toString(36).padStart(7, "0");

/** The state in at most `limit` characters: typed texts are left out if there is no room, the longest first. */
export function encode(state: State, key: string, limit = Infinity): Encoded {
  const answers = new Map(state.answers);
  const notes = new Map(state.notes);
  const pack = (): string => {
    const plain = JSON.stringify({ ...state, answers, notes }, (_, value: unknown) => (value instanceof Map || value instanceof Set ? [...value] : value));
    const body = toBase64(plain);
    return `2.${body}.${checksum(body, key)}`;
  };
  let text = pack();
  let dropped = 0;
  const sized = [...answers].map(([slot, { response }]) => ({ slot, size: (response ?? []).join("").length })).sort((a, b) => b.size - a.size);
  for (const { slot, size } of sized) {
    const answer = answers.get(slot);
    if (text.length <= limit || !answer || !size) break;
    answers.set(slot, { ...answer, response: null });
    dropped++;
    text = pack();
  }
  return { text, dropped };
}

/** What can be read; null if nothing can. Never throws. */
export function decode(text: string, key: string): Decoded | null {
  const [version, body = "", sum] = text.split(".");
  if (version !== "2" || sum !== checksum(body, key)) return null;
  try {
    const raw = JSON.parse(fromBase64(body)) as State;
    const state = {
      ...raw, pages: new Map(raw.pages), answers: new Map(raw.answers), quizzes: new Map(raw.quizzes), known: new Set(raw.known),
      knownShare: new Map(raw.knownShare), notes: new Map(raw.notes), paths: new Map(raw.paths),
    };
    return { state, damaged: false };
  } catch {
    return null;
  }
}

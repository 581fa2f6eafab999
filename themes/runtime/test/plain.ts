// States as plain JSON, for vectors and for batches that Python compares with its twin.

import { decode, encode, freshState } from "../src/state.ts";
import { migrate } from "../src/migrate.ts";
import type { Part, State } from "../src/state.ts";
import type { Course } from "../src/types.ts";

const MAPS = ["pages", "answers", "quizzes", "knownShare", "notes", "paths"] as const;

export type Plain = Record<string, unknown>;

export function toPlain(state: State): Plain {
  const ascend = (entries: Iterable<[number, unknown]>): [number, unknown][] => [...entries].sort(([a], [b]) => a - b);
  const { language, ...rest } = state;
  return { ...rest, ...(language ? { language } : {}), known: [...state.known].sort((a, b) => a - b), ...Object.fromEntries(MAPS.map((name) => [name, ascend(state[name])])) };
}

export function fromPlain(plain: Plain): State {
  const maps = Object.fromEntries(MAPS.map((name) => [name, new Map((plain[name] ?? []) as [number, never][])]));
  return { ...freshState(""), ...plain, known: new Set((plain["known"] ?? []) as number[]), ...maps } as State;
}

export interface Job {
  state?: Plain;
  text?: string;
  key: string;
  limit?: number;
  /** slots of questions and pages that may go first */
  spare?: Partial<Record<Part, number[]>>;
  course?: Course;
}

/** One line of a batch: encode a state, or decode a string and, with a course, migrate it. */
export function work({ state, text, key, limit, spare, course }: Job): unknown {
  if (state) return encode(fromPlain(state), key, limit ?? Infinity, spare && ((part, slot) => spare[part]?.includes(slot) ?? false));
  const decoded = decode(text ?? "", key);
  if (!decoded) return null;
  if (!course) return { state: toPlain(decoded.state), damaged: decoded.damaged };
  const { state: now, reset, regraded } = migrate(decoded.state, course);
  return { state: toPlain(now), damaged: decoded.damaged, reset, regraded };
}

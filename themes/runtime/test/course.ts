// A small course, and an environment without a browser.

import type { Environment, Store } from "../src/environment.ts";
import type { Answered } from "../src/lms.ts";
import { mark } from "../src/score.ts";
import type { Course, Module, Question } from "../src/types.ts";

const page = (id: string, slot: number, questions: [string, number][] = []): Module["lessons"][0]["pages"][0] => ({
  id, slot, title: id, file: `pages/p${slot}.js`, questions: questions.map(([question, points]) => ({ id: question, slot: Number(question.slice(-1)), points })),
});

export function course(changes: Partial<Course> = {}): Course {
  return {
    v: 1, id: "https://example.org/c", version: "1.0", lang: "en", title: "Course", key: "abc", iri: "https://example.org/c", navigation: "free",
    complete: [{ pages: 100 }, { questions: 100 }], pass: [{ score: 70 }], strings: {}, options: {},
    modules: [
      { id: "one", slot: 0, title: "One", lessons: [{ id: "a", title: "A", minutes: 1, pages: [page("a/1", 1), page("a/2", 2, [["q1", 1], ["q2", 1]])] }] },
      { id: "two", slot: 1, title: "Two", unlock: { when: "completed", module: "one" }, lessons: [{ id: "b", title: "B", minutes: 1, pages: [page("b/1", 3, [["q3", 2]])] }] },
    ],
    ...changes,
  };
}

export const choice: Question = {
  id: "q1", kind: "choice", points: 1, attempts: 2, shuffle: true, partial: true, prompt: "Which?", type: "choice", rule: { rule: "set", key: ["a", "c"], of: ["a", "b", "c"] },
};
export const trueFalse: Question = { ...choice, id: "q2", kind: "true-false", type: "true-false", rule: { rule: "set", key: ["f"], of: ["t", "f"] } };
export const numeric: Question = { ...choice, id: "q3", kind: "numeric", type: "numeric", rule: { rule: "range", accept: [[2, 3]], feedback: [] } };
export const text: Question = { ...choice, id: "q4", kind: "text", type: "fill-in", rule: { rule: "text", accept: ["CSV", "csv file"], case: true, feedback: [] } };
export const matching: Question = { ...choice, id: "q5", kind: "matching", type: "matching", rule: { rule: "pairs", key: ["1.a", "2.b"] } };
export const ordering: Question = { ...choice, id: "q6", kind: "ordering", type: "sequencing", rule: { rule: "sequence", key: ["a", "b", "c"] } };
export const cloze: Question = {
  ...choice, id: "q7", kind: "cloze", type: "fill-in", rule: { rule: "gaps", gaps: [{ accept: ["CSV", "csv file"], typed: true }, { accept: ["b"], typed: false }] },
};

export function given(question: Question, response: string[], changes: Partial<Answered> = {}): Answered {
  return {
    question, objective: "one", response, words: response, mark: mark(question, response), attempt: 1, progress: 0.5, order: 0, earlier: 0, latency: 12_345,
    at: new Date(2026, 10, 3, 9, 5, 7), ...changes,
  };
}

export function memoryStore(): Store & { items: Map<string, string> } {
  const items = new Map<string, string>();
  return {
    items, read: (key) => items.get(key) ?? null, remove: (key) => void items.delete(key),
    write: (key, value) => {
      items.set(key, value);
      return true;
    },
  };
}

/** Time passes only when someone waits. */
export function environment(window: object = {}, changes: Partial<Environment> = {}): Environment & { clock: { now: number } } {
  const clock = { now: 0 };
  return {
    window: { addEventListener: () => undefined, location: { search: "" }, ...window } as unknown as Window, clock,
    now: () => clock.now, date: () => new Date(2026, 10, 3, 9, 5, 7), random: () => 0.5, store: memoryStore(), connected: async () => true,
    fetch: () => Promise.reject(new Error("no network")),
    wait: async (ms) => {
      clock.now += ms;
    },
    ...changes,
  };
}

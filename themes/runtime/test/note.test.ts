// Notes and ways: kept like everything else, dropped first where there is no room, gathered at the end.

import assert from "node:assert/strict";
import { test } from "node:test";
import { OK } from "../src/lms.ts";
import type { Lms, Mode } from "../src/lms.ts";
import { notesText } from "../src/note.ts";
import { mark } from "../src/score.ts";
import { session } from "../src/session.ts";
import type { Saving, Session } from "../src/session.ts";
import { below, random } from "./chance.ts";
import { choice, course, environment } from "./course.ts";

const LETTERS = "абвгдежзийклмнопрстуфхцчшщъыьэюя ABCdefg…“”ʻ\n";

function noted(): ReturnType<typeof course> {
  const made = course();
  made.modules.flatMap(({ lessons }) => lessons).flatMap(({ pages }) => pages)
    .forEach((page, slot) => {
      page.notes = [{ id: `n${slot}`, slot, prompt: `What about ${page.id}?` }];
      page.scenarios = [{ id: `s${slot}`, slot, nodes: 3 }];
    });
  return made;
}

function open(saved: string, limit: number, kept: string[], heard: Saving[] = [], mode: Mode = "normal"): Session {
  const lms: Lms = {
    target: "scorm12", limit, exits: true, start: async () => ({ state: "failed" }), saveState: (text) => { kept.push(text); return OK; },
    recordPage: () => OK, recordAnswer: () => OK, setStatus: () => OK, commit: async () => OK, doubt: () => undefined, finish: async () => OK,
  };
  return session(noted(), "", lms, { state: "tracked", mode, saved, learner: "ann" }, environment(), (saving) => heard.push(saving));
}

const last = (kept: string[]): string => kept[kept.length - 1] ?? "";
const settled = (): Promise<void> => new Promise((resolve) => { setTimeout(resolve, 5); });

test("any note and any way come back as they were", async () => {
  const chance = random(3);
  for (let round = 0; round < 200; round++) {
    const kept: string[] = [];
    const first = open("", Infinity, kept);
    const notes = new Map([0, 1, 2].map((slot) => [slot, Array.from({ length: below(chance, 400) }, () => LETTERS.charAt(below(chance, LETTERS.length))).join("")]));
    const path = [...new Set([0, ...Array.from({ length: below(chance, 60) }, () => below(chance, 60))])];
    first.change((state) => notes.forEach((text, slot) => state.notes.set(slot, text)), true);
    first.change((state) => state.paths.set(below(chance, 5), path));
    await settled();
    const { state } = open(last(kept), Infinity, []);
    assert.deepEqual(state().notes, notes);
    assert.deepEqual([...state().paths.values()], [path]);
  }
});

test("a note for which there is no room is dropped, and that is said; the answer and the way stay", async () => {
  const chance = random(4);
  const long = Array.from({ length: 3000 }, () => LETTERS.charAt(below(chance, LETTERS.length))).join("");
  const [kept, heard]: [string[], Saving[]] = [[], []];
  const running = open("", 600, kept, heard);
  const place = running.places.find(({ page }) => page.questions.length) ?? assert.fail();
  running.answer({ place, question: choice, slot: 1, response: ["a", "c"], words: ["a", "c"], mark: mark(choice, ["a", "c"]), latency: 1 });
  running.change((state) => state.paths.set(0, [0, 2, 1]), true);
  running.change((state) => state.notes.set(0, "A short one."), true);
  running.change((state) => state.notes.set(1, long));
  await settled();
  assert.ok(last(kept).length <= 600);
  const { state } = open(last(kept), 600, []);
  assert.deepEqual([...state().notes], [[0, "A short one."]]);
  assert.deepEqual(state().paths.get(0), [0, 2, 1]);
  assert.equal(state().answers.get(1)?.score, 1);
  assert.deepEqual(heard.filter(({ kind }) => kind === "dropped"), [{ kind: "dropped", count: 1 }]);
});

test("who looks back changes nothing", async () => {
  const kept: string[] = [];
  const running = open("", 4096, kept, [], "review");
  running.change((state) => state.notes.set(0, "Not kept."));
  await settled();
  assert.deepEqual(kept, []);
});

test("all notes in one text, in the order of the course, without empty ones", () => {
  const running = open("", 4096, []);
  running.change((state) => { state.notes.set(2, " Last. "); state.notes.set(0, "First."); state.notes.set(1, " \n"); }, true);
  assert.equal(notesText(running), "Course\n\na/1\nWhat about a/1?\n\nFirst.\n\n\nb/1\nWhat about b/1?\n\nLast.\n");
});

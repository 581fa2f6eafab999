// Notes that learners write for themselves: kept with the state, never an answer, never a statement.

import { all, announce, element, one, put } from "./dom.ts";
import type { Session } from "./session.ts";
import { number, t } from "./texts.ts";
import type { NoteRef, PageRef } from "./types.ts";

/** After the last key: a note is worth no request a letter. */
const PAUSE = 1500;
/** From this share of its room on, the counter shows how much is left. */
const NEARLY_FULL = 0.9;

/** `written` is told when a note has changed. */
export function notes(session: Session, page: PageRef, root: HTMLElement, written: () => void): void {
  for (const box of all(root, "[data-note]")) {
    const ref = page.notes?.find(({ id }) => id === box.dataset["note"]);
    const field = one<HTMLTextAreaElement>(box, "textarea");
    if (ref && field) keep(session, ref.slot, box, field, written);
  }
}

function keep(session: Session, slot: number, box: HTMLElement, field: HTMLTextAreaElement, written: () => void): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let unsaved = false;
  const save = (): void => {
    clearTimeout(timer);
    if (!unsaved) return;
    unsaved = false;
    void session.save();
    written();
  };
  const show = (): void => {
    put(one(box, ".on-paper") ?? element("div"), field.value);
    count(session, box, field);
    put(one(box, ".copied") ?? element("span"));
  };
  field.value = session.state().notes.get(slot) ?? "";
  field.readOnly = document.body.dataset["state"] === "review";
  field.addEventListener("input", () => {
    // At once, so that whoever closes the window loses nothing; to the LMS after a pause.
    session.change((state) => state.notes.set(slot, field.value), true);
    unsaved = true;
    show();
    if (field.value.length >= field.maxLength) announce(t("note-full"));
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  });
  field.addEventListener("change", save);
  one(box, ".copy")?.addEventListener("click", () => void copyNote(box, field));
  show();
}

function count(session: Session, box: HTMLElement, field: HTMLTextAreaElement): void {
  const { lang } = session.course;
  const counter = one(box, ".count");
  if (!counter) return;
  counter.textContent = t("note-count", { n: number(field.value.length, lang), limit: number(field.maxLength, lang) });
  counter.toggleAttribute("data-full", field.value.length >= field.maxLength * NEARLY_FULL);
}

async function copyNote(box: HTMLElement, field: HTMLTextAreaElement): Promise<void> {
  const done = await copyText(field.value, field);
  put(one(box, ".copied") ?? element("span"), t(done ? "note-copied" : "note-not-copied"));
}

/** LMSs that frame a course seldom allow the clipboard: then the old way, and if that fails, too, the text is at least selected. */
async function copyText(text: string, field: HTMLTextAreaElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const focused = document.activeElement;
    field.focus();
    field.select();
    const done = copySelected();
    if (done && focused instanceof HTMLElement) focused.focus();
    return done;
  }
}

function copySelected(): boolean {
  try {
    return document.execCommand("copy");
  } catch {
    return false;
  }
}

interface Written {
  title: string;
  prompt: string;
  text: string;
}

/** All notes of this learner, in the order of the course. */
function writtenNotes(session: Session): Written[] {
  const kept = session.state().notes;
  const texts = (page: PageRef, list: NoteRef[]): Written[] => list.map(({ slot, prompt }) => ({ title: page.title, prompt, text: kept.get(slot)?.trim() ?? "" }));
  return session.places.flatMap(({ page }) => texts(page, page.notes ?? [])).filter(({ text }) => text);
}

/** All notes in one text. */
export function notesText(session: Session): string {
  const parts = writtenNotes(session).map(({ title, prompt, text }) => `${title}\n${prompt}\n\n${text}\n`);
  return [session.course.title, ...parts].join("\n\n");
}

/** For the last page: what the learner wrote on the way, to take along. Nothing if there is nothing. */
export function notesSection(session: Session): HTMLElement[] {
  const found = writtenNotes(session);
  if (!found.length) return [];
  const items = found.map(({ prompt, text }) => element("div", {}, element("dt", {}, prompt), element("dd", {}, text)));
  return [element("section", { class: "notes", "aria-labelledby": "notes-title" },
    element("h3", { id: "notes-title" }, t("notes")), element("dl", {}, ...items), ...tools(notesText(session)))];
}

function tools(text: string): HTMLElement[] {
  const field = element("textarea", { class: "visually-hidden", tabindex: "-1", "aria-hidden": "true", readonly: "" });
  const said = element("span", { class: "copied", role: "status" });
  const copy = element("button", { type: "button" }, t("notes-copy"));
  field.value = text;
  copy.addEventListener("click", () => void copyText(text, field).then((done) => put(said, t(done ? "note-copied" : "note-not-copied"))));
  // A byte order mark and line ends that every editor knows.
  const file = `data:text/plain;charset=utf-8,${encodeURIComponent(`\ufeff${text.replace(/\n/g, "\r\n")}`)}`;
  const save = element("a", { href: file, download: "notes.txt" }, t("notes-download"));
  return [element("p", { class: "reflection-tools" }, copy, " ", save, " ", said), field];
}

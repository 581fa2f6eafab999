// What the learner must know about tracking, in plain words, until it no longer holds.

import { byId, element, put } from "./dom.ts";

/** A text, or what says it in the language of the moment. */
type Words = string | (() => string);

interface Notice {
  text: Words;
  action?: { label: Words; run: () => void };
}

const said = (words: Words): string => (typeof words === "string" ? words : words());

const shown = new Map<string, Notice>();

export function notify(kind: string, text: Words, action?: Notice["action"]): void {
  const before = shown.get(kind)?.text;
  if (before !== undefined && said(before) === said(text)) return;
  shown.set(kind, action ? { text, action } : { text });
  draw();
}

export function withdraw(kind: string): void {
  if (shown.delete(kind)) draw();
}

/** Everything once more: the language has changed. */
export function notifyAgain(): void {
  if (shown.size) draw();
}

/** Good news goes by itself. */
export function notifyBriefly(kind: string, text: Words): void {
  notify(kind, text);
  setTimeout(() => withdraw(kind), 6000);
}

function draw(): void {
  const box = byId("notice");
  put(box, ...[...shown.values()].map(({ text, action }) => {
    const line = element("p", {}, said(text));
    if (action) line.append(" ", button(said(action.label), action.run));
    return line;
  }));
  box.hidden = !shown.size;
  // What can be acted on is wrong at this moment, and must not scroll away.
  box.toggleAttribute("data-urgent", [...shown.values()].some(({ action }) => action));
}

export function button(label: string, run: () => void): HTMLButtonElement {
  const made = element("button", { type: "button" }, label);
  made.addEventListener("click", run);
  return made;
}

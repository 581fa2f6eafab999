// What the learner must know about tracking, in plain words, until it no longer holds.

import { byId, element, put } from "./dom.ts";

interface Notice {
  text: string;
  action?: { label: string; run: () => void };
}

const shown = new Map<string, Notice>();

export function notify(kind: string, text: string, action?: Notice["action"]): void {
  if (shown.get(kind)?.text === text) return;
  shown.set(kind, action ? { text, action } : { text });
  draw();
}

export function withdraw(kind: string): void {
  if (shown.delete(kind)) draw();
}

/** Good news goes by itself. */
export function notifyBriefly(kind: string, text: string): void {
  notify(kind, text);
  setTimeout(() => withdraw(kind), 6000);
}

function draw(): void {
  const box = byId("notice");
  put(box, ...[...shown.values()].map(({ text, action }) => {
    const line = element("p", {}, text);
    if (action) line.append(" ", button(action.label, action.run));
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

// What the fields of several kinds have in common.

import { all, hiddenText, one } from "../dom.ts";
import { shuffled } from "../shuffle.ts";
import { t } from "../texts.ts";

/** A sign for the eye and a word for the ear; the sign is drawn by the theme from `data-mark`. */
export function setMark(part: HTMLElement | null, kind: "right" | "wrong" | "missed"): void {
  if (!part) return;
  part.dataset["mark"] = kind;
  const note = hiddenText(` (${t(`mark-${kind}`)})`);
  note.classList.add("mark-note");
  (one(part, "label, .item-text") ?? part).append(note);
}

/** What a part says, without what was said about it. */
export function plain(part: Element | null): string {
  const copy = part?.cloneNode(true);
  if (!(copy instanceof Element)) return "";
  all(copy, ".mark-note").forEach((note) => note.remove());
  return copy.textContent?.trim() ?? "";
}

export function clearMarks(root: HTMLElement): void {
  all(root, "[data-mark]").forEach((part) => { delete part.dataset["mark"]; });
  all(root, ".mark-note").forEach((note) => note.remove());
}

export const optionText = (select: HTMLSelectElement, code: string): string => [...select.options].find((option) => option.value === code)?.text.trim() ?? code;

/** The empty first option stays where it is. */
export function shuffleOptions(select: HTMLSelectElement, seed: string): void {
  const [empty, filled] = [[...select.options].filter((option) => !option.value), [...select.options].filter((option) => option.value)];
  const chosen = select.value;
  select.append(...empty, ...shuffled(filled, seed));
  select.value = chosen;
}

/** What was changed without the browser's knowing. */
export const changed = (part: HTMLElement): boolean => part.dispatchEvent(new Event("change", { bubbles: true }));

/** The halves of "a.1". */
export function halves(pair: string): [string, string] {
  const [left = "", right = ""] = pair.split(".");
  return [left, right];
}

// The answer part of each question kind: reading, filling in, marking.

import { all, announce, element, hiddenText, one } from "./dom.ts";
import type { Mark } from "./score.ts";
import { disordered, shuffled } from "./shuffle.ts";
import { draggable } from "./drag.ts";
import { parseNumber } from "./text.ts";
import { t } from "./texts.ts";
import type { Question } from "./types.ts";

type Control = HTMLInputElement | HTMLSelectElement;

export interface Fields {
  /** the response, or the key of the text that asks for one */
  read(): string[] | { missing: string };
  fill(response: string[]): void;
  /** gaps: texts in place of codes */
  words(): string[];
  /** says by sign and word which parts are right; `solved`: also which would have been */
  show(mark: Mark, solved: boolean): void;
  clear(): void;
  /** the right answer in words, as one text or an ordered list */
  solution(): string[];
}

export function fieldsOf(question: Question, section: HTMLElement, seed: string): Fields {
  const answer = one(section, ".answer") ?? section;
  switch (question.rule.rule) {
    case "text":
    case "range": return typed(question, answer);
    case "pairs": return matching(question, answer, seed);
    case "sequence": return ordering(question, answer, seed);
    case "gaps": return gaps(question, answer, seed);
    default: return options(question, answer, seed);
  }
}

/** A sign for the eye and a word for the ear; the sign is drawn by the theme from `data-mark`. */
function setMark(part: HTMLElement | null, kind: "right" | "wrong" | "missed"): void {
  if (!part) return;
  part.dataset["mark"] = kind;
  const note = hiddenText(` (${t(`mark-${kind}`)})`);
  note.classList.add("mark-note");
  (one(part, "label, .item-text") ?? part).append(note);
}

/** What a part says, without what was said about it. */
function plain(part: Element | null): string {
  const copy = part?.cloneNode(true);
  if (!(copy instanceof Element)) return "";
  all(copy, ".mark-note").forEach((note) => note.remove());
  return copy.textContent?.trim() ?? "";
}

function clearMarks(root: HTMLElement): void {
  all(root, "[data-mark]").forEach((part) => { delete part.dataset["mark"]; });
  all(root, ".mark-note").forEach((note) => note.remove());
}

function reorder(parent: HTMLElement, items: HTMLElement[]): void {
  parent.append(...items);
}

function options(question: Question, answer: HTMLElement, seed: string): Fields {
  const key = question.rule.rule === "set" ? question.rule.key : [];
  const inputs = all<HTMLInputElement>(answer, "input");
  const box = (code: string): HTMLElement | null => inputs.find((input) => input.value === code)?.closest<HTMLElement>(".option") ?? null;
  const text = (code: string): string => plain(one(box(code) ?? answer, "label"));
  if (question.shuffle && question.kind === "choice") reorder(answer, shuffled(all(answer, ".option"), seed));
  return {
    read: () => {
      const chosen = inputs.filter((input) => input.checked).map((input) => input.value).sort();
      return chosen.length ? chosen : { missing: "choose-first" };
    },
    fill: (response) => inputs.forEach((input) => { input.checked = response.includes(input.value); }),
    words: () => [],
    show: (mark, solved) => inputs.forEach(({ value, checked }) => {
      if (checked) setMark(box(value), mark.parts[value] ? "right" : "wrong");
      else if (solved && key.includes(value)) setMark(box(value), "missed");
    }),
    clear: () => clearMarks(answer),
    solution: () => [key.map(text).join("; ")],
  };
}

function typed(question: Question, answer: HTMLElement): Fields {
  const input = one<HTMLInputElement>(answer, "input");
  const { rule } = question;
  const accepted = rule.rule === "text" ? rule.accept[0] : rule.rule === "range" ? rangeText(rule.accept[0]) : "";
  return {
    read: () => {
      const value = input?.value.trim() ?? "";
      if (!value) return { missing: "write-first" };
      return rule.rule === "range" && parseNumber(value) === null ? { missing: "number-first" } : [value];
    },
    fill: ([value]) => { if (input) input.value = value ?? ""; },
    words: () => [],
    show: () => undefined,
    clear: () => undefined,
    solution: () => [[accepted ?? "", one(answer, ".unit")?.textContent ?? ""].join(" ").trim()],
  };
}

const rangeText = (range: [number, number] | undefined): string => (range ? [...new Set(range)].join(" … ") : "");

function matching(question: Question, answer: HTMLElement, seed: string): Fields {
  const selects = all<HTMLSelectElement>(answer, "select[data-left]");
  const key = question.rule.rule === "pairs" ? question.rule.key : [];
  const row = (left: string): HTMLElement | null => selects.find((select) => select.dataset["left"] === left)?.closest("li") ?? null;
  // In the order of the source the first right side would belong to the first left side.
  selects.forEach((select) => shuffleOptions(select, seed));
  return {
    read: () => {
      const pairs = selects.filter((select) => select.value).map((select) => `${select.dataset["left"] ?? ""}.${select.value}`);
      return pairs.length ? pairs : { missing: "choose-first" };
    },
    fill: (response) => selects.forEach((select) => {
      select.value = response.find((pair) => pair.split(".")[0] === select.dataset["left"])?.split(".")[1] ?? "";
    }),
    words: () => [],
    show: (mark) => Object.keys(mark.parts).forEach((left) => setMark(row(left), mark.parts[left] ? "right" : "wrong")),
    clear: () => clearMarks(answer),
    solution: () => key.map((pair) => {
      const [left = "", right = ""] = pair.split(".");
      const select = selects.find((other) => other.dataset["left"] === left);
      return `${plain(one(row(left) ?? answer, "label"))} – ${select ? optionText(select, right) : right}`;
    }),
  };
}

const optionText = (select: HTMLSelectElement, code: string): string => [...select.options].find((option) => option.value === code)?.text.trim() ?? code;

/** The empty first option stays where it is. */
function shuffleOptions(select: HTMLSelectElement, seed: string): void {
  const [empty, filled] = [[...select.options].filter((option) => !option.value), [...select.options].filter((option) => option.value)];
  const chosen = select.value;
  select.append(...empty, ...shuffled(filled, seed));
  select.value = chosen;
}

function ordering(question: Question, answer: HTMLElement, seed: string): Fields {
  const list = one(answer, "ol") ?? answer;
  const key = question.rule.rule === "sequence" ? question.rule.key : [];
  const items = (): HTMLElement[] => all(list, "li[data-code]");
  const text = (item: HTMLElement): string => plain(one(item, ".item-text"));
  reorder(list, disordered(items(), seed));
  const update = (): void => endButtons(items());
  const moved = (item: HTMLElement): void => {
    update();
    announce(t("moved", { item: text(item), n: items().indexOf(item) + 1, total: items().length }));
  };
  list.addEventListener("click", (event) => {
    const pressed = (event.target as Element).closest<HTMLButtonElement>(".up, .down");
    const item = pressed?.closest<HTMLElement>("li");
    if (pressed && item) step(item, pressed, moved);
  });
  draggable(list, "li[data-code]", ".handle", moved);
  update();
  return {
    read: () => items().map((item) => item.dataset["code"] ?? ""),
    fill: (response) => {
      const place = (item: HTMLElement): number => (response.indexOf(item.dataset["code"] ?? "") + 1) || Infinity;
      reorder(list, items().sort((a, b) => place(a) - place(b) || 0));
      update();
    },
    words: () => [],
    show: (mark) => items().forEach((item) => setMark(item, mark.parts[item.dataset["code"] ?? ""] ? "right" : "wrong")),
    clear: () => clearMarks(list),
    solution: () => key.map((code) => text(items().find((item) => item.dataset["code"] === code) ?? list)),
  };
}

/** One place up or down; focus stays on the button, or goes to its twin at the end of the list. */
function step(item: HTMLElement, pressed: HTMLButtonElement, moved: (item: HTMLElement) => void): void {
  const other = pressed.matches(".up") ? item.previousElementSibling : item.nextElementSibling;
  if (!other) return;
  if (pressed.matches(".up")) other.before(item);
  else other.after(item);
  moved(item);
  (pressed.disabled ? one<HTMLButtonElement>(item, pressed.matches(".up") ? ".down" : ".up") : pressed)?.focus();
}

function endButtons(items: HTMLElement[]): void {
  items.forEach((item, place) => {
    const [up, down] = [one<HTMLButtonElement>(item, ".up"), one<HTMLButtonElement>(item, ".down")];
    if (up) up.disabled = place === 0;
    if (down) down.disabled = place === items.length - 1;
  });
}

function gaps(question: Question, answer: HTMLElement, seed: string): Fields {
  const rules = question.rule.rule === "gaps" ? question.rule.gaps : [];
  const controls = rules.map((_, place) => one<Control>(answer, `[data-gap="${place + 1}"]`));
  controls.forEach((control, place) => {
    if (control && !control.labels?.length && !control.hasAttribute("aria-label")) control.setAttribute("aria-label", t("gap", { n: place + 1 }));
    if (control instanceof HTMLSelectElement && question.shuffle) shuffleOptions(control, `${seed} ${place}`);
  });
  const words = (value: string, control: Control | null): string => (control instanceof HTMLSelectElement && value ? optionText(control, value) : value);
  return {
    read: () => {
      const values = controls.map((control) => control?.value.trim() ?? "");
      return values.some(Boolean) ? values : { missing: "fill-first" };
    },
    fill: (response) => controls.forEach((control, place) => { if (control) control.value = response[place] ?? ""; }),
    words: () => controls.map((control) => words(control?.value.trim() ?? "", control)),
    show: (mark) => controls.forEach((control, place) => { if (control) markGap(control, mark.parts[place + 1] === true); }),
    clear: () => {
      controls.forEach((control) => { if (control) delete control.dataset["mark"]; });
      all(answer, ".gap-mark").forEach((sign) => sign.remove());
    },
    solution: () => rules.map((gap, place) => words(gap.accept[0] ?? "", controls[place] ?? null)),
  };
}

/** Fields cannot hold a sign: it stands behind them. */
function markGap(control: Control, right: boolean): void {
  const kind = right ? "right" : "wrong";
  control.dataset["mark"] = kind;
  control.after(element("span", { class: "gap-mark", "data-mark": kind }, hiddenText(` (${t(`mark-${kind}`)})`)));
}


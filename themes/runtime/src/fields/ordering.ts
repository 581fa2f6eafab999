// ordering: a list whose items move by buttons, or by the pointer.

import { all, announce, one } from "../dom.ts";
import { draggable } from "../drag.ts";
import { disordered } from "../shuffle.ts";
import { t } from "../texts.ts";
import type { MakeFields } from "./fields.ts";
import { changed, clearMarks, plain, setMark } from "./parts.ts";

export const ordering: MakeFields = (question, answer, seed) => {
  const list = one(answer, "ol") ?? answer;
  const key = question.rule.rule === "sequence" ? question.rule.key : [];
  const items = (): HTMLElement[] => all(list, "li[data-code]");
  const codes = (): string[] => items().map((item) => item.dataset["code"] ?? "");
  const text = (item: HTMLElement): string => plain(one(item, ".item-text"));
  list.append(...disordered(items(), seed));
  const first = codes().join();
  const update = (): void => endButtons(items());
  const moved = (item: HTMLElement): void => {
    update();
    changed(list);
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
    read: codes,
    draft: () => (codes().join() === first ? [] : codes()),
    fill: (response) => {
      const place = (item: HTMLElement): number => (response.indexOf(item.dataset["code"] ?? "") + 1) || Infinity;
      list.append(...items().sort((a, b) => place(a) - place(b) || 0));
      update();
    },
    words: () => [],
    show: (mark) => items().forEach((item) => setMark(item, mark.parts[item.dataset["code"] ?? ""] ? "right" : "wrong")),
    clear: () => clearMarks(list),
    solution: () => key.map((code) => text(items().find((item) => item.dataset["code"] === code) ?? list)),
  };
};

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

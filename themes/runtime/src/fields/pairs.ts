// matching, categorising: a drop-down for each left side or item.

import { all, announce, one, put, element } from "../dom.ts";
import { shuffled } from "../shuffle.ts";
import { droppable } from "../drop.ts";
import { t } from "../texts.ts";
import type { Fields, MakeFields } from "./fields.ts";
import { changed, clearMarks, halves, optionText, plain, setMark, shuffleOptions } from "./parts.ts";

const selectsOf = (answer: HTMLElement): HTMLSelectElement[] => all<HTMLSelectElement>(answer, "select[data-left]");

export const matching: MakeFields = (question, answer, seed) => {
  // In the order of the source the first right side would belong to the first left side.
  selectsOf(answer).forEach((select) => shuffleOptions(select, seed));
  return paired(question.rule.rule === "pairs" ? question.rule.key : [], answer);
};

function paired(key: string[], answer: HTMLElement): Fields {
  const selects = selectsOf(answer);
  const select = (left: string): HTMLSelectElement | undefined => selects.find((other) => other.dataset["left"] === left);
  const row = (left: string): HTMLElement | null => select(left)?.closest("li") ?? null;
  const pairs = (): string[] => selects.filter((one) => one.value).map((one) => `${one.dataset["left"] ?? ""}.${one.value}`).sort();
  return {
    read: () => (pairs().length ? pairs() : { missing: "choose-first" }),
    draft: pairs,
    fill: (response) => selects.forEach((one) => { one.value = halves(response.find((pair) => halves(pair)[0] === one.dataset["left"]) ?? "")[1]; }),
    words: () => [],
    show: (mark) => Object.keys(mark.parts).forEach((left) => setMark(row(left), mark.parts[left] ? "right" : "wrong")),
    clear: () => clearMarks(answer),
    solution: () => key.map((pair) => {
      const [left, right] = halves(pair);
      const chosen = select(left);
      return `${plain(one(row(left) ?? answer, "label"))} – ${chosen ? optionText(chosen, right) : right}`;
    }),
  };
}

/** The groups beside the list show what is in them; with a pointer, items can be dragged there. */
export const categorising: MakeFields = (question, answer, seed) => {
  const list = one(answer, ".sorted") ?? answer;
  const rows = all(list, "li[data-item]");
  list.append(...(question.shuffle ? shuffled(rows, seed) : rows));
  const fields = paired(question.rule.rule === "pairs" ? question.rule.key : [], answer);
  const update = (): void => all(answer, ".group").forEach((group) => showGroup(answer, group));
  answer.addEventListener("change", update);
  droppable(list, "li[data-item]", ".handle", all(answer, ".group"), (item, group) => {
    const select = one<HTMLSelectElement>(item, "select");
    if (!select) return;
    select.value = group.dataset["group"] ?? "";
    changed(select);
    announce(t("sorted", { item: plain(one(item, "label")), group: optionText(select, select.value) }));
  });
  return {
    ...fields,
    fill: (response) => {
      fields.fill(response);
      update();
    },
  };
};

function showGroup(answer: HTMLElement, group: HTMLElement): void {
  const inside = selectsOf(answer).filter((select) => select.value === group.dataset["group"]);
  const list = one(group, "ul");
  if (list) put(list, ...inside.map((select) => element("li", {}, plain(select.labels?.[0] ?? null))));
}

// matrix, likert: a table of radio buttons or check boxes.

import { all, one } from "../dom.ts";
import type { MakeFields } from "./fields.ts";
import { clearMarks, halves, plain, setMark } from "./parts.ts";

export const grid: MakeFields = (question, answer) => {
  const key = question.rule.rule === "pairs" ? question.rule.key : [];
  const inputs = all<HTMLInputElement>(answer, "input");
  const head = (code: string): HTMLElement | null => one(answer, `[data-row="${code}"] .item-text`);
  const cell = (pair: string): HTMLElement | null => inputs.find((input) => input.value === pair)?.closest("label") ?? null;
  const chosen = (): string[] => inputs.filter((input) => input.checked).map((input) => input.value);
  const rows = [...new Set(key.map((pair) => halves(pair)[0]))];
  return {
    read: () => (chosen().length ? chosen() : { missing: "choose-first" }),
    draft: chosen,
    fill: (response) => inputs.forEach((input) => { input.checked = response.includes(input.value); }),
    words: () => [],
    show: (mark, solved) => {
      Object.keys(mark.parts).forEach((row) => setMark(head(row), mark.parts[row] ? "right" : "wrong"));
      inputs.forEach(({ value, checked }) => {
        const right = key.includes(value);
        const sign = checked ? (right ? "right" : "wrong") : "missed";
        const part = key.length && (checked || (solved && right)) ? cell(value) : null;
        if (part) part.dataset["mark"] = sign;
      });
    },
    clear: () => clearMarks(answer),
    solution: () => rows.map((row) => {
      const right = key.filter((pair) => halves(pair)[0] === row).map((pair) => plain(one(cell(pair) ?? answer, "span")));
      return `${plain(head(row))} – ${right.join(", ")}`;
    }),
  };
};

// choice, true-false: radio buttons or check boxes.

import { all, one } from "../dom.ts";
import { shuffled } from "../shuffle.ts";
import type { MakeFields } from "./fields.ts";
import { clearMarks, plain, setMark } from "./parts.ts";

export const options: MakeFields = (question, answer, seed) => {
  const key = question.rule.rule === "set" ? question.rule.key : [];
  const inputs = all<HTMLInputElement>(answer, "input");
  const box = (code: string): HTMLElement | null => inputs.find((input) => input.value === code)?.closest<HTMLElement>(".option") ?? null;
  const text = (code: string): string => plain(one(box(code) ?? answer, "label"));
  const chosen = (): string[] => inputs.filter((input) => input.checked).map((input) => input.value).sort();
  if (question.shuffle && question.kind === "choice") answer.append(...shuffled(all(answer, ".option"), seed));
  return {
    read: () => (chosen().length ? chosen() : { missing: "choose-first" }),
    draft: chosen,
    fill: (response) => inputs.forEach((input) => { input.checked = response.includes(input.value); }),
    words: () => [],
    show: (mark, solved) => inputs.forEach(({ value, checked }) => {
      if (checked) setMark(box(value), mark.parts[value] ? "right" : "wrong");
      else if (solved && key.includes(value)) setMark(box(value), "missed");
    }),
    clear: () => clearMarks(answer),
    solution: () => [key.map(text).join("; ")],
  };
};

// hotspot: boxes that lie on a picture, and a list of their names.

import { all, one } from "../dom.ts";
import type { MakeFields } from "./fields.ts";
import { clearMarks, plain, setMark } from "./parts.ts";

export const hotspot: MakeFields = (question, answer) => {
  const key = question.rule.rule === "set" ? question.rule.key : [];
  const inputs = all<HTMLInputElement>(answer, "input");
  const named = (code: string): HTMLElement | null => one(answer, `[data-option="${code}"]`);
  const chosen = (): string[] => inputs.filter((input) => input.checked).map((input) => input.value).sort();
  /** The list shows what the picture shows. */
  const update = (): void => inputs.forEach(({ value, checked }) => named(value)?.toggleAttribute("data-chosen", checked));
  const mark = (code: string, kind: "right" | "wrong" | "missed"): void => {
    setMark(named(code), kind);
    const region = one(answer, `[data-region="${code}"]`);
    if (region) region.dataset["mark"] = kind;
  };
  answer.addEventListener("change", update);
  return {
    read: () => (chosen().length ? chosen() : { missing: "choose-first" }),
    draft: chosen,
    fill: (response) => {
      inputs.forEach((input) => { input.checked = response.includes(input.value); });
      update();
    },
    words: () => [],
    show: (made, solved) => inputs.forEach(({ value, checked }) => {
      if (checked) mark(value, made.parts[value] ? "right" : "wrong");
      else if (solved && key.includes(value)) mark(value, "missed");
    }),
    clear: () => clearMarks(answer),
    solution: () => [key.map((code) => plain(one(named(code) ?? answer, "label"))).join("; ")],
  };
};

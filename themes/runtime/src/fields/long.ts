// long-answer: a text, then a model answer beside it, then the learner's own judgement.

import { all, one } from "../dom.ts";
import { t } from "../texts.ts";
import type { MakeFields } from "./fields.ts";
import { changed } from "./parts.ts";

export const long: MakeFields = (_question, answer) => {
  const text = one<HTMLTextAreaElement>(answer, "textarea");
  const model = one(answer, ".model");
  const check = one(answer.closest("form") ?? answer, ".check");
  const levels = all<HTMLInputElement>(answer, ".levels input");
  const first = check?.textContent ?? "";
  const level = (): string => levels.find((input) => input.checked)?.value ?? "";
  /** From now on the text stays as it is: it was written without the model answer. */
  const compare = (on: boolean): void => {
    if (model) model.hidden = !on;
    if (text) text.readOnly = on;
    if (check) check.textContent = on ? t("long.save") : first;
  };
  const compared = (): boolean => model !== null && !model.hidden;
  const value = (): string => text?.value.trim() ?? "";
  return {
    read: () => {
      if (!value()) return { missing: "write-first", focus: text };
      const before = compared();
      compare(true);
      if (!before && text) changed(text); // it counts as entered that the model answer was seen
      if (level()) return [value(), level()];
      return { missing: "judge-first", focus: before ? levels[0] ?? null : one(answer, ".model-answer") };
    },
    draft: () => (!value() ? [] : compared() ? [value(), level()] : [value()]),
    fill: ([written = "", chosen]) => {
      if (text) text.value = written;
      levels.forEach((input) => { input.checked = input.value === chosen; });
      compare(chosen !== undefined);
    },
    words: () => [],
    show: () => compare(true),
    clear: () => {
      levels.forEach((input) => { input.checked = false; });
      compare(false);
    },
    solution: () => [],
  };
};

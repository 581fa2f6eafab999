// text, numeric: one line to type.

import { one } from "../dom.ts";
import { parseNumber } from "../text.ts";
import type { MakeFields } from "./fields.ts";

export const typed: MakeFields = ({ rule }, answer) => {
  const input = one<HTMLInputElement>(answer, "input");
  const accepted = rule.rule === "text" ? rule.accept[0] : rule.rule === "range" ? rangeText(rule.accept[0]) : "";
  const value = (): string => input?.value.trim() ?? "";
  return {
    read: () => {
      if (!value()) return { missing: "write-first" };
      return rule.rule === "range" && parseNumber(value()) === null ? { missing: "number-first" } : [value()];
    },
    draft: () => (value() ? [value()] : []),
    fill: ([text]) => { if (input) input.value = text ?? ""; },
    words: () => [],
    show: () => undefined,
    clear: () => undefined,
    solution: () => [[accepted ?? "", one(answer, ".unit")?.textContent ?? ""].join(" ").trim()],
  };
};

const rangeText = (range: [number, number] | undefined): string => (range ? [...new Set(range)].join(" … ") : "");

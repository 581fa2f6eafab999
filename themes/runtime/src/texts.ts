// Interface texts by key, in the language of the package.

import { fill } from "./text.ts";

let strings: Record<string, string> = {};

export function useTexts(texts: Record<string, string>): void {
  strings = texts;
}

export const t = (key: string, values?: Record<string, string | number>): string => fill(strings[`ui.${key}`] ?? key, values);

/** A number as the language writes it. */
export function number(value: number, lang: string): string {
  try {
    return value.toLocaleString(lang, { maximumFractionDigits: 1 });
  } catch {
    return String(value);
  }
}

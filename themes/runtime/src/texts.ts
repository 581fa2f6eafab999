// Interface texts by key, in the language of the package; numbers and plural forms as this language has them.

import { fill } from "./text.ts";

let strings: Record<string, string> = {};
let language = "en";

export function useTexts(texts: Record<string, string>, lang = "en"): void {
  strings = texts;
  language = lang;
}

/** A text with its placeholders filled; where it has plural forms, `n` chooses. */
export function t(key: string, values: Record<string, string | number> = {}): string {
  const shown = Object.entries(values).map(([name, value]) => [name, typeof value === "number" ? number(value, language) : value]);
  return fill(formOf(`ui.${key}`, values["n"]) ?? key, Object.fromEntries(shown) as Record<string, string>);
}

function formOf(key: string, n: string | number | undefined): string | undefined {
  return (typeof n === "number" ? strings[`${key}#${category(n)}`] : undefined) ?? strings[key];
}

/** The plural category of a number. A browser that does not know the language would answer with its own one's rule. */
function category(n: number): string {
  if (knows("PluralRules")) return new Intl.PluralRules(language).select(n);
  return n === 1 ? "one" : "other";
}

function knows(part: "PluralRules" | "NumberFormat", lang = language): boolean {
  try {
    const found = part === "PluralRules" ? Intl.PluralRules.supportedLocalesOf([lang]) : Intl.NumberFormat.supportedLocalesOf([lang]);
    return found.length > 0;
  } catch {
    return false; // no Intl, or a tag that it refuses
  }
}

/** A number as the language writes it, at most one decimal, in the digits 0 to 9 as in the texts of the course. */
export function number(value: number, lang: string): string {
  if (!knows("NumberFormat", lang)) return written(value);
  const format = new Intl.NumberFormat(lang, { maximumFractionDigits: 1, numberingSystem: "latn" } as Intl.NumberFormatOptions);
  // Chromium says that it has Uzbek and Kazakh, but lacks their signs and takes the English ones.
  return format.format(1.5) === `1${strings["ui.decimal"] ?? "."}5` ? format.format(value) : written(value);
}

/** The same without Intl: some browsers lack Tajik, Kyrgyz or Uzbek, and would write the number in their own language. */
function written(value: number): string {
  const [whole = "0", part] = String(Math.round(Math.abs(value) * 10) / 10).split(".");
  const sign = strings["ui.decimal"] ?? ".";
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, sign === "." ? "," : "\u00a0");
  return (value < 0 && (part || whole !== "0") ? "-" : "") + grouped + (part ? sign + part : "");
}

import assert from "node:assert/strict";
import { test } from "node:test";
import { number, t, useTexts } from "../src/texts.ts";

const RUSSIAN = {
  "ui.decimal": ",", "ui.found": "Найдено {n} страницы", "ui.found#one": "Найдена {n} страница", "ui.found#few": "Найдены {n} страницы",
  "ui.found#many": "Найдено {n} страниц", "ui.of": "{n} из {total}",
};
const ARABIC = { "ui.decimal": ".", "ui.x": "other", "ui.x#zero": "zero", "ui.x#one": "one", "ui.x#two": "two", "ui.x#few": "few", "ui.x#many": "many" };

/** Runs with a browser that has no data for any language, or no Intl at all. */
function without(part: "data" | "Intl", run: () => void): void {
  const kept = globalThis.Intl;
  const deaf = (): unknown => ({ supportedLocalesOf: () => [] });
  Object.defineProperty(globalThis, "Intl", { configurable: true, value: part === "Intl" ? undefined : { PluralRules: deaf(), NumberFormat: deaf() } });
  try {
    run();
  } finally {
    Object.defineProperty(globalThis, "Intl", { configurable: true, value: kept });
  }
}

test("the number chooses the form", () => {
  useTexts(RUSSIAN, "ru");
  const found = (n: number): string => t("found", { n });
  assert.deepEqual([1, 3, 5, 11, 21, 22, 0, 1.5].map(found), [
    "Найдена 1 страница", "Найдены 3 страницы", "Найдено 5 страниц", "Найдено 11 страниц", "Найдена 21 страница", "Найдены 22 страницы",
    "Найдено 0 страниц", "Найдено 1,5 страницы"]);
  useTexts(ARABIC, "ar");
  assert.deepEqual([0, 1, 2, 3, 10, 11, 99, 100, 101, 103].map((n) => t("x", { n })),
    ["zero", "one", "two", "few", "few", "many", "many", "other", "other", "few"]);
});

test("a text without forms, or with fewer than the language asks for, is still a text", () => {
  useTexts(RUSSIAN, "ru");
  assert.equal(t("of", { n: 1200, total: 3000.25 }), "1\u00a0200 из 3\u00a0000,3");
  useTexts({ "ui.found": "{n} pages found", "ui.found#one": "{n} page found" }, "pl");
  assert.equal(t("found", { n: 3 }), "3 pages found");
  assert.equal(t("no-such-text"), "no-such-text");
});

test("numbers are written as the language writes them, in European digits", () => {
  useTexts(RUSSIAN, "ru");
  for (const lang of ["ru", "uz-Latn", "uz-Cyrl", "kk"]) assert.equal(number(81.5, lang), "81,5");
  // A browser that has a language by name only takes the English signs: the texts know better.
  assert.equal(number(1234.5, "en"), "1\u00a0234,5");
  useTexts(ARABIC, "ar");
  assert.equal(number(81.5, "en"), "81.5");
  for (const lang of ["ar", "ar-EG", "fa"]) assert.match(number(1234, lang), /^1\D?234$/);
});

test("a browser without the language, or without Intl, does not fall back to its own one", () => {
  useTexts(RUSSIAN, "tg");
  for (const part of ["data", "Intl"] as const) {
    without(part, () => {
      const values = [81.5, 1234567.25, -0.5, 0, -0.04, 12].map((value) => number(value, "tg"));
      assert.deepEqual(values, ["81,5", "1\u00a0234\u00a0567,3", "-0,5", "0", "0", "12"]);
      assert.equal(t("found", { n: 1 }), "Найдена 1 страница");
      assert.equal(t("found", { n: 7 }), "Найдено 7 страницы");
    });
  }
});

test("a tag that no browser takes is no reason to fail", () => {
  useTexts(RUSSIAN, "not a tag");
  assert.equal(number(1.5, "not a tag"), "1,5");
  assert.equal(t("found", { n: 1 }), "Найдена 1 страница");
});

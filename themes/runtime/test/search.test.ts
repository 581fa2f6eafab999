import assert from "node:assert/strict";
import { test } from "node:test";
import { searchable } from "../src/folding.ts";
import { excerpt, find, wordsOf } from "../src/search.ts";
import type { SearchEntry } from "../src/types.ts";

const same = (lang: string, ...texts: string[]): void => {
  for (const text of texts) assert.equal(searchable(text, lang), searchable(texts[0] ?? "", lang), text);
};

test("apostrophes, case, blanks and marks do not matter", () => {
  same("uz-Latn", "Oʻzbekiston taʼlimi", "O'zbekiston  ta’limi", "oʼzbekiston ta`limi", "OZBEKISTON TALIMI");
  same("en", "café", "CAFE", "cafe\u0301");
  same("ar", "طفّاية أولى", "طفايه اولي");
});

test("Russian ё is found as е, and й is not и", () => {
  same("ru", "учёт", "учет", "уче\u0308т", "УЧЁТ");
  assert.notEqual(searchable("мой", "ru"), searchable("мои", "ru"));
  assert.notEqual(searchable("учёт", "ru"), searchable("uchyot", "ru"));
});

test("Uzbek is found in either script, whichever the course is in", () => {
  for (const lang of ["uz-Latn", "uz-Cyrl", "uz"]) {
    same(lang, "oʻquv", "ўқув", "o'quv", "УҚУВ".replace("У", "Ў"));
    same(lang, "yer", "ер");
    same(lang, "Toshkent shahri", "Тошкент шаҳри");
    same(lang, "yoʻl", "йўл");
    same(lang, "maʼlumot", "маълумот", "malumot");
    same(lang, "konstitutsiya", "конституция");
    same(lang, "sirk", "цирк");
    same(lang, "elektron", "электрон");
    same(lang, "yozuv", "ёзув");
    same(lang, "demokratiya", "демократия");
    same(lang, "chiqish", "чиқиш");
  }
});

test("a page is found by words in the other script, and the excerpt marks them as they stand there", () => {
  const pages: SearchEntry[] = [["a/b", "Маълумотлар", "Очиқ маълумотлар ўқув қўлланмаси"], ["a/c", "Бошқа", "Бу ерда йўқ"]];
  assert.deepEqual(find(pages, "o'quv", "uz-Cyrl").map(({ id }) => id), ["a/b"]);
  assert.deepEqual(find(pages, "yo'q yer", "uz-Cyrl").map(({ id }) => id), ["a/c"]);
  const marked = excerpt(pages[0]?.[2] ?? "", wordsOf("ochiq o'quv", "uz-Cyrl"), "uz-Cyrl");
  assert.deepEqual(marked.filter(([, hit]) => hit).map(([part]) => part), ["Очиқ", "ўқув"]);
  assert.equal(marked.map(([part]) => part).join(""), pages[0]?.[2]);
});

test("marks are in the right place behind signs that fold to none or to two", () => {
  const text = "Шаҳар, щит, taʼlim ва юрт – oʻquv";
  const marked = excerpt(text, wordsOf("yurt", "uz-Latn"), "uz-Latn");
  assert.deepEqual(marked.filter(([, hit]) => hit), [["юрт", true]]);
  assert.deepEqual(find([["a", "Учёт", "Всё об учёте"]], "учет", "ru").length, 1);
});

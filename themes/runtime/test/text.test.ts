import assert from "node:assert/strict";
import { test } from "node:test";
import { clock, decimal, duration, localTimestamp, timespan } from "../src/format.ts";
import { comparable, fill, flat, fromBase64, parseNumber, toBase64 } from "../src/text.ts";
import { random, someText } from "./chance.ts";

test("kinds of apostrophes, blanks, case and Unicode forms do not matter", () => {
  for (const apostrophe of "'‘’ʻʼ`´") assert.equal(comparable(` O${apostrophe}zbek\u00a0 tili `), "o'zbek tili");
  assert.equal(comparable("cafe\u0301"), comparable("CAFÉ"));
  assert.equal(comparable("Ўзбек"), "ўзбек");
  assert.equal(comparable("CSV", true), "CSV");
});

test("numbers are read as people write them", () => {
  const read: [string, number | null][] = [
    ["12", 12], [" 12,5 ", 12.5], ["12.5", 12.5], ["−3", -3], ["+3", 3], ["1 234,5", 1234.5], ["1\u202f234", 1234], ["1.234,5", 1234.5],
    ["1,234.5", 1234.5], ["1,234,567", 1234567], [".5", 0.5], ["5.", 5], ["50 %", 50], ["", null], ["-", null], ["1e5", null], ["12a", null],
    ["abc", null], ["1\u2009234,5", 1234.5], ["1’234", 1234], ["1ʼ234", 1234], ["٤٩٫٥ ٪", 49.5], ["١٬٢٣٤٫٥", 1234.5], ["۱۲٫۵", 12.5], ["−5", -5], ["‑5", -5], ["٣،٥", 3.5],
    ["1-2", null], ["0x10", null], ["Infinity", null], ["NaN", null],
  ];
  for (const [text, value] of read) assert.equal(parseNumber(text), value, text);
});

test("reading a number never throws and gives a finite number or nothing", () => {
  const chance = random(1);
  for (let i = 0; i < 5000; i++) {
    const value = parseNumber(someText(chance, "0123456789.,- '%+e", 8));
    assert.ok(value === null || Number.isFinite(value));
  }
});

test("lines are flat and cut between characters", () => {
  assert.equal(flat(" a\n b\u0000\tc ", 10), "a b c");
  assert.equal(flat("12345", 3), "123");
  assert.equal(flat("ab😀", 3), "ab");
  assert.equal(flat("ab😀", 4), "ab😀");
});

test("any text survives base64url", () => {
  const chance = random(2);
  for (let i = 0; i < 3000; i++) {
    const text = someText(chance, "aʻЎқ😀\ud83d\udc00\u0000 \"'\n", 12);
    const packed = toBase64(text);
    assert.match(packed, /^[A-Za-z0-9_-]*$/);
    const back = fromBase64(packed);
    if (!/[\ud800-\udfff]/.test(text)) assert.equal(back, text);
  }
  assert.equal(fromBase64(toBase64("Oʻzbekiston 😀")), "Oʻzbekiston 😀");
});

test("placeholders without a value stay", () => {
  assert.equal(fill("{a} of {b}, {c}", { a: 1, b: "{a}" }), "1 of {a}, {c}");
});

test("decimals have no exponent, a leading digit and no needless zeros", () => {
  const shown: [number, number, string][] = [
    [0.8, 2, "0.8"], [1e-7, 7, "0.0000001"], [1e-9, 2, "0"], [-0.001, 2, "0"], [100, 2, "100"], [1 / 3, 4, "0.3333"], [81.48148, 2, "81.48"],
    [NaN, 2, "0"], [Infinity, 2, "0"], [1e21, 2, "1000000000000000"], [50, 0, "50"], [1200, 0, "1200"],
  ];
  for (const [value, digits, text] of shown) assert.equal(decimal(value, digits), text);
});

test("spans of time", () => {
  const spans: [number, string, string][] = [
    [0, "0000:00:00.00", "PT0S"], [1500, "0000:00:01.50", "PT1.5S"], [59_999, "0000:01:00.00", "PT1M"], [3_600_000, "0001:00:00.00", "PT1H"],
    [90_061_050, "0025:01:01.05", "PT25H1M1.05S"], [-5, "0000:00:00.00", "PT0S"], [NaN, "0000:00:00.00", "PT0S"],
  ];
  for (const [ms, span, iso] of spans) {
    assert.equal(timespan(ms), span);
    assert.equal(duration(ms), iso);
  }
});

test("random spans keep to the strict forms", () => {
  const chance = random(3);
  for (let i = 0; i < 3000; i++) {
    const ms = chance() * 10 ** Math.floor(chance() * 12);
    assert.match(timespan(ms), /^\d{4}:[0-5]\d:[0-5]\d\.\d\d$/);
    assert.match(duration(ms), /^PT(?=\d)(\d+H)?([1-5]?\dM)?([1-5]?\d(\.\d{1,2})?S)?$/);
  }
});

test("moments carry neither zone nor fraction", () => {
  const at = new Date(2026, 10, 3, 9, 5, 7, 123);
  assert.equal(clock(at), "09:05:07");
  assert.equal(localTimestamp(at), "2026-11-03T09:05:07");
  assert.match(localTimestamp(new Date(2099, 0, 1)), /^2037-/);
});

// Keys of exams: digests to mark with, and a sealed part for looking back. It hides keys from readers of the source, not
// from programmers: what a browser can mark without a server, they can work out. Twin of compiler/darslik/quiz/secrecy.py.

import { sha256 } from "./digest.ts";
import type { Compare } from "./score.ts";
import { comparable } from "./text.ts";
import type { Question, Rule } from "./types.ts";

const DIGEST = 16;
const BLOCK = 32;

/** What is sealed in a question of an exam: the rule as it is, its page part with feedback, the patterns of its xAPI definition. */
export interface Opened {
  rule: Rule;
  html: string;
  pattern?: string[];
}

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

function toUrl(bytes: Uint8Array): string {
  const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  return btoa(text).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

function fromUrl(text: string): Uint8Array {
  return Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
}

export const digest = (salt: string, value: string): string => toUrl(sha256(bytesOf(`${salt}|${value}`))).slice(0, DIGEST);

function stream(data: Uint8Array, salt: string): Uint8Array {
  const result = new Uint8Array(data.length);
  for (let at = 0; at < data.length; at += BLOCK) {
    const key = sha256(bytesOf(`${salt}#${at / BLOCK}`));
    for (let i = at; i < Math.min(at + BLOCK, data.length); i++) result[i] = (data[i] ?? 0) ^ (key[i - at] ?? 0);
  }
  return result;
}

export const seal = (text: string, salt: string): string => toUrl(stream(bytesOf(text), salt));

/** The reverse; throws on what was not sealed. */
export const unseal = (text: string, salt: string): string => new TextDecoder("utf-8", { fatal: true }).decode(stream(fromUrl(text), salt));

/** `html`: of the question when the exam was handed in, if that differs from what its page has. */
export type Shown = Question & { html?: string };

/** The question as it is shown and recorded when the exam was handed in; one that is no secret stays as it is. */
export function opened(question: Question): Shown {
  if (!question.sealed || !question.salt) return question;
  const { rule, html, pattern } = JSON.parse(unseal(question.sealed, question.salt)) as Opened;
  const { sealed: _, salt: __, ...rest } = question;
  return { ...rest, rule, html, ...(question.definition ? { definition: { ...question.definition, ...(pattern ? { correctResponsesPattern: pattern } : {}) } } : {}) };
}

/** How answers are compared with digests. */
export const salted = (salt: string): Compare => ({
  code: (held, given) => held === digest(salt, given),
  placed: (held, given, place) => held === digest(salt, `${place}:${given}`),
  text: (held, given, keepCase) => held === digest(salt, comparable(given, keepCase)),
});

/** The ranges that a salted rule of a number accepts. */
export const acceptedRanges = (sealed: string, salt: string): [number, number][] => JSON.parse(unseal(sealed, salt)) as [number, number][];

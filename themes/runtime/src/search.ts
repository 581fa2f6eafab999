// Search in the course: the index is loaded on first use.

import { byId, element, put } from "./dom.ts";
import { folded, searchable } from "./folding.ts";
import { loadSearch } from "./loader.ts";
import { routeOf, lockText } from "./contents.ts";
import type { Session } from "./session.ts";
import { t } from "./texts.ts";
import type { SearchEntry } from "./types.ts";

const MAX_RESULTS = 50;
const BEFORE = 50;
const AFTER = 110;

export interface Hit {
  id: string;
  title: string;
  text: string;
}

/** Pages that hold every word; those with a word in the title first. */
export function find(entries: SearchEntry[], query: string, lang = ""): Hit[] {
  const words = wordsOf(query, lang);
  if (!words.length) return [];
  const found: [number, Hit][] = [];
  for (const [id, title, text] of entries) {
    const [head, body] = [searchable(title, lang), searchable(text, lang)];
    if (!words.every((word) => head.includes(word) || body.includes(word))) continue;
    found.push([words.filter((word) => head.includes(word)).length, { id, title, text }]);
  }
  return found.sort(([a], [b]) => b - a).map(([, hit]) => hit);
}

export const wordsOf = (query: string, lang = ""): string[] => searchable(query, lang).split(" ").filter(Boolean);

/** [text, is it a hit] parts of the neighbourhood of the first hit. */
export function excerpt(given: string, words: string[], lang = ""): [string, boolean][] {
  const text = given.normalize("NFC");
  const fold = folded(text, lang);
  const hits = spans(fold.text, words).map(([from, to]): [number, number] => [fold.at[from] ?? 0, (fold.at[to - 1] ?? 0) + 1]);
  const first = hits[0]?.[0] ?? 0;
  const from = first > BEFORE ? text.lastIndexOf(" ", first - BEFORE + 15) + 1 : 0;
  const start = from > first ? first : from;
  const end = Math.min(text.length, first + AFTER);
  const parts: [string, boolean][] = [];
  let at = start;
  for (const [low, high] of hits.filter(([low, high]) => low >= start && high <= end)) {
    if (low < at) continue;
    parts.push([text.slice(at, low), false], [text.slice(low, high), true]);
    at = high;
  }
  parts.push([text.slice(at, end) + (end < text.length ? "…" : ""), false]);
  return start > 0 ? [["…", false], ...parts] : parts;
}

function spans(text: string, words: string[]): [number, number][] {
  const found: [number, number][] = [];
  for (const word of words) {
    for (let at = text.indexOf(word); at >= 0 && found.length < 100; at = text.indexOf(word, at + word.length)) found.push([at, at + word.length]);
  }
  return found.sort(([a], [b]) => a - b);
}

export function setUpSearch(session: Session): void {
  const dialog = byId<HTMLDialogElement>("search");
  const input = byId<HTMLInputElement>("search-input");
  let timer: ReturnType<typeof setTimeout> | undefined;
  byId("search-button").addEventListener("click", () => {
    open(dialog);
    input.focus();
    input.select();
    void run(session, input.value);
  });
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => void run(session, input.value), 150);
  });
  // Enter would close the dialog, as its form does.
  input.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog || (event.target as Element).closest("#search-results a")) close(dialog);
  });
}

/** Browsers without modal dialogs show it in place. */
function open(dialog: HTMLDialogElement): void {
  if (typeof dialog.showModal !== "function") dialog.setAttribute("open", "");
  else if (!dialog.open) dialog.showModal();
}

function close(dialog: HTMLDialogElement): void {
  if (typeof dialog.close === "function") dialog.close();
  else dialog.removeAttribute("open");
}

async function run(session: Session, query: string): Promise<void> {
  const status = byId("search-status");
  try {
    const entries = await loadSearch();
    if (byId<HTMLInputElement>("search-input").value !== query) return;
    const open = new Map(session.places.filter((place) => !lockText(session, place)).map((place) => [place.page.id, routeOf(place)]));
    const lang = session.course.lang;
    const hits = find(entries.filter(([id]) => open.has(id)), query, lang);
    put(byId("search-results"), ...hits.slice(0, MAX_RESULTS).map((hit) => result(hit, open.get(hit.id) ?? "", excerpt(hit.text, wordsOf(query, lang), lang))));
    status.textContent = !query.trim() ? "" : hits.length ? t("search-results", { n: hits.length }) : t("search-none");
  } catch {
    status.textContent = t("search-failed");
  }
}

function result(hit: Hit, route: string, parts: [string, boolean][]): HTMLElement {
  const text = element("span", { class: "excerpt" }, ...parts.map(([part, isHit]) => (isHit ? element("mark", {}, part) : part)));
  return element("li", {}, element("a", { href: route }, element("strong", {}, hit.title), element("br"), text));
}

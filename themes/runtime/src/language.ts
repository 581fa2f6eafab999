// A package of several languages: which one is shown, and the change to another one without a reload of the document, so that
// no LMS session ends by it. Everything that a learner does is kept by slots and codes, which no language has of its own.

import { all, byId, one, put } from "./dom.ts";
import type { Environment } from "./environment.ts";
import { loadLanguage, readPagesIn } from "./loader.ts";
import { useTexts } from "./texts.ts";
import type { Course, Language } from "./types.ts";

/** What an LMS or a browser wants, as far as there is something of it: "ru-RU" → "ru", "uz" → "uz-Latn". */
export function matching(wanted: readonly string[], offered: readonly string[]): string {
  for (const tag of wanted) {
    const parts = tag.trim().toLowerCase().replace(/_/g, "-").split("-").filter(Boolean);
    for (let count = parts.length; count > 0; count--) {
      const short = parts.slice(0, count).join("-");
      const found = offered.find((one) => one.toLowerCase() === short) ?? (count === 1 ? offered.find((one) => one.toLowerCase().startsWith(`${short}-`)) : undefined);
      if (found) return found;
    }
  }
  return "";
}

const keyOf = (course: Course): string => `darslik.language.${course.key}`;

/** The learner's own choice, then what the LMS knows of the learner, then what this browser kept or prefers, then the source. */
export function firstLanguage(course: Course, env: Environment, chosen: string, preferred: string): string {
  const offered = (course.languages ?? []).map(({ lang }) => lang);
  const browser = env.window.navigator as Navigator | undefined;
  const sources = [[chosen], preferred.split(","), [env.store.read(keyOf(course)) ?? ""], browser?.languages ?? []];
  return sources.map((source) => matching(source, offered)).find(Boolean) ?? course.lang;
}

export const rememberLanguage = (course: Course, env: Environment, lang: string): boolean => env.store.write(keyOf(course), lang);

/** Puts a language's words into the structure, in the order in which the compiler lists them (`render/several.py`). */
export function entitle(course: Course, { lang, title, titles, strings }: Pick<Language, "lang" | "title" | "titles" | "strings">): void {
  Object.assign(course, { lang, title, strings });
  const words = titles[Symbol.iterator]();
  const next = (): string => String(words.next().value ?? "");
  for (const module of course.modules) {
    module.title = next();
    for (const lesson of module.lessons) {
      lesson.title = next();
      for (const page of lesson.pages) {
        page.title = next();
        page.quizzes?.forEach((quiz) => { quiz.title = next(); });
        page.notes?.forEach((note) => { note.prompt = next(); });
      }
    }
  }
}

/** The whole document in a language but for the page that is shown. The cover for this part of the course, as nodes. */
export async function speak(course: Course, scope: string, lang: string): Promise<Node[]> {
  const language = await loadLanguage(lang);
  entitle(course, language);
  useTexts(language.strings, language.lang);
  readPagesIn(language.lang);
  const root = document.documentElement;
  root.lang = language.lang;
  root.dir = language.dir;
  document.title = language.title;
  follow(document.body, parsed(language.body));
  all(document, "[data-language]").forEach((button) => {
    if (button.dataset["language"] === language.lang) button.setAttribute("aria-current", "true");
    else button.removeAttribute("aria-current");
  });
  return [...parsed(language.covers[scope] ?? "").childNodes];
}

function parsed(html: string): HTMLElement {
  return new DOMParser().parseFromString(`<body>${html}</body>`, "text/html").body;
}

/** What the runtime writes itself, or what is in each language's own words in any case. */
const OWN = "#page, #toc, #notice, #position, #languages, #search-results, #search-status, #status, script, style, noscript";
const NAMED = ["aria-label", "title", "placeholder", "alt", "data-failed"];

/** Gives an element the words of the same element in another language: both come from one template. */
function follow(shown: Element, fresh: Element): void {
  for (const name of NAMED) {
    const value = fresh.getAttribute(name);
    if (value !== null) shown.setAttribute(name, value);
  }
  if (shown.matches(OWN)) return;
  const kinds = (parent: Element): string => [...parent.childNodes].map(({ nodeName }) => nodeName).join();
  if (kinds(shown) !== kinds(fresh)) {
    if (!one(shown, "[id]")) put(shown, ...fresh.childNodes);
    else pair([...shown.children], [...fresh.children]);
    return;
  }
  const words = [...fresh.childNodes];
  shown.childNodes.forEach((node, i) => {
    const other = words[i];
    if (node.nodeType === 3) node.nodeValue = other?.nodeValue ?? "";
  });
  pair([...shown.children], [...fresh.children]);
}

/** By id where there is one: the runtime may have put something between them. */
function pair(shown: Element[], fresh: Element[]): void {
  const byPlace = shown.length === fresh.length;
  fresh.forEach((other, i) => {
    const own = other.id ? shown.find(({ id }) => id === other.id) : byPlace ? shown[i] : undefined;
    if (own && own.tagName === other.tagName) follow(own, other);
  });
}

/** The bar sticks to the window: what is in it is in view, and the page must stay where it is. */
const focus = (target: HTMLElement): void => target.focus({ preventScroll: true });

/** The list of languages below its button. `choose` is told what the learner wants. */
export function setUpLanguages(course: Course, choose: (lang: string) => Promise<void>): void {
  const button = byId("language-button");
  const list = byId("languages");
  const open = (show: boolean): void => {
    list.hidden = !show;
    button.setAttribute("aria-expanded", String(show));
  };
  button.addEventListener("click", () => {
    open(list.hidden === true);
    const current = one(list, "[aria-current]");
    if (list.hidden || !current) return;
    focus(current);
    list.scrollTop = current.offsetTop - list.clientHeight / 2;
  });
  list.addEventListener("click", (event) => {
    const lang = (event.target as Element).closest<HTMLElement>("[data-language]")?.dataset["language"];
    if (!lang) return;
    open(false);
    focus(button);
    if (lang !== course.lang) void choose(lang);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || list.hidden) return;
    open(false);
    focus(button);
  });
  document.addEventListener("pointerdown", (event) => {
    const target = event.target as Node;
    if (!list.contains(target) && !button.contains(target)) open(false);
  });
  // A keyboard that leaves the list closes it, or it would cover what comes next.
  list.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget instanceof Node && !list.contains(relatedTarget) && relatedTarget !== button) open(false);
  });
}

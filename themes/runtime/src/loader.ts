// Pages, languages and the search index come as scripts: that works from disk too, and never ends the LMS session.

import { element } from "./dom.ts";
import type { Language, Page, PageRef, SearchEntry } from "./types.ts";

const TIMEOUT = 30_000;
const pages = new Map<string, Page>();
const languages = new Map<string, Language>();
const running = new Map<string, Promise<void>>();
const indexes = new Map<string, SearchEntry[]>();
/** "" = a package of one language */
let current = "";

const nameOf = (lang: string, id: string): string => `${lang} ${id}`;

export const receivePage = (page: Page): void => { pages.set(nameOf(page.lang ?? "", page.id), page); };
export const receiveSearch = (entries: SearchEntry[], lang = ""): void => { indexes.set(lang, entries); };
export const receiveLanguage = (language: Language): void => { languages.set(language.lang, language); };

/** From now on pages and search are in this language. */
export const readPagesIn = (lang: string): void => { current = lang; };

/** Rejects if the script does not come in time. */
export function loadScript(source: string): Promise<void> {
  const pending = running.get(source) ?? runScript(source).then(() => void running.delete(source), (error: unknown) => {
    running.delete(source);
    throw error;
  });
  running.set(source, pending);
  return pending;
}

function runScript(source: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const script = element("script", { src: source });
    const timer = setTimeout(() => end(false), TIMEOUT);
    const end = (loaded: boolean): void => {
      clearTimeout(timer);
      script.onload = script.onerror = null;
      script.remove();
      if (loaded) resolve();
      else reject(new Error(source));
    };
    script.onload = () => end(true);
    script.onerror = () => end(false);
    document.head.append(script);
  });
}

/** A page that is here already. */
export const loadedPage = (ref: PageRef): Page | undefined => pages.get(nameOf(current, ref.id));

export async function loadPage(ref: PageRef, lang = current): Promise<Page> {
  const known = pages.get(nameOf(lang, ref.id));
  if (known) return known;
  await loadScript(lang ? ref.file.replace(/^pages\//, `pages/${lang}/`) : ref.file);
  const page = pages.get(nameOf(lang, ref.id));
  if (!page) throw new Error(ref.file);
  return page;
}

export async function loadLanguage(lang: string): Promise<Language> {
  if (!languages.has(lang)) await loadScript(`assets/course.${lang}.js`);
  const language = languages.get(lang);
  if (!language) throw new Error(lang);
  return language;
}

export async function loadSearch(): Promise<SearchEntry[]> {
  const lang = current;
  if (!indexes.has(lang)) await loadScript(`assets/search${lang && "."}${lang}.js`);
  const index = indexes.get(lang);
  if (!index) throw new Error("search");
  return index;
}

/** A cheap guess at what is wanted next; failing is no event. */
export function prefetch(ref: PageRef | undefined): void {
  if (ref && !loadedPage(ref)) loadPage(ref).catch(() => undefined);
}

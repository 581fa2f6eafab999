// Pages and the search index come as scripts: that works from disk too, and never ends the LMS session.

import { element } from "./dom.ts";
import type { Page, PageRef, SearchEntry } from "./types.ts";

const TIMEOUT = 30_000;
const pages = new Map<string, Page>();
const running = new Map<string, Promise<void>>();
let index: SearchEntry[] | null = null;

export const receivePage = (page: Page): void => { pages.set(page.id, page); };
export const receiveSearch = (entries: SearchEntry[]): void => { index = entries; };

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
export const loadedPage = (ref: PageRef): Page | undefined => pages.get(ref.id);

export async function loadPage(ref: PageRef): Promise<Page> {
  const known = pages.get(ref.id);
  if (known) return known;
  await loadScript(ref.file);
  const page = pages.get(ref.id);
  if (!page) throw new Error(ref.file);
  return page;
}

export async function loadSearch(): Promise<SearchEntry[]> {
  if (!index) await loadScript("assets/search.js");
  if (!index) throw new Error("search");
  return index;
}

/** A cheap guess at what is wanted next; failing is no event. */
export function prefetch(ref: PageRef | undefined): void {
  if (ref && !pages.has(ref.id)) loadPage(ref).catch(() => undefined);
}

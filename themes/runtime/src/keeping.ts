// Where the learner is on a page, so that the same page in another language can be put in its place.

import { all, one } from "./dom.ts";

/** What nobody records: which parts are open, how far a film has come, what is at the top of the window. */
export interface Standing {
  restore(): void;
}

const MEDIA = "audio, video";

export function standing(article: HTMLElement): Standing {
  const open = all<HTMLDetailsElement>(article, "details").map((part) => part.open);
  const chosen = all(article, "[role=tab]").map((tab) => tab.getAttribute("aria-selected") === "true");
  const films = all<HTMLMediaElement>(article, MEDIA).map(({ currentTime, paused }) => ({ currentTime, paused }));
  // Another attempt that was asked for and in which nothing is entered yet: nobody else knows of it.
  const again = all(article, ".question").filter((part) => one(part, ".retry") && isShown(one(part, ".check")) && part.dataset["done"] === undefined).map(({ id }) => id);
  const parts = anchors(article);
  const at = parts.findIndex((part) => part.getBoundingClientRect().bottom > barHeight());
  const top = parts[at]?.getBoundingClientRect().top ?? 0;
  const atTop = window.scrollY <= 0;
  return {
    restore() {
      sameLength(all<HTMLDetailsElement>(article, "details"), open)?.forEach((part, i) => { part.open = open[i] === true; });
      sameLength(all(article, "[role=tab]"), chosen)?.forEach((tab, i) => { if (chosen[i]) tab.click(); });
      sameLength(all<HTMLMediaElement>(article, MEDIA), films)?.forEach((film, i) => goOn(film, films[i]));
      const focused = document.activeElement;
      all(article, ".question").filter(({ id }) => again.includes(id)).map((part) => one(part, ".retry")).filter(isShown).forEach((button) => button?.click());
      if (focused instanceof HTMLElement) focused.focus({ preventScroll: true });
      const part = anchors(article)[at];
      if (part && !atTop) window.scrollBy(0, part.getBoundingClientRect().top - top);
    },
  };
}

const isShown = (part: HTMLElement | null): boolean => part !== null && !part.hidden;
const sameLength = <T>(parts: T[], before: unknown[]): T[] | null => (parts.length === before.length ? parts : null);
const barHeight = (): number => one(document, ".bar")?.getBoundingClientRect().bottom ?? 0;
/** Blocks of the page: the same number in every language, since the structure is that of the source. */
const anchors = (article: HTMLElement): HTMLElement[] => all(article, ".question, h1, h2, h3, p, li, figure, tr, .node");

function goOn(film: HTMLMediaElement, before: { currentTime: number; paused: boolean } | undefined): void {
  if (!before?.currentTime) return;
  film.currentTime = before.currentTime;
  if (!before.paused) void film.play().catch(() => undefined);
}

// The table of contents: built once, then only brought up to date.

import { byId, element, one, put } from "./dom.ts";
import { closedBy, closedByOrder } from "./progress.ts";
import type { Place } from "./progress.ts";
import type { Session } from "./session.ts";
import { t } from "./texts.ts";
import type { Module } from "./types.ts";

export interface Contents {
  /** Brings marks, locks and the current page up to date. */
  refresh(current: Place | null): void;
  /** Writes everything anew: the words have changed. */
  rewrite(): void;
}

export const routeOf = (place: Place): string => `#/${place.page.id}`;

export function lockText(session: Session, place: Place): string {
  const gate = closedBy(session.course, session.scope, place.module, session.state());
  if (gate) return t(place.module.unlock?.when === "passed" ? "locked-passed" : "locked-completed", { module: gate.title });
  return closedByOrder(session.course, session.places, place, session.state()) ? t("locked-order") : "";
}

export function contents(session: Session): Contents {
  const nav = byId("toc");
  const links = new Map<number, HTMLAnchorElement>();
  const modules = new Map<Module, HTMLElement>();
  build(session, nav, links, modules);
  drawer(nav, byId("toc-button"));
  return {
    rewrite: () => build(session, nav, links, modules),
    refresh(current) {
      refresh(session, links, modules, current);
      const link = current && links.get(current.page.slot);
      if (link) scrollTo(nav, link);
    },
  };
}

/** Only inside the contents: `scrollIntoView` would move the page too. */
function scrollTo(nav: HTMLElement, link: HTMLElement): void {
  const [outer, inner] = [nav.getBoundingClientRect(), link.getBoundingClientRect()];
  if (inner.top < outer.top || inner.bottom > outer.bottom) nav.scrollTop += inner.top - outer.top - nav.clientHeight / 3;
}

function build(session: Session, nav: HTMLElement, links: Map<number, HTMLAnchorElement>, modules: Map<Module, HTMLElement>): void {
  const top = element("ol", { class: "toc-modules" });
  for (const module of new Set(session.places.map((place) => place.module))) {
    const item = element("li", {}, element("span", { class: "toc-module" }, module.title));
    const lessons = element("ol", { class: "toc-lessons" });
    for (const lesson of module.lessons) lessons.append(lessonItem(lesson.title, session.places.filter((place) => place.lesson === lesson), links));
    item.append(lessons);
    modules.set(module, item);
    top.append(item);
  }
  put(nav, top);
}

function lessonItem(title: string, pages: Place[], links: Map<number, HTMLAnchorElement>): HTMLElement {
  const only = pages.length === 1 ? pages[0] : undefined;
  if (only) return pageItem(only, title, links);
  return element("li", {}, element("span", { class: "toc-lesson" }, title),
    element("ol", { class: "toc-pages" }, ...pages.map((place) => pageItem(place, place.page.title, links))));
}

function pageItem(place: Place, title: string, links: Map<number, HTMLAnchorElement>): HTMLElement {
  const link = element("a", { href: routeOf(place) }, title);
  links.set(place.page.slot, link);
  return element("li", {}, link);
}

function refresh(session: Session, links: Map<number, HTMLAnchorElement>, modules: Map<Module, HTMLElement>, current: Place | null): void {
  const state = session.state();
  const closed = new Set([...modules.keys()].filter((module) => closedBy(session.course, session.scope, module, state)));
  modules.forEach((item, module) => setLock(item, closed.has(module)));
  for (const place of session.places) {
    const link = links.get(place.page.slot);
    if (!link) continue;
    const locked = closed.has(place.module) || closedByOrder(session.course, session.places, place, state);
    setLink(link, locked ? "" : routeOf(place));
    if (place === current) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
    setSeen(link, state.pages.has(place.page.slot));
  }
}

function setLock(item: HTMLElement, locked: boolean): void {
  item.classList.toggle("locked", locked);
  const title = one(item, ".toc-module");
  const note = title && one(title, ".note");
  if (title && locked && !note) title.append(element("span", { class: "note visually-hidden" }, ` (${t("locked")})`));
  if (!locked) note?.remove();
}

/** A link without href is none: not in the tab order, said to be unavailable. */
function setLink(link: HTMLAnchorElement, target: string): void {
  if ((link.getAttribute("href") ?? "") === target) return;
  if (target) {
    link.href = target;
    link.removeAttribute("role");
    link.removeAttribute("aria-disabled");
  } else {
    link.removeAttribute("href");
    link.setAttribute("role", "link");
    link.setAttribute("aria-disabled", "true");
  }
  link.parentElement?.classList.toggle("locked", !target);
}

function setSeen(link: HTMLAnchorElement, seen: boolean): void {
  if (!seen || link.parentElement?.matches(".seen")) return;
  link.parentElement?.classList.add("seen");
  link.append(element("span", { class: "visually-hidden" }, ` (${t("seen")})`));
}

/** A column on wide screens, a drawer over the page on narrow ones; the theme decides which by `position`. */
function drawer(nav: HTMLElement, button: HTMLElement): void {
  const isDrawer = (): boolean => getComputedStyle(nav).position === "fixed";
  const open = (show: boolean): void => {
    nav.hidden = !show;
    button.setAttribute("aria-expanded", String(show));
  };
  const close = (refocus: boolean): void => {
    if (nav.hidden || !isDrawer()) return;
    open(false);
    if (refocus) button.focus();
  };
  open(true);
  if (isDrawer()) open(false);
  button.addEventListener("click", () => {
    open(nav.hidden === true);
    const current = one(nav, "[aria-current]");
    if (!nav.hidden && current) scrollTo(nav, current);
    if (!nav.hidden && isDrawer()) (current ?? one(nav, "a[href]"))?.focus();
  });
  nav.addEventListener("click", (event) => { if ((event.target as Element).closest("a[href]")) close(false); });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") close(true); });
  document.addEventListener("pointerdown", (event) => {
    const target = event.target as Node;
    if (!nav.contains(target) && !button.contains(target)) close(false);
  });
}


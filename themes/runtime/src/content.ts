// What content blocks need to work: definitions on demand, tabs, links that keep the session alive.

import { all, focusOn, hiddenText, one } from "./dom.ts";
import { t } from "./texts.ts";

export function enliven(root: HTMLElement, muted: boolean): void {
  all(root, ".term").forEach(term);
  all(root, ".tabs").forEach(tabs);
  all<HTMLAnchorElement>(root, "a[href]").forEach(link);
  if (muted) all<HTMLMediaElement>(root, "audio, video").forEach((media) => { media.muted = true; });
}

const definitionOf = (button: HTMLElement): HTMLElement | null => {
  const next = button.nextElementSibling;
  return next instanceof HTMLElement && next.matches(".definition") ? next : null;
};

function toggle(button: HTMLElement, open: boolean): void {
  const definition = definitionOf(button);
  button.setAttribute("aria-expanded", String(open));
  if (definition) definition.hidden = !open;
}

const isOpen = (button: HTMLElement): boolean => button.getAttribute("aria-expanded") === "true";

function term(button: HTMLElement): void {
  toggle(button, false);
  button.addEventListener("click", () => {
    const open = !isOpen(button);
    closeTerms();
    toggle(button, open);
  });
}

/** Closes open definitions; true if there was one. */
export function closeTerms(): boolean {
  const open = all(document, ".term").filter(isOpen);
  open.forEach((button) => toggle(button, false));
  return open.length > 0;
}

function tabs(box: HTMLElement): void {
  const buttons = all(box, "[role=tab]").filter((button) => button.closest(".tabs") === box);
  const select = (chosen: HTMLElement): void => buttons.forEach((button) => {
    button.setAttribute("aria-selected", String(button === chosen));
    button.tabIndex = button === chosen ? 0 : -1;
    const panel = document.getElementById(button.getAttribute("aria-controls") ?? "");
    if (panel) panel.hidden = button !== chosen;
  });
  buttons.forEach((button, place) => {
    button.addEventListener("click", () => select(button));
    button.addEventListener("keydown", (event) => {
      const target = buttons[neighbour(event.key, place, buttons.length)];
      if (!target) return;
      event.preventDefault();
      select(target);
      target.focus();
    });
  });
}

function neighbour(key: string, place: number, length: number): number {
  const forward = getComputedStyle(document.documentElement).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
  switch (key) {
    case "Home": return 0;
    case "End": return length - 1;
    case "ArrowLeft":
    case "ArrowRight": return (place + (key === forward ? 1 : -1) + length) % length;
    default: return -1;
  }
}

/** Routes are left to the player; places on the page must not become routes; anything else opens beside the course. */
function link(anchor: HTMLAnchorElement): void {
  const target = anchor.getAttribute("href") ?? "";
  if (target.startsWith("#/")) return;
  if (target.startsWith("#")) {
    anchor.addEventListener("click", (event) => {
      event.preventDefault();
      jumpTo(decodeURIComponent(target.slice(1)));
    });
  } else if (!anchor.hasAttribute("download")) {
    anchor.target = "_blank";
    anchor.rel = "noopener";
    anchor.append(hiddenText(` (${t("new-window")})`));
  }
}

function jumpTo(id: string): void {
  const target = document.getElementById(id);
  const closed = target?.closest<HTMLDetailsElement>("details:not([open])");
  if (closed) closed.open = true;
  target?.scrollIntoView();
  focusOn(target);
}

/** Everything folded away is laid open on paper, and folded again behind it. */
export function openForPrint(win: Window): void {
  let opened: HTMLDetailsElement[] = [];
  win.addEventListener("beforeprint", () => {
    opened = all<HTMLDetailsElement>(document, "#page details:not([open])").filter((details) => !details.matches(".hint"));
    opened.forEach((details) => { details.open = true; });
  });
  win.addEventListener("afterprint", () => opened.forEach((details) => { details.open = false; }));
}

export const titleOf = (root: HTMLElement): HTMLElement | null => one(root, "h1, h2");

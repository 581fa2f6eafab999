// The few things that are done to the document again and again.

type Child = Node | string;

export function element<K extends keyof HTMLElementTagNameMap>(tag: K, attributes: Record<string, string> = {}, ...children: Child[]): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** An element of the shell. A theme may leave one out: then an element outside the document takes what is done to it. */
export function byId<T extends HTMLElement = HTMLElement>(id: string): T {
  return (document.getElementById(id) ?? element("button")) as T;
}

export const all = <T extends Element = HTMLElement>(root: ParentNode, selector: string): T[] => [...root.querySelectorAll<T>(selector)];
export const one = <T extends Element = HTMLElement>(root: ParentNode, selector: string): T | null => root.querySelector<T>(selector);

/** `replaceChildren` for browsers that lack it. */
export function put(parent: Element, ...children: Child[]): void {
  parent.textContent = "";
  parent.append(...children);
}

/** Moves focus to something that takes no part in the tab order. */
export function focusOn(target: HTMLElement | null): void {
  if (!target) return;
  if (!target.hasAttribute("tabindex") && !/^(A|BUTTON|INPUT|SELECT|TEXTAREA|SUMMARY)$/.test(target.tagName)) target.tabIndex = -1;
  target.focus();
}

export const hiddenText = (text: string): HTMLElement => element("span", { class: "visually-hidden" }, text);

/** Says something to those who do not see it: cleared first, so that the same text is said again. */
export function announce(text: string): void {
  const status = byId("status");
  status.textContent = "";
  setTimeout(() => { status.textContent = text; }, 50);
}

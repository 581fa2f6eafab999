// Light or dark: the system's choice until the learner makes one.

import { byId } from "./dom.ts";
import type { Store } from "./environment.ts";

const KEY = "darslik.scheme";

export function setUpScheme(store: Store): void {
  const root = document.documentElement;
  const button = byId("theme-button");
  const isDark = (): boolean => (root.dataset["scheme"] ? root.dataset["scheme"] === "dark" : matchMedia("(prefers-color-scheme: dark)").matches);
  const apply = (scheme: string | null): void => {
    if (scheme === "light" || scheme === "dark") root.dataset["scheme"] = scheme;
    button.setAttribute("aria-pressed", String(isDark()));
  };
  apply(store.read(KEY));
  button.addEventListener("click", () => {
    const scheme = isDark() ? "light" : "dark";
    store.write(KEY, scheme);
    apply(scheme);
  });
}

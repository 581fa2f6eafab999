// Scenarios: one node at a time, on as the learner chooses; the way is kept, nothing is scored or reported.

import { all, announce, element, focusOn, one, put } from "./dom.ts";
import { stepTo, usablePath } from "./path.ts";
import type { Steps } from "./path.ts";
import type { Session } from "./session.ts";
import { t } from "./texts.ts";
import type { PageRef } from "./types.ts";

export function scenarios(session: Session, page: PageRef, root: HTMLElement): void {
  for (const section of all(root, "[data-scenario]")) {
    const ref = page.scenarios?.find(({ id }) => id === section.dataset["scenario"]);
    if (ref) play(session, ref.slot, section);
  }
}

const numberOf = (node: HTMLElement): number => Number(node.dataset["node"]);
const targetOf = (choice: HTMLElement): number => Number(choice.dataset["to"]);
const choicesOf = (node: HTMLElement): HTMLElement[] => all(node, "[data-to]");

function play(session: Session, slot: number, section: HTMLElement): void {
  const nodes = new Map(all(section, "[data-node]").map((node) => [numberOf(node), node]));
  const [start = 0] = nodes.keys();
  const steps: Steps = new Map([...nodes].map(([number, node]) => [number, choicesOf(node).map(targetOf)]));
  let path = usablePath(session.state().paths.get(slot) ?? [], steps, start);

  const show = (): void => {
    const here = path[path.length - 1] ?? start;
    nodes.forEach((node, number) => {
      node.hidden = number !== here;
      put(one(node, ".step") ?? element("span"), number === here ? t("scenario-step", { n: path.length }) : "");
    });
    showWay(section, chosen(nodes, path));
  };
  const go = (next: number[]): void => {
    path = next;
    session.change((state) => state.paths.set(slot, path));
    show();
    const node = nodes.get(path[path.length - 1] ?? start);
    if (!node) return;
    focusOn(one(node, ".node-title"));
    node.scrollIntoView({ block: "nearest" });
    if (node.dataset["outcome"]) announce(one(node, ".outcome")?.textContent?.trim() ?? "");
  };

  section.dataset["live"] = "";
  nodes.forEach((node) => choicesOf(node).forEach((choice) => choice.addEventListener("click", () => go(stepTo(path, targetOf(choice))))));
  one(section, ".again")?.addEventListener("click", () => go([start]));
  show();
}

/** The words of the choices that were made. */
function chosen(nodes: Map<number, HTMLElement>, path: number[]): string[] {
  return path.slice(1).map((to, step) => {
    const from = nodes.get(path[step] ?? -1);
    const choice = from && choicesOf(from).find((one) => targetOf(one) === to);
    return choice?.textContent?.trim() ?? "";
  });
}

function showWay(section: HTMLElement, words: string[]): void {
  const way = one(section, ".way");
  const list = way && one(way, "ol");
  if (!way || !list) return;
  way.hidden = !words.length;
  put(list, ...words.map((text) => element("li", {}, text)));
}

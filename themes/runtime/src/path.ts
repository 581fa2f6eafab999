// The way through a scenario, as it is kept: numbers of nodes, the first one included. Without a document.

/** Node number → numbers of the nodes that its choices lead to. */
export type Steps = Map<number, number[]>;

/** As much of a kept way as this build still has: it is cut where a node is gone, or no choice leads on any more. */
export function usablePath(path: number[], steps: Steps, start: number): number[] {
  const usable = [start];
  if (path[0] !== start) return usable;
  for (const node of path.slice(1)) {
    const here = usable[usable.length - 1] ?? start;
    if (!steps.has(node) || !steps.get(here)?.includes(node) || usable.includes(node)) break;
    usable.push(node);
  }
  return usable;
}

/** One step on. Who comes back to a node takes back what was chosen since: no way is longer than there are nodes. */
export function stepTo(path: number[], node: number): number[] {
  const before = path.indexOf(node);
  return before < 0 ? [...path, node] : path.slice(0, before + 1);
}

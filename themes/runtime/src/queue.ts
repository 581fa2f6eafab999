// Statements in order, kept in this browser until the LRS has them.

import type { Store } from "./environment.ts";
import type { JsonObject } from "./launch.ts";
import { isOk } from "./lrs.ts";
import type { Reply } from "./lrs.ts";
import type { Draft } from "./statement.ts";

export interface Queue {
  /** Statements of an earlier session that never arrived. */
  restore(): Draft[];
  add(draft: Draft): void;
  /** Sends what is waiting, oldest first. The answer is about all of it. */
  flush(): Promise<Reply>;
  /**
   * Sends at once, together with `last`, what is waiting: the page may be gone in a moment. With a last statement, also what
   * is on its way and might arrive after it, when it is too late; sent twice it is still one statement.
   */
  leave(last: JsonObject[]): Promise<Reply>;
  /** The LRS turned out to have these. */
  arrived(drafts: Draft[]): void;
}

interface Options {
  key: string;
  store: Store;
  build: (draft: Draft) => JsonObject;
  send: (statements: JsonObject[]) => Promise<Reply>;
  delivered: (draft: Draft) => void;
}

const BATCH = 20;
/** Sessions in which one statement may be refused before it is given up. */
const MAX_REFUSALS = 2;
const FINE: Reply = { status: 204, text: "", tag: "" };

export function queue({ key, store, build, send, delivered }: Options): Queue {
  let waiting: Draft[] = [];
  const sending = new Set<Draft>();
  const refused: Draft[] = [];
  let refusal: Reply | null = null; // while something refused is kept for the next session, not everything is sent

  const keep = (): void => {
    const all = [...refused, ...waiting];
    if (all.length) store.write(key, JSON.stringify(all));
    else store.remove(key);
  };
  const arrived = (drafts: Draft[]): void => {
    waiting = waiting.filter((draft) => !drafts.includes(draft));
    drafts.forEach(delivered);
    keep();
  };
  const refuse = (draft: Draft): void => {
    waiting = waiting.filter((other) => other !== draft);
    const refusals = (draft.refused ?? 0) + 1;
    if (refusals < MAX_REFUSALS) refused.push({ ...draft, refused: refusals });
    keep();
  };
  const post = async (drafts: Draft[]): Promise<Reply> => {
    drafts.forEach((draft) => sending.add(draft));
    const reply = await send(drafts.map(build));
    drafts.forEach((draft) => sending.delete(draft));
    return reply;
  };

  /** 409: the LRS has a statement with this id. Any other refusal of several is looked into one by one. */
  const step = async (drafts: Draft[]): Promise<Reply> => {
    const reply = await post(drafts);
    if (isOk(reply) || (reply.status === 409 && drafts.length === 1)) {
      arrived(drafts);
      return FINE;
    }
    return reply.status >= 400 && reply.status < 500 && reply.status !== 429 && reply.status !== 408 && reply.status !== 401 ? singly(drafts, reply) : reply;
  };
  const singly = async (drafts: Draft[], reply: Reply): Promise<Reply> => {
    if (drafts.length === 1) {
      drafts.forEach(refuse);
      refusal = reply;
      return reply;
    }
    let worst = FINE;
    for (const draft of drafts) {
      const one = await step([draft]);
      if (!isOk(one)) worst = one;
      if (one.status === 0 || one.status >= 500) return one;
    }
    return worst;
  };

  return {
    restore() {
      waiting = parse(store.read(key));
      return [...waiting];
    },
    add(draft) {
      waiting.push(draft);
      keep();
    },
    async flush() {
      let worst = FINE;
      while (waiting.length) {
        const before = waiting.length;
        const reply = await step(waiting.slice(0, BATCH));
        if (!isOk(reply)) worst = reply;
        if (waiting.length === before) return reply;
      }
      return refusal ?? worst;
    },
    arrived,
    async leave(last) {
      const rest = waiting.filter((draft) => last.length || !sending.has(draft));
      if (!rest.length && !last.length) return FINE;
      rest.forEach((draft) => sending.add(draft));
      const reply = await send([...rest.map(build), ...last]);
      rest.forEach((draft) => sending.delete(draft));
      if (isOk(reply)) arrived(rest);
      return reply;
    },
  };
}

function parse(text: string | null): Draft[] {
  try {
    const value: unknown = JSON.parse(text ?? "[]");
    return Array.isArray(value) ? value.filter((item: Draft | null) => item && typeof item.id === "string" && typeof item.verb === "string" && item.object) as Draft[] : [];
  } catch {
    return [];
  }
}

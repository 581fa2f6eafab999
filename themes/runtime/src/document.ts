// Our state document in an LRS. Another window or device may store its own meanwhile: nothing of that is overwritten,
// where the LRS lets us see it.

import { isOk } from "./lrs.ts";
import type { Reply } from "./lrs.ts";

export interface StateDocument {
  load(): Promise<Reply>;
  /** `leaving`: one request must do. */
  store(leaving: boolean): Promise<Reply>;
}

interface Options {
  get(): Promise<Reply>;
  /** `tag`: only over the document with this tag; "*": only if there is none; "": in any case */
  put(body: string, tag: string): Promise<Reply>;
  /** what to store now */
  body(): string;
  /** takes in what somebody else stored */
  meet(body: string): void;
  now(): number;
}

/** An LRS that shows no tags is read again before a document is stored, but not more often than this. */
const READ_PAUSE = 10_000;
const MAX_CONFLICTS = 3;
const conflicts = ({ status }: Reply): boolean => status === 412 || status === 409;

export function stateDocument({ get, put, body, meet, now }: Options): StateDocument {
  let tag = "";
  let known = ""; // as it was read or stored last
  let checked = -Infinity;
  let guarded = true; // conditions are understood
  let answered = false; // … and let through: a CORS policy may forbid their headers

  const read = async (): Promise<Reply> => {
    const reply = await get();
    checked = now();
    if (reply.status === 404) [tag, known] = ["*", ""];
    else if (isOk(reply)) [tag, known] = [reply.tag, reply.text];
    return reply;
  };

  /** Looks whether somebody else was here, and takes in what they stored. */
  const look = async (): Promise<boolean> => {
    const before = known;
    const reply = await read();
    if (!isOk(reply) || reply.text === before) return false;
    meet(reply.text);
    return true;
  };

  const write = async (): Promise<Reply> => {
    const text = body();
    const condition = guarded ? tag : "";
    let reply = await put(text, condition);
    if (reply.status === 0 && condition && !answered) {
      reply = await put(text, "");
      if (isOk(reply)) guarded = false;
    } else if (condition && reply.status) {
      answered = true;
    }
    if (isOk(reply)) [tag, known, checked] = [reply.tag, text, now()];
    return reply;
  };

  return {
    load: read,
    async store(leaving) {
      if (!leaving && !tag && now() - checked > READ_PAUSE) await look();
      let reply = await write();
      for (let turn = 0; !leaving && conflicts(reply) && turn < MAX_CONFLICTS; turn++) {
        // Refused although nothing changed: this LRS compares tags in a way of its own.
        if (!(await look())) guarded = false;
        reply = await write();
      }
      return reply;
    },
  };
}

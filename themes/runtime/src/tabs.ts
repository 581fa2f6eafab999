// Two windows of one browser with one course: both learn of it, and the learner chooses which of them goes on.
//
// A window that records leaves a mark in the browser's storage; only where there is one (or no storage) is anybody asked,
// so that a launch costs no time. Messages go through a BroadcastChannel, or through events of the storage without one.

import type { Environment } from "./environment.ts";
import type { Answered } from "./lms.ts";
import type { Course } from "./types.ts";

/** What a window had done when it stopped. */
export interface Handed {
  /** whose work it is; "" if the LMS never said */
  learner: string;
  /** the whole state, as `encode` writes it */
  text: string;
  /** this session's answers: an LMS page that was loaded before them does not know them */
  answers: Answered[];
}

/** How the window that records is told what happens in others. */
export interface Holder {
  /** the learner goes on elsewhere: save, end the session, and say what there is */
  release(): Promise<Handed>;
  /** what there is at this moment: the window is being closed */
  present(): Handed;
  /** another window took over while this one slept; it must not write any more */
  superseded(): void;
  /** another window with this course was opened, or is gone again */
  rival(open: boolean): void;
}

export interface Tabs {
  /** Whether another window has the course open. */
  busy(): Promise<boolean>;
  /** Makes the other window save and stop. What it had; null if it does not answer. */
  takeOver(): Promise<Handed | null>;
  /** Calls back once if the other window is closed before that. */
  whenFree(action: (left: Handed | null) => void): void;
  /** This window records from now on. */
  hold(holder: Holder): void;
  /** It does no longer. */
  leave(): void;
  /** The window is in the foreground again. */
  wake(): void;
}

type Message =
  | { kind: "hello" | "here" | "take"; from: string }
  | { kind: "handed" | "gone"; from: string; what: Handed | null };

/** A window that does not answer within this time is not there, or asleep. */
const ANSWER_MAX = 400;
/** Saving may take a while; then the copy in this browser must do. */
const HANDING_MAX = 6000;

export function tabs(course: Course, target: string, scope: string, env: Environment): Tabs {
  const name = `darslik.window.${course.key}.${target}.${scope}`;
  const mark = `${name}.open`;
  const own = Array.from({ length: 3 }, () => Math.floor(env.random() * 1e9).toString(36)).join("-");
  const waiting = new Map<Message["kind"], (message: Message) => void>();
  let holder: Holder | null = null;
  let claimed = false;
  let left = false;

  const hear = (message: Message): void => {
    if (message.from === own) return;
    waiting.get(message.kind)?.(message);
    if (message.kind === "hello" && claimed) {
      send({ kind: "here", from: own });
      holder?.rival(true);
    }
    if (message.kind === "gone" && claimed) holder?.rival(false);
    if (message.kind === "take" && claimed) void release();
  };

  const send = transport(env, name, hear);

  const release = async (): Promise<void> => {
    const giving = holder;
    claimed = false;
    holder = null;
    const what = giving ? await giving.release() : null;
    send({ kind: "handed", from: own, what });
  };

  /** The first message of these kinds, or null after a while. */
  const next = (kinds: Message["kind"][], ms: number): Promise<Message | null> => new Promise((resolve) => {
    const end = (message: Message | null): void => {
      kinds.forEach((kind) => waiting.delete(kind));
      resolve(message);
    };
    kinds.forEach((kind) => waiting.set(kind, end));
    void env.wait(ms).then(() => end(null));
  });

  const ask = async (): Promise<boolean> => {
    const answer = next(["here"], ANSWER_MAX);
    send({ kind: "hello", from: own });
    return (await answer) !== null;
  };

  const claim = (): boolean => {
    claimed = true;
    return env.store.write(mark, own);
  };

  const takeOver = async (): Promise<Handed | null> => {
    const answer = next(["handed", "gone"], HANDING_MAX);
    send({ kind: "take", from: own });
    claim();
    const message = await answer;
    return message && "what" in message ? message.what : null;
  };

  const busy = async (): Promise<boolean> => {
    if (env.store.read(mark) === null && claim()) return false;
    claimed = false;
    const found = await ask();
    if (!found) claim();
    return found;
  };

  /** Several windows may have waited: the first to leave its mark goes on. */
  const whenFree: Tabs["whenFree"] = (action) => {
    waiting.set("gone", async (message) => {
      waiting.delete("gone");
      await env.wait(env.random() * ANSWER_MAX);
      if (await busy()) whenFree(action);
      else action("what" in message ? message.what : null);
    });
  };

  return {
    busy,
    takeOver,
    whenFree,
    hold(now) {
      holder = now;
    },
    leave() {
      if (left) return;
      left = true;
      if (env.store.read(mark) === own) env.store.remove(mark);
      send({ kind: "gone", from: own, what: claimed && holder ? holder.present() : null });
    },
    wake() {
      left = false;
      if (!holder) return;
      const other = env.store.read(mark);
      if (other === null) claim();
      else if (other !== own) void ask().then((there) => (there ? giveWay() : claim()));
    },
  };

  function giveWay(): void {
    const late = holder;
    claimed = false;
    holder = null;
    late?.superseded();
  }
}

/** Texts only: the one form that a channel and a storage carry alike. */
function transport(env: Environment, name: string, hear: (message: Message) => void): (message: Message) => void {
  const receive = (text: unknown): void => {
    try {
      hear(JSON.parse(String(text), (key, value: unknown) => (key === "at" ? new Date(String(value)) : value)) as Message);
    } catch {
      // Not one of ours.
    }
  };
  try {
    const channel = new BroadcastChannel(name);
    channel.onmessage = ({ data }) => receive(data);
    return (message) => channel.postMessage(JSON.stringify(message));
  } catch {
    env.window.addEventListener("storage", ({ key, newValue }) => { if (key === name && newValue) receive(newValue); });
    return (message) => {
      env.store.write(name, JSON.stringify(message));
      env.store.remove(name);
    };
  }
}

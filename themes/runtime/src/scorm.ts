// What SCORM 1.2 and 2004 share: finding the API, calling it without ever throwing, writing only changes.

import { OK, failed } from "./lms.ts";
import type { Result } from "./lms.ts";

type Method = (...args: string[]) => unknown;
export type Api = Record<string, Method | undefined>;

/** One of the two API objects. A package uses only its own: an LMS may offer both. */
export interface Names {
  api: "API" | "API_1484_11";
  initialize: string;
  terminate: string;
  get: string;
  set: string;
  commit: string;
  error: string;
}

export const NAMES12: Names = {
  api: "API", initialize: "LMSInitialize", terminate: "LMSFinish", get: "LMSGetValue", set: "LMSSetValue", commit: "LMSCommit", error: "LMSGetLastError",
};
export const NAMES2004: Names = {
  api: "API_1484_11", initialize: "Initialize", terminate: "Terminate", get: "GetValue", set: "SetValue", commit: "Commit", error: "GetLastError",
};

const MAX_PARENTS = 50;

/** Own window (offline players), its parents, the opener and its parents, the opener's document (old Plateau). */
export function findApi(start: Window, names: Names): Api | null {
  return upwards(start, names) ?? fromOpener(start, names) ?? fromOpener(safely(() => start.top) ?? null, names);
}

function fromOpener(win: Window | null, names: Names): Api | null {
  const opener = safely(() => win?.opener as Window | null) ?? null;
  if (!opener) return null;
  return upwards(opener, names) ?? apiOf(safely(() => opener.document), names);
}

function upwards(start: Window | null, names: Names): Api | null {
  let win = start;
  for (let step = 0; win && step <= MAX_PARENTS; step++) {
    const here = win;
    const api = apiOf(here, names);
    if (api) return api;
    const parent = safely(() => here.parent);
    win = parent && parent !== here ? parent : null;
  }
  return null;
}

/** A page element with id="API" is a window property too; only something that can be initialised counts. */
function apiOf(holder: unknown, names: Names): Api | null {
  return safely(() => {
    const api = (holder as Record<string, Api | undefined> | undefined)?.[names.api];
    return api && api[names.initialize] ? api : null;
  }) ?? null;
}

/** Windows of another origin throw on any access. */
function safely<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}

/** Some hosts put the API in place late. Alone in a window there is nobody to wait for. */
export async function awaitApi(win: Window, names: Names, wait: (ms: number) => Promise<void>): Promise<Api | null> {
  const alone = safely(() => win.parent === win && !win.opener) ?? false;
  for (const pause of alone ? [0, 100, 200] : [0, 50, 100, 200, 400, 800, 1200]) {
    if (pause) await wait(pause);
    const api = findApi(win, names);
    if (api) return api;
  }
  return null;
}

export interface Read {
  value: string;
  /** the LMS could not read the element, as opposed to: has no value for it */
  broken: boolean;
}

export interface Connection {
  initialize(probe: string): boolean;
  get(element: string): string;
  /** As `get`, and tells "no value" from "cannot read". */
  read(element: string): Read;
  /** Writes unless the LMS was told the same before. */
  set(element: string, value: string): Result;
  /** Writes in any case. */
  write(element: string, value: string): Result;
  /** The LMS may have lost what it was told: the next `set` writes again. */
  forget(): void;
  commit(): Result;
  terminate(): Result;
}

/** Codes with which an LMS says "no such value": not set, not implemented, not known. */
const NO_VALUE = ["", "0", "201", "401", "402", "403"];

export function connect(api: Api, names: Names): Connection {
  let told = new Map<string, string>();
  const call = (name: string, ...args: string[]): string => {
    try {
      const value = api[name]?.(...args);
      return value === undefined || value === null ? "" : String(value);
    } catch {
      return "exception";
    }
  };
  const error = (): string => call(names.error).trim();
  const said = (answer: string): boolean => /^(true|1)$/i.test(answer);
  /** "false" with error 0 is a known way of saying yes; an exception never is. */
  const outcome = (answer: string): Result => {
    if (said(answer)) return OK;
    const code = answer === "exception" ? answer : error();
    return code === "0" || code === "" ? OK : failed(code);
  };
  const write = (element: string, value: string): Result => {
    const result = outcome(call(names.set, element, value));
    if (result.ok) told.set(element, value);
    return result;
  };
  const read = (element: string): Read => {
    const value = call(names.get, element);
    if (value === "exception") return { value: "", broken: true };
    return { value, broken: value === "" && !NO_VALUE.includes(error()) };
  };
  return {
    // A reloaded page finds the session open: refused, but usable if a read works.
    initialize: (probe) => said(call(names.initialize, "")) || (/^10[13]$/.test(error()) && !read(probe).broken),
    get: (element) => {
      const value = call(names.get, element);
      return value === "exception" ? "" : value;
    },
    read,
    set: (element, value) => (told.get(element) === value ? OK : write(element, value)),
    write,
    forget: () => { told = new Map(); },
    commit: () => {
      const answer = call(names.commit, "");
      return /^(false|0|exception)$/i.test(answer) ? failed(answer === "exception" ? answer : error() || "commit") : OK;
    },
    terminate: () => outcome(call(names.terminate, "")),
  };
}

export const firstWord = (text: string): string => text.trim().toLowerCase();
/** Empty strings come from hosts that implement neither: take them for the normal case. */
export const isNormal = (mode: string, credit: string): boolean => /^(normal)?$/.test(mode) && /^(credit)?$/.test(credit);
export const count = (text: string): number => (/^\d+$/.test(text.trim()) ? Number(text) : 0);

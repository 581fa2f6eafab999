// An LMS's API object that notes every call, and can be made to misbehave.

import type { Api } from "../src/scorm.ts";

export interface Fake {
  api: Api;
  values: Map<string, string>;
  /** "SetValue cmi.x=y" and so on */
  calls: string[];
  /** what the next calls answer instead: method → [answer, error code] */
  answers: Record<string, [string, string]>;
}

const NAMES = ["Initialize", "Terminate", "GetValue", "SetValue", "Commit", "GetLastError"];

export function fake(version: "scorm12" | "scorm2004", values: Record<string, string> = {}): Fake {
  const prefix = version === "scorm12" ? "LMS" : "";
  const state: Fake = { api: {}, values: new Map(Object.entries(values)), calls: [], answers: {} };
  let code = "0";
  const reply = (name: string, args: string[]): string => {
    if (name === "GetLastError") return code;
    state.calls.push(`${name} ${args.join("=")}`.trim());
    const other = state.answers[name];
    code = other?.[1] ?? "0";
    if (other?.[0] === "throw") throw new Error("LMS");
    if (other) return other[0];
    if (name === "SetValue") state.values.set(args[0] ?? "", args[1] ?? "");
    return name === "GetValue" ? state.values.get(args[0] ?? "") ?? "" : "true";
  };
  for (const name of NAMES) state.api[(prefix && name === "Terminate" ? "LMSFinish" : prefix + name)] = (...args) => reply(name, args);
  return state;
}

export const windowWith = (name: string, api: Api): object => {
  const parent = { [name]: api };
  return { parent: Object.assign(parent, { parent }) };
};

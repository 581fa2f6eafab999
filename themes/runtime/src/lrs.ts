// Requests to an LRS: a time limit on each, never an exception, never a secret in a message.

import type { Environment } from "./environment.ts";
import type { JsonObject, Launch } from "./launch.ts";

export interface Reply {
  /** 0 = no answer */
  status: number;
  text: string;
  /** the entity tag, or "": browsers show it only if the LRS allows that */
  tag: string;
}

export const isOk = ({ status }: Reply): boolean => status >= 200 && status < 300;

export interface Lrs {
  authorize(header: string): void;
  /** Gives up statements on their way, that they do not arrive after what is sent next. */
  recall(): void;
  statements(statements: JsonObject[]): Promise<Reply>;
  getStatement(id: string): Promise<Reply>;
  getState(id: string): Promise<Reply>;
  /** `tag`: only if the document is still the one with this tag; "*": only if there is none; "": in any case. */
  putState(id: string, body: string, tag?: string): Promise<Reply>;
  getAgentProfile(id: string): Promise<Reply>;
  /** Puts properties into the document, beside those that it has. */
  addToAgentProfile(id: string, body: string): Promise<Reply>;
}

export const NO_REPLY: Reply = { status: 0, text: "", tag: "" };

const TIMEOUT = 20_000;
/** A browser lets at most 64 KiB of requests outlive their page. */
const KEEPALIVE_MAX = 30_000;

export async function request(env: Environment, method: string, url: string, headers: Record<string, string>, body?: string, control = new AbortController()): Promise<Reply> {
  const timer = setTimeout(() => control.abort(), TIMEOUT);
  try {
    const init: RequestInit = { method, headers, signal: control.signal, cache: "no-store", credentials: "omit" };
    if (body !== undefined) Object.assign(init, { body, keepalive: body.length < KEEPALIVE_MAX });
    const reply = await env.fetch(url, init);
    return { status: reply.status, text: await reply.text(), tag: reply.headers.get("ETag") ?? "" };
  } catch {
    return NO_REPLY;
  } finally {
    clearTimeout(timer);
  }
}

export function lrs(env: Environment, launch: Launch): Lrs {
  let authorization = launch.auth;
  const underWay = new Set<AbortController>();
  const send = (method: string, path: string, query: Record<string, string>, body?: string, more: Record<string, string> = {}, control?: AbortController): Promise<Reply> => {
    const search = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join("&");
    return request(env, method, `${launch.endpoint}${path}${search ? `?${search}` : ""}`, {
      "X-Experience-API-Version": "1.0.3",
      ...(authorization ? { Authorization: authorization } : {}), ...(body === undefined ? {} : { "Content-Type": "application/json" }), ...more,
    }, body, control);
  };
  const post = async (statements: JsonObject[]): Promise<Reply> => {
    const control = new AbortController();
    underWay.add(control);
    const reply = await send("POST", "statements", {}, JSON.stringify(statements), {}, control);
    underWay.delete(control);
    return reply;
  };
  const agent = JSON.stringify(launch.actor);
  const state = (stateId: string): Record<string, string> => ({
    activityId: launch.activity, agent, ...(launch.registration ? { registration: launch.registration } : {}), stateId,
  });
  return {
    authorize: (header) => { authorization = header; },
    recall: () => underWay.forEach((control) => control.abort()),
    statements: post,
    getStatement: (statementId) => send("GET", "statements", { statementId }),
    getState: (id) => send("GET", "activities/state", state(id)),
    putState: (id, body, tag = "") => send("PUT", "activities/state", state(id), body, tag === "*" ? { "If-None-Match": tag } : tag ? { "If-Match": tag } : {}),
    getAgentProfile: (profileId) => send("GET", "agents/profile", { agent, profileId }),
    addToAgentProfile: (profileId, body) => send("POST", "agents/profile", { agent, profileId }, body),
  };
}

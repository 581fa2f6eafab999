// The query with which an LMS launches cmi5 and tincan content.

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

export interface Launch {
  endpoint: string;
  /** cmi5: where the token comes from */
  fetch: string;
  /** tincan: the Authorization header as it is */
  auth: string;
  actor: JsonObject;
  registration: string;
  activity: string;
}

/** The launch parameters; null if this is no launch at all, or if what every request needs is missing. */
export function readLaunch(query: string, fallbackActivity: string): Launch | null {
  const values = new Map<string, string>();
  new URLSearchParams(query).forEach((value, name) => values.set(name.toLowerCase(), value));
  const text = (name: string): string => (values.get(name) ?? "").trim();
  const actor = readActor(text("actor"));
  if (!text("endpoint") || !actor) return null;
  return {
    endpoint: text("endpoint").replace(/\/*$/, "/"), fetch: text("fetch"),
    // An unescaped "+" of the base64 arrives as a blank.
    auth: text("auth").replace(/^(\w+ )?(.*)$/, (_, scheme: string | undefined, secret: string) => (scheme ?? "") + secret.replace(/ /g, "+")),
    actor, registration: text("registration"), activity: text("activityid") || text("activity_id") || fallbackActivity,
  };
}

const isObject = (value: unknown): value is JsonObject => typeof value === "object" && value !== null && !Array.isArray(value);

/** Never throws. */
export function parseObject(text: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

function readActor(text: string): JsonObject | null {
  const actor = parseObject(text) ?? parseObject(decoded(text));
  return actor && (isPlainAgent(actor) ? actor : fromPerson(actor));
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}

const isPlainAgent = (actor: JsonObject): boolean => !Object.values(actor).some(Array.isArray) && actor["objectType"] !== "Person";

/** Early tincan launchers send a Person: every property a list. The first of each makes the Agent; one identifier is allowed. */
function fromPerson(person: JsonObject): JsonObject | null {
  const first = (name: string): Json => {
    const value = person[name];
    return (Array.isArray(value) ? value[0] : value) ?? null;
  };
  const name = first("name");
  const named: JsonObject = { objectType: "Agent", ...(typeof name === "string" && name ? { name } : {}) };
  const account = first("account");
  if (isObject(account)) {
    return { ...named, account: { homePage: account["homePage"] ?? account["accountServiceHomePage"] ?? "", name: account["name"] ?? account["accountName"] ?? "" } };
  }
  for (const identifier of ["mbox", "mbox_sha1sum", "openid"]) {
    const value = first(identifier);
    if (typeof value === "string" && value) return { ...named, [identifier]: value };
  }
  return null;
}

/** What tells this actor from others, whatever the order of the properties. */
export function actorKey(actor: JsonObject): string {
  const account = isObject(actor["account"]) ? actor["account"] : {};
  return [actor["mbox"], actor["mbox_sha1sum"], actor["openid"], account["homePage"], account["name"]].map((part) => part ?? "").join("|");
}

// What happened → xAPI statements, plain or under the rules of cmi5.

import type { Environment } from "./environment.ts";
import { duration } from "./format.ts";
import { responseXapi } from "./interaction.ts";
import type { Json, JsonObject, Launch } from "./launch.ts";
import type { Answered } from "./lms.ts";
import type { Objective } from "./progress.ts";
import { hash } from "./text.ts";
import type { Course, PageRef, Texts } from "./types.ts";

export type DefinedVerb = "initialized" | "completed" | "passed" | "failed" | "terminated";
type Verb = DefinedVerb | "answered" | "experienced" | "progressed";

/** A statement without what belongs to the session (actor, context): it may have to be sent in a later one. */
export interface Draft {
  id: string;
  timestamp: string;
  verb: Verb;
  object: JsonObject;
  result?: JsonObject;
  /** that the learner had chosen then, in a package of several */
  language?: string;
  /** sessions whose LMS refused it */
  refused?: number;
}

const CMI5 = "https://w3id.org/xapi/cmi5/context";
const PROGRESS = "https://w3id.org/xapi/cmi5/result/extensions/progress";
const ADL = "http://adlnet.gov/expapi/";
const VERBS: Partial<Record<Verb, string>> = { terminated: `${ADL}verbs/terminated` };
const DEFINED = /^(initialized|completed|passed|failed|terminated)$/;
export const isDefined = (verb: string): verb is DefinedVerb => DEFINED.test(verb);

const below = (course: Course, rest: string): string => `${course.iri.replace(/\/+$/, "")}/${rest}`;
export const pageIri = (course: Course, page: string): string => below(course, `pages/${page}`);
export const questionIri = (course: Course, question: string): string => below(course, `questions/${question}`);

/** Version 4, from the browser's best source; `crypto.randomUUID` is missing on plain http. */
export function randomId(env: Environment): string {
  const bytes = new Uint8Array(16);
  try {
    crypto.getRandomValues(bytes);
  } catch {
    bytes.forEach((_, i) => { bytes[i] = Math.floor(env.random() * 256); });
  }
  return asUuid([...bytes], 4);
}

/** The same text gives the same id: sent twice, it is one statement. */
export function fixedId(text: string): string {
  const words = [1, 2, 3, 4].map((seed) => hash(text, hash(String(seed))));
  return asUuid(words.flatMap((word) => [word >>> 24, (word >>> 16) & 255, (word >>> 8) & 255, word & 255]), 5);
}

function asUuid(bytes: number[], version: number): string {
  const hex = bytes.map((byte, i) => (i === 6 ? (byte & 15) | (version << 4) : i === 8 ? (byte & 63) | 128 : byte)).map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

const list = (value: Json | undefined): Json[] => (Array.isArray(value) ? value : value === undefined || value === null ? [] : [value]);
const object = (value: Json | undefined): JsonObject => (typeof value === "object" && value !== null && !Array.isArray(value) ? value : {});
const activity = (id: string): JsonObject => ({ objectType: "Activity", id });

export interface Session {
  launch: Launch;
  course: Course;
  /** cmi5: the LMS's template, which every context must contain unchanged */
  template: JsonObject;
  /** cmi5: the LMS's pass mark, repeated in statements with a score */
  mastery: number | null;
  cmi5: boolean;
}

export function statement(session: Session, draft: Draft): JsonObject {
  const { id, timestamp, verb } = draft;
  return {
    id, timestamp, actor: session.launch.actor,
    verb: { id: VERBS[verb] ?? `${ADL}verbs/${verb}`, display: { en: verb } },
    object: draft.object, ...(draft.result ? { result: draft.result } : {}), context: context(session, draft),
  };
}

/** The template first and unchanged; our own entries behind those of each list. */
function context(session: Session, draft: Draft): JsonObject {
  const { template, launch, course } = session;
  const own = ownActivities(session, draft);
  const given = object(template["contextActivities"]);
  const activities: JsonObject = { ...given };
  for (const [kind, ids] of Object.entries(own)) activities[kind] = [...list(given[kind]), ...ids.filter((id) => !mentions(given[kind], id)).map(activity)];
  const scored = session.mastery !== null && object(draft.result)["score"] && isDefined(draft.verb);
  const extensions: JsonObject = { ...object(template["extensions"]), ...(scored ? { [`${CMI5}/extensions/masteryscore`]: session.mastery } : {}) };
  return {
    language: draft.language ?? course.lang, ...(course.version ? { revision: course.version } : {}), ...template,
    ...(launch.registration ? { registration: launch.registration } : {}),
    ...(Object.keys(activities).length ? { contextActivities: activities } : {}), ...(Object.keys(extensions).length ? { extensions } : {}),
  };
}

const mentions = (entries: Json | undefined, id: string): boolean => list(entries).some((entry) => object(entry)["id"] === id);

function ownActivities({ cmi5, launch, course }: Session, { verb, result, object: target }: Draft): Record<string, string[]> {
  const judged = "success" in object(result) || "completion" in object(result);
  if (isDefined(verb)) {
    const category = [`${CMI5}/categories/cmi5`, ...(judged ? [`${CMI5}/categories/moveon`] : [])];
    return { ...(cmi5 ? { category } : {}), ...(target["id"] === course.iri ? {} : { grouping: [course.iri] }) };
  }
  return { parent: [launch.activity], ...(launch.activity === course.iri ? {} : { grouping: [course.iri] }) };
}

/** A name in every language of the package. */
const named = (course: Course, all: Texts | undefined, own: string): Texts => all ?? { [course.lang]: own };

/** The course or the part of it that was launched. cmi5 defines it in its course structure, tincan nowhere else than here. */
export function launched({ launch, course, cmi5 }: Session): JsonObject {
  const definition = { type: `${ADL}activities/course`, name: named(course, course.names?.[""], course.title) };
  return { ...activity(launch.activity), ...(cmi5 ? {} : { definition }) };
}

/** Only before the course is completed (cmi5 9.5.5.1). */
const progressResult = (progress: number | null): JsonObject => (progress === null ? {} : { extensions: { [PROGRESS]: Math.round(progress * 100) } });

export function leftPage(course: Course, page: PageRef, milliseconds: number): Pick<Draft, "verb" | "object" | "result"> {
  return { ...seenPage(course, page, null), result: { duration: duration(milliseconds) } };
}

export function seenPage(course: Course, page: PageRef, progress: number | null): Pick<Draft, "verb" | "object" | "result"> {
  const definition = { type: "http://activitystrea.ms/schema/1.0/page", name: named(course, page.names, page.title) };
  return {
    verb: "experienced", object: { ...activity(pageIri(course, page.id)), definition },
    ...(progress === null ? {} : { result: progressResult(progress) }),
  };
}

/**
 * What a module or a quiz came to. Not with the verbs `completed` and `passed`: some cmi5 LMSs take every statement with
 * such a verb for one about the whole launch.
 */
export function progressed(course: Course, { id, title, success, score }: Objective): Pick<Draft, "verb" | "object" | "result"> {
  const quiz = /^quiz\.(.*)$/.exec(id)?.[1];
  const definition = { type: `${ADL}activities/${quiz ? "assessment" : "module"}`, name: named(course, course.names?.[id], title) };
  return {
    verb: "progressed", object: { ...activity(below(course, quiz ? `quizzes/${quiz}` : `modules/${id}`)), definition },
    result: { completion: true, ...(success ? { success: success === "passed" } : {}), ...(score === null ? {} : { score: scoreXapi(score) }) },
  };
}

const scoreXapi = (score: number): JsonObject => ({ scaled: score, raw: Math.round(score * 10000) / 100, min: 0, max: 100 });

export function answered(course: Course, answer: Answered, progress: number | null = null): Pick<Draft, "verb" | "object" | "result"> {
  const { question } = answer;
  const definition = question.definition as JsonObject | undefined;
  return {
    verb: "answered",
    object: { ...activity(questionIri(course, question.id)), ...(definition ? { definition } : {}) },
    result: { response: responseXapi(answer), ...judgement(answer), duration: duration(answer.latency), ...progressResult(progress) },
  };
}

/** A survey has no score; nobody but the learner judged a text, so it has no success. */
function judgement({ question, mark }: Answered): JsonObject {
  if (mark.verdict === "noted") return {};
  const score = { scaled: Math.round(mark.score * 10000) / 10000 };
  return question.rule.rule === "self" ? { score } : { success: mark.verdict === "right", score };
}

/** Only what cmi5 lets each verb carry. */
export function outcomeResult(verb: DefinedVerb, elapsed: number, score: number | null): JsonObject | undefined {
  const time = { duration: duration(elapsed) };
  switch (verb) {
    case "initialized": return undefined;
    case "terminated": return time;
    case "completed": return { completion: true, ...time };
    default: return { success: verb === "passed", ...(score === null ? {} : { score: scoreXapi(score) }), ...time };
  }
}

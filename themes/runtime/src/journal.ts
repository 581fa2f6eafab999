// Where the next interaction record goes: a new one for each attempt, or one for each question.

import type { Answered, Result } from "./lms.ts";
import { OK } from "./lms.ts";
import type { Field } from "./interaction.ts";
import type { Connection } from "./scorm.ts";
import { count } from "./scorm.ts";

export interface Journal {
  record(answer: Answered): Result;
  /** Everything since the last confirmed commit, once more, as new records. */
  repeat(): void;
  /** The last commit arrived. */
  confirm(): void;
}

interface Options {
  /** one record for each question, rewritten by later attempts */
  one: boolean;
  /** whether ids can be read back (not in SCORM 1.2) */
  readable: boolean;
  fields: (answer: Answered, again: boolean) => Field[];
}

export function journal(connection: Connection, { one, readable, fields }: Options): Journal {
  let next = -1; // read once, when the first answer is given
  let counted = true; // whether the LMS knows how many records it has
  let refused = false; // interactions are optional in SCORM 1.2
  const places = new Map<string, number>();
  const unconfirmed: Answered[] = [];

  /** In an earlier session the records were made in the order of first answers, which the state keeps. */
  const earlier = ({ question, order }: Answered): number | undefined =>
    !counted && order < Infinity ? order : order < next && (!readable || connection.get(`cmi.interactions.${order}.id`) === question.id) ? order : undefined;

  /** Some LMSs have no count. The state knows how many records there must be; starting at 0 would overwrite them. */
  const made = (answer: Answered): number => {
    const told = connection.get("cmi.interactions._count").trim();
    counted = /^\d+$/.test(told);
    return counted ? count(told) : answer.earlier;
  };

  const put = (answer: Answered): void => {
    if (next < 0) next = made(answer);
    const own = one ? places.get(answer.question.id) : undefined;
    const index = own ?? (one ? earlier(answer) : undefined) ?? next;
    for (const [name, value] of fields(answer, own !== undefined)) {
      const result = connection.write(`cmi.interactions.${index}.${name}`, value);
      if (result.ok || name !== "id") continue;
      refused = /^40[12]$/.test(result.reason);
      return; // no record without an id; the next one takes its place
    }
    places.set(answer.question.id, index);
    next = Math.max(next, index + 1);
  };

  return {
    record(answer) {
      if (!refused) {
        put(answer);
        unconfirmed.push(answer);
      }
      return OK;
    },
    repeat() {
      places.clear();
      unconfirmed.forEach((answer) => put({ ...answer, order: Infinity }));
    },
    confirm() { unconfirmed.length = 0; },
  };
}

// What a SCORM LMS keeps of each module and quiz: `cmi.objectives`, an array whose records are told apart by their ids.

import type { Field } from "./interaction.ts";
import type { Objective } from "./progress.ts";
import type { Connection } from "./scorm.ts";

export interface Records {
  /** Brings the records up to date; never a reason not to save the rest. */
  tell(objectives: Objective[]): void;
  /** The element of the record with this id; it is made if there is none. Null if the LMS refuses. */
  element(id: string): string | null;
  /** Writes something else everywhere: some send only what differs from what they once tried to send. */
  disturb(): void;
}

interface Options {
  /** all but the id; `held` has what the record had when this session began, by the names of `keeps` */
  fields: (objective: Objective, held: Record<string, string>) => Field[];
  /** elements that are read before a record of an earlier session is changed */
  keeps: string[];
  /** another value that the element may have */
  other: (name: string, value: string) => string | null;
}

/** What every LMS must have room for (SCORM 2004 RTE 4.2.17). */
const MAX_RECORDS = 100;

export function objectiveRecords(lms: Connection, { fields, keeps, other }: Options): Records {
  let found: Map<string, string> | null = null; // read when there is something to say
  let next = 0;
  let refused = false; // objectives are optional in SCORM 1.2
  const held = new Map<string, Record<string, string>>();
  const told = new Map<string, Field[]>();

  /** Some have no count: then the first record without an id is the first free one. */
  const known = (): Map<string, string> => {
    if (found) return found;
    found = new Map();
    const count = lms.get("cmi.objectives._count").trim();
    const last = Math.min(/^\d+$/.test(count) ? Number(count) : MAX_RECORDS, MAX_RECORDS);
    for (next = 0; next < last; next++) {
      const id = lms.get(`cmi.objectives.${next}.id`).trim();
      if (id) found.set(id, `cmi.objectives.${next}`);
      else if (!/^\d+$/.test(count)) break;
    }
    return found;
  };

  const element = (id: string): string | null => {
    const records = known();
    const existing = records.get(id);
    if (existing) {
      if (!held.has(id)) held.set(id, Object.fromEntries(keeps.map((name) => [name, lms.get(`${existing}.${name}`).trim().toLowerCase()])));
      return existing;
    }
    if (refused || next >= MAX_RECORDS) return null;
    const made = `cmi.objectives.${next}`;
    const result = lms.write(`${made}.id`, id);
    refused = !result.ok && /^(401|402|201)$/.test(result.reason);
    if (!result.ok) return null;
    next++;
    held.set(id, {});
    records.set(id, made);
    return made;
  };

  return {
    element,
    tell(objectives) {
      for (const objective of objectives) {
        const place = objective.touched ? element(objective.id) : null;
        if (!place) continue;
        const values = fields(objective, held.get(objective.id) ?? {});
        told.set(place, values);
        for (const [name, value] of values) lms.set(`${place}.${name}`, value);
      }
    },
    disturb() {
      for (const [place, values] of told) {
        for (const [name, value] of values) {
          const changed = other(name, value);
          if (changed !== null) lms.write(`${place}.${name}`, changed);
        }
      }
    },
  };
}

// Target → adapter. A standard more is a line here.

import type { Environment } from "./environment.ts";
import type { Lms } from "./lms.ts";
import { scorm12 } from "./scorm12.ts";
import { scorm2004 } from "./scorm2004.ts";
import type { Boot, Course, Target } from "./types.ts";
import { web } from "./web.ts";
import { xapi } from "./xapi.ts";

const ADAPTERS: Record<Target, (course: Course, env: Environment, scope: string) => Lms> = {
  scorm12, scorm2004, web,
  cmi5: (course, env) => xapi(course, env, "cmi5"),
  xapi: (course, env) => xapi(course, env, "xapi"),
};

export const adapterFor = (boot: Boot, course: Course, env: Environment): Lms => (ADAPTERS[boot.target] ?? web)(course, env, boot.scope);

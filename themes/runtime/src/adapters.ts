// Target → adapter. A standard more is a line here.

import type { Environment } from "./environment.ts";
import type { Lms } from "./lms.ts";
import { scorm12 } from "./scorm12.ts";
import { scorm2004 } from "./scorm2004.ts";
import type { Boot, Course } from "./types.ts";
import { web } from "./web.ts";
import { xapi } from "./xapi.ts";

/** The one target of this bundle, or "": a package need not carry what it never uses. Set by build.mjs. */
declare const ONLY: string;

export function adapterFor({ target, scope }: Boot, course: Course, env: Environment): Lms {
  if ((ONLY === "" || ONLY === "scorm12") && target === "scorm12") return scorm12(course, env);
  if ((ONLY === "" || ONLY === "scorm2004") && target === "scorm2004") return scorm2004(course, env);
  if ((ONLY === "" || ONLY === "cmi5") && target === "cmi5") return xapi(course, env, "cmi5", scope);
  if ((ONLY === "" || ONLY === "xapi") && target === "xapi") return xapi(course, env, "xapi", scope);
  return web(course, env, scope);
}

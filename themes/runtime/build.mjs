// Bundles the runtime: `node build.mjs` writes dist/runtime.js, which plays every target, and dist/runtime-<target>.js with
// one adapter each, which is what packages carry; `--tests` bundles the tests into build/tests for any Node from 20.
import { readdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));

const TARGETS = ["scorm12", "scorm2004", "cmi5", "xapi", "web"];

async function bundleRuntime(only) {
  await build({
    absWorkingDir: here,
    entryPoints: ["src/main.ts"],
    outfile: only ? `dist/runtime-${only}.js` : "dist/runtime.js",
    bundle: true,
    format: "iife",
    target: "es2019", // phones that no longer get browser updates
    define: { ONLY: JSON.stringify(only) },
    minify: true,
    charset: "utf8",
    legalComments: "none",
    logLevel: "warning",
  });
}

async function bundleTests() {
  rmSync(join(here, "build/tests"), { recursive: true, force: true });
  await build({
    absWorkingDir: here,
    entryPoints: readdirSync(join(here, "test")).filter((name) => name.endsWith(".test.ts")).map((name) => `test/${name}`),
    outdir: "build/tests",
    outExtension: { ".js": ".mjs" },
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20",
    logLevel: "warning",
  });
}

await (process.argv.includes("--tests") ? bundleTests() : Promise.all(["", ...TARGETS].map(bundleRuntime)));

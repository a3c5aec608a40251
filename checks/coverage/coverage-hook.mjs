// Loads TypeScript with istanbul's counters placed on the original source, so that nyc needs no source map:
// its own way through a compiled file loses implicit `else` branches and invents others. Which files are
// counted is the `nyc` section of package.json, which nyc hands to the plugin through the environment.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = process.env.NYC_CWD ?? process.cwd();
const { include, exclude, extension } = JSON.parse(process.env.NYC_CONFIG ?? "{}");
const cache = path.join(root, "node_modules/.cache/coverage-hook");
const salt =
  readFileSync(fileURLToPath(import.meta.url), "utf8") + JSON.stringify({ include, exclude, extension });

/** Loaded late: most processes that inherit this hook run no TypeScript, or only what is in the cache. */
async function compile(filename, text) {
  const { transformAsync } = await import("@babel/core");
  const { code } = await transformAsync(text, {
    filename,
    cwd: root,
    babelrc: false,
    configFile: false,
    sourceMaps: "inline",
    presets: [["@babel/preset-typescript", { onlyRemoveTypeImports: true }]],
    plugins: [["babel-plugin-istanbul", { cwd: root, include, exclude, extension }]],
  });
  return code;
}

/** `./name.js` in a TypeScript file means `./name.ts` where that exists. */
export async function resolve(specifier, context, next) {
  if (specifier.startsWith(".") && specifier.endsWith(".js") && context.parentURL?.endsWith(".ts")) {
    const url = new URL(`${specifier.slice(0, -".js".length)}.ts`, context.parentURL);
    if (existsSync(url)) return { url: url.href, format: "module", shortCircuit: true };
  }
  return next(specifier, context);
}

export async function load(url, context, next) {
  if (!url.endsWith(".ts")) return next(url, context);
  const filename = fileURLToPath(url);
  const text = readFileSync(filename, "utf8");
  const entry = path.join(
    cache,
    `${createHash("sha1").update(salt).update(filename).update(text).digest("hex")}.mjs`,
  );
  if (!existsSync(entry)) {
    const code = await compile(filename, text);
    mkdirSync(cache, { recursive: true });
    // Renamed into place, because other processes read the cache at the same time.
    writeFileSync(`${entry}.${process.pid}`, code);
    renameSync(`${entry}.${process.pid}`, entry);
  }
  return { format: "module", source: readFileSync(entry, "utf8"), shortCircuit: true };
}

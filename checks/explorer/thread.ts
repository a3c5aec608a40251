import { Worker } from "node:worker_threads";

/**
 * Starts a thread of this folder's `name`.ts with some data. From the sources (in tests) the thread has to
 * load the loader for TypeScript first.
 */
export function startThread(name: string, workerData: unknown): Worker {
  const fromSource = import.meta.url.endsWith(".ts");
  const url = new URL(`./${name}${fromSource ? ".ts" : ".js"}`, import.meta.url);
  if (!fromSource) return new Worker(url, { workerData });
  const entry = `import("tsx/esm/api").then(({ register }) => { register(); return import("${url.href}"); });`;
  return new Worker(entry, { eval: true, workerData });
}

import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

/** Version of this package, from the nearest package.json: sources and build lie at different depths. */
export function packageVersion(): string {
  let folder = import.meta.dirname;
  while (!existsSync(path.join(folder, "package.json"))) folder = path.dirname(folder);
  const manifest = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8")) as { version: string };
  return manifest.version;
}

/** What a run was made with. */
export function versions(): { readonly [name: string]: string } {
  return { "raft-lockstep": packageVersion(), node: process.versions.node };
}

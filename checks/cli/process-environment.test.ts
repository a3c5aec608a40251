import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { EventEmitter } from "node:events";
import path from "node:path";
import { type ProcessLike, type ProcessStream, processEnvironment } from "./process-environment.js";

class FakeStream extends EventEmitter implements ProcessStream {
  readonly written: string[] = [];
  readonly isTTY: boolean;

  constructor(isTTY: boolean) {
    super();
    this.isTTY = isTTY;
  }

  write(text: string): void {
    this.written.push(text);
  }
}

/** A process that only notes that it was to end. */
class FakeProcess extends EventEmitter {
  readonly stdout: FakeStream;
  readonly stderr: FakeStream;
  readonly env: { readonly [name: string]: string };
  readonly exits: number[] = [];

  constructor({ isTTY = false, env = {} } = {}) {
    super();
    this.stdout = new FakeStream(isTTY);
    this.stderr = new FakeStream(isTTY);
    this.env = env;
  }

  cwd(): string {
    return "here";
  }

  exit(code: number): void {
    this.exits.push(code);
  }
}

const environmentOf = (node: FakeProcess) => processEnvironment(node as unknown as ProcessLike, true);

describe("the process around the command line", () => {
  it("catches Ctrl-C for those who ask: the first asks for an end, the second is the end", () => {
    const node = new FakeProcess();
    const environment = environmentOf(node);
    assert.equal(node.listenerCount("SIGINT"), 0);
    const { signal } = environment;
    assert.equal(environment.signal, signal);
    assert.equal(node.listenerCount("SIGINT"), 1);
    assert.equal(signal.aborted, false);
    node.emit("SIGINT");
    assert.deepEqual([signal.aborted, node.exits], [true, []]);
    node.emit("SIGTERM");
    assert.deepEqual(node.exits, [3]);
  });

  it("ends a run quietly when nobody reads it any more, and no other error so", () => {
    const node = new FakeProcess();
    const { signal } = environmentOf(node);
    assert.throws(
      () => node.stdout.emit("error", Object.assign(new Error("full"), { code: "ENOSPC" })),
      /full/,
    );
    assert.equal(signal.aborted, false);
    node.stdout.emit("error", Object.assign(new Error("closed"), { code: "EPIPE" }));
    assert.equal(signal.aborted, true);
    assert.deepEqual([node.exits, node.stderr.written], [[], []]);
  });

  it("takes an error that nobody caught for unknown, not for a violation", () => {
    const node = new FakeProcess();
    environmentOf(node);
    node.emit("uncaughtException", new Error("out of paper"));
    assert.deepEqual(node.exits, [3]);
    assert.match(
      node.stderr.written.join(""),
      /^lockstep: verdict unknown, internal error: out of paper .*\n$/,
    );
  });

  it("colours only a terminal, and not against NO_COLOR", () => {
    assert.equal(environmentOf(new FakeProcess({ isTTY: true })).colors, true);
    assert.equal(environmentOf(new FakeProcess()).colors, false);
    const { colors, debug, cwd, stdout } = environmentOf(
      new FakeProcess({ isTTY: true, env: { NO_COLOR: "1", DEBUG: "1" } }),
    );
    assert.deepEqual([colors, debug, cwd, stdout.isTerminal], [false, true, "here", true]);
  });

  it("gets its exit code from the run", () => {
    const main = path.join(import.meta.dirname, "main.ts");
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ["--import", "tsx", main, "replay", "missing.ndjson"],
      { cwd: import.meta.dirname, encoding: "utf8" },
    );
    assert.deepEqual([status, stdout], [2, ""]);
    assert.equal(stderr, "lockstep: trace: missing.ndjson does not exist\n");
  });
});

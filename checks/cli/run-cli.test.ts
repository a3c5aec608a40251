import assert from "node:assert/strict";
import { type CliCommand, command, flag, option } from "./command.js";
import { commands } from "./commands.js";
import { exitCodeOf } from "./exit-code.js";
import { duration, integer } from "./option-values.js";
import { runInProcess } from "./testing/run-in-process.js";

/** A command that tells what it was given, or fails. */
const probe: CliCommand = command({
  name: "probe",
  summary: "shows its values",
  examples: ["lockstep probe", "lockstep probe --runs 3"],
  parameters: {
    runs: option("--runs <N>", "how many", integer(1, 10)),
    budget: option("--time <T>", "how long", duration, "2m"),
    preVote: flag("--no-pre-vote", "without pre-votes"),
    fails: flag("--fails", "throws"),
  },
  run({ runs, budget, preVote, fails }, { report, signal, progress }) {
    if (fails) throw new Error("a wheel\ncame off");
    progress.show({ stage: "probe", done: 1, unit: "runs" });
    report({ runs, budget, preVote }, () => `${runs} runs in ${budget} ms`);
    return signal.aborted ? 3 : 0;
  },
});
const run = (line: string, options: Parameters<typeof runInProcess>[1] = {}) =>
  runInProcess(line.split(" "), { commands: [probe], ...options });

describe("the command line", () => {
  it("hands a command its values, what is not given as its fallback", async () => {
    assert.deepEqual(await run("probe"), { code: 0, stdout: "null runs in 120000 ms\n", stderr: "" });
    const { stdout } = await run("probe --runs=3 --time 5s --no-pre-vote --json");
    assert.deepEqual(JSON.parse(stdout), { runs: 3, budget: 5000, preVote: false });
    assert.deepEqual(JSON.parse((await run("probe --json")).stdout), {
      runs: null,
      budget: 120_000,
      preVote: true,
    });
  });

  it("passes Ctrl-C on, and wipes the progress line before the result", async () => {
    const written: string[] = [];
    const writer = { write: (text: string) => written.push(text), isTerminal: true };
    const options = { stdout: writer, stderr: writer, signal: AbortSignal.abort() };
    assert.equal((await run("probe", options)).code, 3);
    assert.deepEqual(written, ["\r\u001b[Kprobe: 1 runs", "\r\u001b[K", "null runs in 120000 ms\n"]);
  });

  it("tells an internal error in one line, its place only on request", async () => {
    const { code, stdout, stderr } = await run("probe --fails");
    assert.deepEqual([code, stdout], [3, ""]);
    assert.equal(
      stderr,
      "lockstep: verdict unknown, internal error: a wheel came off (DEBUG=1 shows where)\n",
    );
    assert.match((await run("probe --fails", { debug: true })).stderr, /run-cli\.test\.ts/);
    const thrower: CliCommand = {
      name: "thrower",
      register: (program) => {
        program.command("thrower").action(() => Promise.reject("text"));
      },
    };
    assert.match((await run("thrower", { commands: [thrower] })).stderr, /internal error: text /);
  });

  it("has a version, and help with an example for every command", async () => {
    assert.match((await runInProcess(["--version"])).stdout, /^\d+\.\d+\.\d+\n$/);
    const { code, stdout } = await runInProcess(["--help"]);
    assert.equal(code, 0);
    for (const { name } of commands) {
      assert.match(stdout, new RegExp(`^ {2}${name} `, "m"));
      const help = await runInProcess([name, "--help"]);
      assert.deepEqual([help.code, help.stderr], [0, ""]);
      assert.match(help.stdout, new RegExp(`\\nExamples?:\\n[\\s\\S]* lockstep ${name}\\b`));
      assert.match(help.stdout, /--json/);
    }
    assert.match(
      (await run("probe --help")).stdout,
      /\(default: "2m"\)[\s\S]*\nExamples:\n {2}lockstep probe\n/,
    );
  });

  it("has an exit code for every verdict", () => {
    assert.deepEqual([exitCodeOf("held"), exitCodeOf("violated"), exitCodeOf("unknown")], [0, 1, 3]);
  });
});

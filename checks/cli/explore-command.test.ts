import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { machineSources } from "../explorer/index.js";
import { constantOptions } from "./explore-options.js";
import { runInProcess } from "./testing/run-in-process.js";

const small = ["raft-classic", "--servers", "2", "--max-term", "2", "--max-log", "1", "--workers", "0"];

describe("lockstep explore", () => {
  let cwd = "";
  before(() => {
    cwd = mkdtempSync(path.join(tmpdir(), "explore-"));
  });
  after(() => rmSync(cwd, { recursive: true }));
  const run = (...argv: readonly string[]) => runInProcess(["explore", ...argv], { cwd });

  it("counts what TLC counts, and says what it cost", async () => {
    const { code, stdout } = await run(...small, "--json");
    const found = JSON.parse(stdout);
    assert.equal(code, 0);
    assert.deepEqual(
      [found.spec, found.verdict, found.generated, found.distinct, found.depth, found.complete],
      ["raft-classic", "held", 12_861, 1645, 28, true],
    );
    assert.deepEqual(found.properties, { electionSafety: "held", logMatching: "held" });
    assert.equal(found.constants.maxInFlight, 1);
    assert.ok(found.seconds > 0 && found.cpuSeconds > 0 && found.generatedPerCpuSecond > 0);
    assert.ok(found.peakBytes > 1e6 && found.collisionProbability < 1e-9);
    assert.ok(found.witnesses.leaderElected > 0 && found.actions.Restart > 0);
    assert.ok(found.neverEnabled.includes("ConflictRemoveEntry"));
    assert.deepEqual([found.counterexample, found.counterexampleLength, found.deadlocks], [null, null, 0]);
  });

  it("counts orbits with symmetry", async () => {
    const { stdout } = await run(...small, "--max-in-flight", "2", "--symmetry", "servers", "--json");
    const { generated, distinct, depth } = JSON.parse(stdout);
    assert.deepEqual([generated, distinct, depth], [67_577, 6763, 32]);
  });

  it("shows and writes the shortest counterexample", async () => {
    const { code, stdout } = await run(
      ...[...small, "--max-in-flight", "2", "--mutant", "half-quorum", "--trace-out", "trace.ndjson"],
    );
    assert.equal(code, 1);
    assert.match(stdout, /electionSafety is violated in 10 actions/);
    assert.match(stdout, /\* votedFor\[s1\]: Nil -> s1/);
    assert.match(stdout, /conjunct "at most one current leader a term"/);
    assert.match(stdout, /sequenceDiagram\n {2}participant s1/);
    assert.match(stdout, /logMatching +unreached/);
    const lines = readFileSync(path.join(cwd, "trace.ndjson"), "utf8").trim().split("\n");
    assert.equal(lines.length, 14);
    const again = JSON.parse((await run(...small, "--mutant", "half-quorum", "--json")).stdout);
    assert.ok(existsSync(path.join(cwd, again.counterexample)));
    assert.equal(again.counterexampleLength, 10);
  });

  it("checks what it is asked to, and only that", async () => {
    const { code, stdout } = await run(
      ...small,
      "--max-in-flight",
      "2",
      "--property",
      "commitNeverFalls",
      "--json",
    );
    const found = JSON.parse(stdout);
    assert.equal(code, 1);
    // Two of raft.tla's own: TLC's trace has 20 states.
    assert.deepEqual(found.properties, { commitNeverFalls: "violated" });
    assert.equal(found.counterexampleLength, 19);
  });

  it("ends with its budget, and knows nothing then", async () => {
    const { code, stdout } = await run(...small, "--max-states", "10", "--search", "dfs");
    assert.equal(code, 3);
    assert.match(stdout, /the search ended before every state was visited/);
    const random = await run(...small, "--search", "random", "--time", "50ms", "--json");
    assert.equal(random.code, 3);
    assert.equal(JSON.parse(random.stdout).verdict, "unknown");
  });

  it("looks whether a goal stays within reach", async () => {
    const asked = ["paxos", "--acceptors", "4", "--values", "1", "--property", "choiceStaysPossible"];
    const right = await run(...asked, "--json");
    assert.equal(right.code, 0);
    assert.deepEqual(JSON.parse(right.stdout).properties, { choiceStaysPossible: "held" });
    const stuck = await run(...asked, "--mutant", "silent-after-vote", "--trace-out", "stuck.ndjson");
    assert.equal(stuck.code, 1);
    assert.match(stuck.stdout, /choiceStaysPossible is violated in 10 actions/);
    assert.match(stuck.stdout, /the goal of choiceStaysPossible is out of reach within the bounds/);
    assert.ok(existsSync(path.join(cwd, "stuck.ndjson")));
    const cut = JSON.parse((await run(...asked, "--max-states", "100", "--json")).stdout);
    assert.deepEqual([cut.verdict, cut.properties], ["unknown", { choiceStaysPossible: "unreached" }]);
    const deep = await run(...asked, "--search", "dfs");
    assert.equal(deep.code, 2);
    assert.match(deep.stderr, /choiceStaysPossible asks for every way there is: only bfs can check it/);
  });

  it("holds each step against a refinement", async () => {
    const { code, stdout } = await run("paxos", "--refinement", "paxos-voting", "--workers", "0", "--json");
    const { properties, obligations, distinct } = JSON.parse(stdout);
    assert.equal(code, 0);
    assert.deepEqual(properties, { "paxos-voting": "held" });
    assert.equal(distinct, 3921);
    assert.ok(obligations.stutters > 0 && obligations.edges > obligations.stutters);
    const bounds = ["--max-term", "3", "--max-log", "1", "--workers", "0"];
    const refuted = await run("raft-abstract", "--refinement", "raft-abstract-voting-held", ...bounds);
    assert.equal(refuted.code, 1);
    assert.match(refuted.stdout, /violated in 7 actions/);
    assert.match(refuted.stdout, /edges checked/);
  });

  it("has an option for every constant of every specification", () => {
    const known = Object.keys(constantOptions);
    for (const { constants } of machineSources) {
      assert.deepEqual(
        Object.keys(constants).filter((name) => !known.includes(name)),
        [],
      );
    }
  });

  it("writes every state", async () => {
    await run(
      "voting",
      "--acceptors",
      "3",
      "--max-ballot",
      "0",
      "--workers",
      "0",
      "--dump-states",
      "states.ndjson",
    );
    const [first = ""] = readFileSync(path.join(cwd, "states.ndjson"), "utf8").split("\n");
    assert.deepEqual(Object.keys(JSON.parse(first)), ["id", "depth", "state", "edges"]);
  });

  it("tells what is wrong with a question, in one line", async () => {
    const wrong: readonly (readonly [readonly string[], RegExp])[] = [
      [["rft"], /there is no specification "rft" \(did you mean raft\?\); there is raft-classic/],
      [["voting", "--servers", "2"], /--servers: voting has no such constant; it has --acceptors/],
      [["raft-classic", "--max-term", "99"], /--max-term: must be 1 to 15, is 99/],
      [["raft-classic", "--property", "electionSafty"], /--property: .*did you mean electionSafety\?/],
      [["raft-classic", "--mutant", "half-quorm"], /--mutant: .*did you mean half-quorum\?/],
      [["raft-classic", "--symmetry", "server"], /symmetry "server" is not known; there is servers, values/],
      [["impl", "--symmetry", "servers"], /impl knows no symmetry/],
      [["impl", "--property", "none"], /a cluster has no property none/],
      [["voting", "--refinement", "paxos-voting"], /refinement paxos-voting is of paxos, not of voting/],
      [["paxos", "--refinement", "paxos-votng"], /refinement "paxos-votng" is not known/],
      [
        ["paxos", "--refinement", "paxos-voting", "--property", "x"],
        /--refinement takes the place of --property/,
      ],
      [["raft-classic", "--search", "best"], /--search: must be one of bfs, dfs, random/],
    ];
    for (const [argv, message] of wrong) {
      const { code, stderr } = await run(...argv);
      assert.equal(code, 2, argv.join(" "));
      assert.match(stderr, message);
      assert.equal(stderr.trim().split("\n").length, 1);
    }
  });
});

describe("lockstep mutants --engine explore", () => {
  it("finds each by its shortest counterexample", async () => {
    const { code, stdout } = await runInProcess([
      ...["mutants", "--engine", "explore", "--only", "raft-classic/half-quorum"],
    ]);
    assert.equal(code, 0);
    assert.match(stdout, /raft-classic +half-quorum +electionSafety +10 +10/);
    assert.match(stdout, /1 killed, 0 survived/);
    const json = await runInProcess(["mutants", "--engine", "explore", "--only", "V23", "--json"]);
    const [row] = JSON.parse(json.stdout).mutants;
    assert.deepEqual([row.spec, row.counterexampleLength, row.caughtBy[0].side], ["impl", 2, "impl"]);
  }).timeout(30_000);

  it("knows its own", async () => {
    const { code, stderr } = await runInProcess(["mutants", "--engine", "explore", "--only", "half-quorm"]);
    assert.equal(code, 2);
    assert.match(stderr, /no mutant "half-quorm" of a specification \(did you mean half-quorum\?\)/);
  });
});

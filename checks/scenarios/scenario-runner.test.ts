import assert from "node:assert/strict";
import { mutatedBoth, mutatedCore, rightReadings } from "../commands/testing/index.js";
import { mutantOf } from "../mutants/index.js";
import { scenarioCommands } from "./scenario-commands.js";
import { parseScenario, printScenario } from "./scenario-file.js";
import { runScenario } from "./scenario-runner.js";

/** What the commands of one section put out. */
function outputOf(commands: readonly string[], readings = rightReadings): readonly string[] {
  return parseScenario(runScenario(commands.join("\n"), readings)).flatMap(({ output }) => output);
}

describe("a scenario file", () => {
  const text = "# Title\n# goes on\n\n# why\ncluster 3\nstate\n----\ntable\n\nheal\n----\n";

  it("is comments, commands and output, set apart by blank lines", () => {
    assert.deepEqual(parseScenario(text), [
      { comments: ["# Title", "# goes on"], commands: [], firstLine: 3, output: [] },
      { comments: ["# why"], commands: ["cluster 3", "state"], firstLine: 5, output: ["table"] },
      { comments: [], commands: ["heal"], firstLine: 10, output: [] },
    ]);
  });

  it("is printed as it was read", () => {
    assert.equal(printScenario(parseScenario(text)), text);
  });

  it("may lack the output, or have more blank lines than it needs", () => {
    assert.equal(
      printScenario(parseScenario("\n\ncluster 3\n\n\nheal\n")),
      "cluster 3\n----\n\nheal\n----\n",
    );
  });
});

describe("runScenario", () => {
  it("puts the output of the commands in the place of what stood there", () => {
    const text = "cluster 1\n----\nnonsense\n\ntimeout s1 election\n";
    assert.equal(
      runScenario(text, rightReadings),
      [
        "cluster 1",
        "----",
        "",
        "timeout s1 election",
        "----",
        "s1: election timeout",
        "  becomes candidate of term 1",
        "  writes term 1, vote s1",
        "s1: write done",
        "  becomes leader of term 1",
        "",
      ].join("\n"),
    );
  });

  it("gives the same text for its own output", () => {
    const once = runScenario("cluster 3\ntimeout s1 election\ndeliver-all\nstate\n", rightReadings);
    assert.equal(runScenario(once, rightReadings), once);
  });

  it("sets the options of the cluster", () => {
    const options = "preVote=on checkQuorum=on noOp=on maxEntries=1 window=2 slow=s1,s3";
    const output = outputOf([
      `cluster 3 ${options}`,
      "timeout s1 election",
      "deliver-all",
      "sync s1",
      "state",
    ]);
    assert.ok(output.includes("  becomes preCandidate of term 0"));
    assert.ok(
      outputOf(["cluster 1 noOp=on", "timeout s1 election", "state"]).includes("  writes append 1: 1:noop"),
    );
    assert.deepEqual(outputOf(["cluster 2 slow=all", "timeout s2 election", "state"]).slice(-1), [
      "s2      candidate  1     s2    -       0       term 0, vote -, to 0  -",
    ]);
  });

  it("limits what one message and the window hold", () => {
    const output = outputOf([
      "cluster 2 maxEntries=2 window=3",
      "quietly timeout s1 election",
      "quietly deliver-all",
      ...["a", "b", "c", "d"].map((text) => `quietly propose s1 ${text}`),
      "in-flight",
      "quietly lose-all",
      "quietly timeout s1 heartbeat",
      "deliver s1 s2 appendEntries",
      "deliver s2 s1 appendEntriesResponse",
    ]);
    assert.deepEqual(output.slice(0, 3), [
      "s1 > s2 appendEntries: term 1, after (0,0), 1:a, commit 0",
      "s1 > s2 appendEntries: term 1, after (1,1), 1:b, commit 0",
      "s1 > s2 appendEntries: term 1, after (2,1), 1:c, commit 0",
    ]);
    assert.equal(output.at(-1), "  sends appendEntries to s2: term 1, after (0,0), 1:a 1:b, commit 0");
  });

  it("does and undoes what befalls messages, links and disks", () => {
    assert.deepEqual(
      outputOf([
        "cluster 3 slow=s3",
        "quietly timeout s1 election",
        "quietly timeout s1 election",
        "quietly deliver s1 s2 requestVote newest",
        "lose s1 s2 requestVote",
        "deliver-again s1 s2",
        "partition s3",
        "heal",
        "quietly deliver s1 s3 requestVote",
        "quietly deliver s1 s3 requestVote",
        "sync s3",
        "sync s3 all",
        "lose-all",
        "in-flight",
      ]),
      [
        "s2: requestVote from s1: term 2, log end (0,0)",
        "  sends requestVoteResponse to s1: term 2, granted",
        "s3 | s1 s2",
        "s3: write done",
        "  sends requestVoteResponse to s1: term 1, granted",
        "s3: write done",
        "  sends requestVoteResponse to s1: term 2, granted",
        "nothing",
      ],
    );
  });

  it("lays disks for servers that are down", () => {
    assert.deepEqual(
      outputOf([
        "cluster 2 down",
        "disk s2 term=4 vote=s1 log=1,1,3",
        "state",
        "start s2",
        "quietly start s1",
        "state",
      ]),
      [
        "server  role  term  vote  leader  commit  synced  log",
        "s1      down  0     -     -       -       -       -",
        "s2      down  4     s1    -       -       -       1 1 3",
        "s2: start of life 1: term 4, vote s1, log 1 1 3",
        "server  role      term  vote  leader  commit  synced  log",
        "s1      follower  0     -     -       0       all     -",
        "s2      follower  4     s1    -       0       all     1 1 3",
      ],
    );
  });

  it("tells what oracles and charts find, once", () => {
    const commands = [
      "cluster 3",
      "quietly timeout s1 election",
      "quietly deliver s1 s3 requestVote",
      "quietly timeout s2 election",
      "quietly deliver s2 s3 requestVote",
      "quietly deliver-all",
    ];
    assert.deepEqual(outputOf(commands, mutatedBoth(mutantOf("V6").change)), [
      "VIOLATION of oneVotePerTerm: s3 gave its vote in term 1 to s1, then to s2",
    ]);
    assert.deepEqual(
      outputOf(
        commands,
        mutatedCore(() => ({ hasVoteFor: () => false })),
      ),
      ['DEVIATION of votedFor: votedFor of s3 after step 6: chart "s1", implementation null'],
    );
  });

  it("names the line of a command that makes no sense", () => {
    assert.throws(
      () => runScenario("# one\n\n# two\ncluster 3\n----\n\nstate\nfly s1\n", rightReadings),
      new Error("line 8, fly s1: no command is called fly"),
    );
    assert.throws(
      () => runScenario("state\n", rightReadings),
      /^Error: line 1, state: there is no cluster yet$/,
    );
  });

  it("refuses what cannot be done", () => {
    const refused: readonly (readonly [command: string, why: string])[] = [
      ["cluster many", "many is not a whole number"],
      ["cluster 3 fast=s1", "what is meant by fast=s1?"],
      ["cluster 3 preVote", "what is meant by preVote?"],
      ["timeout s9 election", "no server is called s9"],
      ["timeout s1", "no timer is called undefined"],
      ["timeout s3 election", "s3 is down"],
      ["propose s1", "propose needs a text"],
      ["deliver s1 s2 appendEntries", "no appendEntries is in flight from s1 to s2"],
      ["deliver s1 s3 requestVote", "s1 cannot reach s3"],
      ["deliver-again s1 s2", "nothing was delivered from s1 to s2"],
      ["lose s2 s1 requestVote", "no requestVote is in flight from s2 to s1"],
      ["partition s4", "no server is called s4"],
      ["sync s1", "s1 has no write to complete"],
      ["fail-write s2", "s2 has no write to complete"],
      ["crash s3", "s3 is down"],
      ["crash s1 keep=-1", "-1 is not a whole number"],
      ["start s1", "s1 is not down"],
      ["disk s1 term=1", "s1 is not down"],
      ["disk s3 log=1;2", "1;2 is not a whole number"],
      ["progress s3", "s3 is down"],
    ];
    for (const [command, why] of refused) {
      const text = `cluster 3\nquietly timeout s1 election\ncrash s3\n${command}\n`;
      assert.throws(() => runScenario(text, rightReadings), new Error(`line 4, ${command}: ${why}`));
    }
    const names = new Set(refused.map(([command]) => command.split(" ")[0]));
    const harmless = ["deliver-all", "lose-all", "heal", "state", "in-flight"];
    assert.deepEqual(
      Object.keys(scenarioCommands).filter((name) => !names.has(name)),
      harmless,
    );
  });
});

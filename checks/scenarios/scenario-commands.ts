import type { Envelope, World } from "../../impl/cluster/index.js";
import type { Entry, Timer } from "../../traces/format/index.js";
import type { Rig } from "../commands/index.js";
import { inFlightList, progressTable, stateTable } from "./cluster-tables.js";
import { type Options, optionsOf, wholeNumber } from "./words.js";

/** What a command of a scenario acts on. */
export interface Stage {
  readonly rig: Rig;
  /** Puts out a line; what the servers do is told without it. */
  say(line: string): void;
}

/** Carries out one command, given the words behind its name. Throws if the words make no sense. */
type ScenarioCommand = (stage: Stage, words: readonly string[]) => void;

/** Enough to deliver everything, unless servers answer each other for ever. */
const deliveriesAtMost = 1000;

const timers: readonly Timer[] = ["election", "leaderContact", "heartbeat", "quorumCheck"];

/** Every command but `cluster`, which makes the stage. */
export const scenarioCommands: { readonly [name: string]: ScenarioCommand } = {
  // A timer fires: `timeout s1 election`.
  timeout({ rig }, [name, timer]) {
    const known = timers.find((candidate) => candidate === timer);
    if (known === undefined) throw new Error(`no timer is called ${timer}`);
    rig.driver.timeout(runningServer(rig.world, name), known);
  },
  // A client proposes: `propose s1 x`.
  propose({ rig }, [name, text]) {
    if (text === undefined) throw new Error("propose needs a text");
    const server = runningServer(rig.world, name);
    rig.world.propose(server, text);
    rig.driver.settle(server);
  },
  // The oldest message of a kind on a link arrives, or the newest: `deliver s1 s2 requestVote newest`.
  deliver({ rig }, words) {
    rig.driver.deliver(messageInFlight(rig, words));
  },
  // All that can arrive does, in the order of sending.
  "deliver-all"({ rig }) {
    for (let count = 0; count < deliveriesAtMost; count += 1) {
      const next = rig.world.network.inFlight.find(({ from, to }) => rig.driver.canReach(from, to));
      if (next === undefined) return;
      rig.driver.deliver(next);
    }
  },
  // What was last delivered on a link arrives a second time: `deliver-again s1 s2`.
  "deliver-again"({ rig }, [from, to]) {
    const { world, driver } = rig;
    const last = world.network.lastDelivered(serverNamed(world, from), runningServer(world, to));
    if (last === null) throw new Error(`nothing was delivered from ${from} to ${to}`);
    driver.deliver(world.duplicate(last));
  },
  // A message in flight is lost; named as for `deliver`.
  lose({ rig }, words) {
    rig.world.drop(messageInFlight(rig, words));
  },
  // All messages in flight are lost.
  "lose-all"({ rig }) {
    for (const envelope of [...rig.world.network.inFlight]) rig.world.drop(envelope);
  },
  // Cuts the links between these servers and the others: `partition s1 s2`.
  partition({ rig, say }, words) {
    const { world } = rig;
    const inside = words.map((name) => serverNamed(world, name));
    for (let from = 0; from < world.size; from += 1) {
      for (let to = 0; to < world.size; to += 1) {
        if (from !== to) world.setLink(from, to, inside.includes(from) !== inside.includes(to));
      }
    }
    const others = world.configuration.servers.filter((name) => !words.includes(name));
    say(`${words.join(" ")} | ${others.join(" ")}`);
  },
  // Mends all links.
  heal({ rig: { world } }) {
    for (let from = 0; from < world.size; from += 1) {
      for (let to = 0; to < world.size; to += 1) world.setLink(from, to, false);
    }
  },
  // A slow disk completes its oldest write: `sync s1`, or all of them: `sync s1 all`.
  sync({ rig }, [name, extent]) {
    const server = writingServer(rig.world, name);
    if (extent === "all") rig.driver.sync(server);
    else rig.world.completeWrite(server);
  },
  // The oldest write of a slow disk fails: `fail-write s1`.
  "fail-write"({ rig: { world } }, [name]) {
    world.failWrite(writingServer(world, name));
  },
  // Memory is lost, and what was not yet synced but for the first few records: `crash s1 keep=1`.
  crash({ rig: { world } }, [name, ...options]) {
    const { keep = "0" } = optionsOf(options, ["keep"]);
    world.crash(runningServer(world, name), wholeNumber(keep));
  },
  // Servers that are down start from their disks: `start s1 s2`.
  start({ rig: { world } }, words) {
    for (const name of words) world.start(serverThatIsDown(world, name));
  },
  // What the disk of a server that is down holds, entries by their terms: `disk s1 term=3 vote=s2 log=1,1,2`.
  disk({ rig: { world } }, [name, ...options]) {
    layDisk(world, serverThatIsDown(world, name), optionsOf(options, ["term", "vote", "log"]));
  },
  // A table of all servers.
  state({ rig, say }) {
    stateTable(rig.world).forEach(say);
  },
  // What a leader knows of its followers: `progress s1`.
  progress({ rig, say }, [name]) {
    progressTable(rig.world, runningServer(rig.world, name)).forEach(say);
  },
  // The messages in flight.
  "in-flight"({ rig, say }) {
    inFlightList(rig.world).forEach(say);
  },
};

function serverNamed({ configuration }: World, name: string | undefined): number {
  const server = configuration.servers.indexOf(name ?? "");
  if (server < 0) throw new Error(`no server is called ${name}`);
  return server;
}

function runningServer(world: World, name: string | undefined): number {
  const server = serverNamed(world, name);
  if (!world.isUp(server)) throw new Error(`${name} is down`);
  return server;
}

function serverThatIsDown(world: World, name: string | undefined): number {
  const server = serverNamed(world, name);
  if (world.isUp(server)) throw new Error(`${name} is not down`);
  return server;
}

function writingServer(world: World, name: string | undefined): number {
  const server = serverNamed(world, name);
  if (!world.hasOutstandingWrite(server)) throw new Error(`${name} has no write to complete`);
  return server;
}

/** The message meant by `FROM TO KIND [newest]`. It must be able to arrive. */
function messageInFlight(
  { world, driver }: Rig,
  [fromName, toName, kind, pick]: readonly string[],
): Envelope {
  const from = serverNamed(world, fromName);
  const to = serverNamed(world, toName);
  const found = world.network.inFlight.filter(
    (envelope) => envelope.from === from && envelope.to === to && envelope.message.kind === kind,
  );
  const envelope = pick === "newest" ? found.at(-1) : found[0];
  if (envelope === undefined) throw new Error(`no ${kind} is in flight from ${fromName} to ${toName}`);
  if (!driver.canReach(from, to)) throw new Error(`${fromName} cannot reach ${toName}`);
  return envelope;
}

function layDisk(world: World, server: number, { term = "0", vote, log = "" }: Options): void {
  const disk = world.disks[server] as World["disks"][number];
  const terms = log === "" ? [] : log.split(",").map(wholeNumber);
  disk.reset();
  disk.currentTerm = wholeNumber(term);
  disk.votedFor = vote ?? null;
  // Equal at equal places in equal terms, as the entries of one leader are.
  disk.entries.push(
    ...terms.map((entryTerm, offset): Entry => {
      return { kind: "command", term: entryTerm, client: "c0", serial: offset + 1, command: "" };
    }),
  );
}

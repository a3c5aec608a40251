import { createServer, defaultRules, packState, unpackState } from "../../impl/core/index.js";
import type { Machine } from "../../spec/index.js";
import type { ProtocolRules, Server } from "../../traces/format/index.js";
import { createClusterMachine, serverNames } from "./cluster-machine.js";
import { boundsOf, type ClusterBounds, plainOptions } from "./cluster-machine-bounds.js";
import type { ServerEngine } from "./cluster-machine-engine.js";

export interface ImplMachineOptions {
  readonly bounds?: Partial<ClusterBounds>;
  /** The decisions; those of the core unless replaced (a mutant). */
  readonly rules?: ProtocolRules;
  /** Names of the properties to check; all of them if left out. */
  readonly properties?: readonly string[];
}

/** A cluster of real servers of `impl/core`, as a machine. */
export function createImplMachine({
  bounds,
  rules = defaultRules,
  properties,
}: ImplMachineOptions = {}): Machine {
  const chosen = boundsOf(bounds ?? {});
  return createClusterMachine(implEngine(chosen.servers, rules), chosen, properties);
}

/** Servers whose memory is what `packState` writes. One server for each offset does all the work. */
function implEngine(size: number, rules: ProtocolRules): ServerEngine<Uint8Array> {
  const servers = serverNames(size);
  const make = (self: string) => createServer({ self, servers, options: plainOptions }, rules);
  const workers = servers.map(make);
  const worker = (server: number, memory: Uint8Array) => {
    const { state, step } = workers[server] as (typeof workers)[number];
    unpackState(memory, state);
    return { state, step };
  };
  return {
    name: "impl",
    servers,
    sendsAppends: true,
    unborn: (server) => packState(make(servers[server] as string).state),
    step: (server, memory, input) => {
      const { state, step } = worker(server, memory);
      const effects = [...step(input)];
      return { memory: packState(state), effects };
    },
    view: (server, memory) => structuredClone(viewOf(worker(server, memory).state)),
    print: (memory) => Buffer.from(memory).toString("hex"),
    parse: (_server, text) => new Uint8Array(Buffer.from(text, "hex")),
  };
}

function viewOf(state: Server): Server {
  const { self, servers, options, role, currentTerm, votedFor, leader, log, commitIndex, durable } = state;
  const { leaderContact, votesGranted, preVotesGranted, heardFrom, nextIndex, matchIndex } = state;
  return {
    ...{ self, servers, options, role, currentTerm, votedFor, leader, log, commitIndex, durable },
    ...{ leaderContact, votesGranted, preVotesGranted, heardFrom, nextIndex, matchIndex },
  };
}

import type { Envelope, World } from "../../impl/cluster/index.js";
import type { MessageKind, Server, Timer } from "../../traces/format/index.js";
import type { HistorySettings } from "./settings.js";

/**
 * The hands of the commands: single choices of the world, each followed by the writes that fast
 * disks complete at once, so that commands speak of the protocol and not of the disk.
 */
export class Driver {
  readonly world: World;
  readonly settings: HistorySettings;
  /** While set, slow disks complete their writes like fast ones: the disk keeps up with a command. */
  disksKeepUp = false;
  readonly #hasSlowDisk: boolean;

  constructor(world: World, settings: HistorySettings) {
    this.world = world;
    this.settings = settings;
    this.#hasSlowDisk = settings.slowDisks.includes(true);
  }

  get size(): number {
    return this.world.size;
  }

  /** A server that runs and did not stop itself. */
  isLive(server: number): boolean {
    return this.world.isUp(server) && this.world.state(server).role !== "stopped";
  }

  state(server: number): Server {
    return this.world.state(server);
  }

  isLeader(server: number): boolean {
    return this.world.isUp(server) && this.world.state(server).role === "leader";
  }

  /** Offset of the leader with the highest term, or of the one with the lowest; -1 if there is none. */
  leader(which: "newest" | "oldest"): number {
    let found = -1;
    for (let server = 0; server < this.size; server += 1) {
      if (!this.isLeader(server)) continue;
      if (found < 0) found = server;
      const difference = this.state(server).currentTerm - this.state(found).currentTerm;
      if (which === "newest" ? difference > 0 : difference < 0) found = server;
    }
    return found;
  }

  canReach(from: number, to: number): boolean {
    return this.isLive(to) && !this.world.network.isCut(from, to);
  }

  /** Starts all servers: the opening of every history. */
  startAll(): void {
    for (let server = 0; server < this.size; server += 1) this.world.start(server);
  }

  timeout(server: number, timer: Timer): void {
    this.world.timeout(server, timer);
    this.settle(server);
  }

  deliver(envelope: Envelope): void {
    this.world.deliver(envelope);
    if (this.world.isUp(envelope.to)) this.settle(envelope.to);
  }

  /** Delivers the newest message of a kind on a link, if there is one that can arrive. */
  deliverNewest(from: number, to: number, kind: MessageKind): boolean {
    if (!this.canReach(from, to)) return false;
    const envelope = this.world.network.find(from, to, kind, "newest");
    if (envelope === null) return false;
    this.deliver(envelope);
    return true;
  }

  /** A request, if it can arrive, and its answer: one protocol step. */
  exchange(from: number, to: number, request: MessageKind, response: MessageKind): void {
    if (this.deliverNewest(from, to, request)) this.deliverNewest(to, from, response);
  }

  /** Completes the writes of a server with a fast disk. */
  settle(server: number): void {
    if (this.#hasSlowDisk && !this.disksKeepUp && this.settings.slowDisks[server]) return;
    this.sync(server);
  }

  /** Completes all outstanding writes of a server. */
  sync(server: number): void {
    while (this.world.hasOutstandingWrite(server)) this.world.completeWrite(server);
  }
}

import type { Machine } from "../../spec/index.js";
import { type Chunk, chunkLength, OpenChunk, originsIn } from "./chunk.js";
import { type Budget, type Exploration, explorationOf, replayPath, type Violation } from "./exploration.js";
import type { LevelAnswer, LevelMemory, LevelOrder, LevelViolation } from "./level-thread.js";
import { control, SharedTable } from "./shared-table.js";

/** A thread of the search, wherever it runs. */
export interface SearchThread {
  ask(order: LevelOrder): Promise<LevelAnswer>;
  close(): Promise<void>;
}

type LevelReport = Extract<LevelAnswer, { kind: "done" }>;

/** 8 MiB. */
const usualCapacity = 2 ** 20;
const lookEveryMilliseconds = 50;

/**
 * Breadth-first search by several threads, one level after another: a level is done when every state of
 * it is expanded, so what is counted does not depend on who expanded what. `start` makes the threads over the memory they share;
 * the table begins with `firstCapacity` entries, a power of two.
 */
export async function exploreInParallel(
  machine: Machine,
  start: (memory: LevelMemory) => readonly SearchThread[],
  budget: Budget = {},
  firstCapacity = usualCapacity,
): Promise<Exploration> {
  const search = new ParallelSearch(machine, start, budget, firstCapacity);
  try {
    return await search.run();
  } finally {
    await search.close();
  }
}

class ParallelSearch {
  readonly #machine: Machine;
  readonly #budget: Budget;
  readonly #shared: Int32Array;
  readonly #threads: readonly SearchThread[];
  readonly #origins = new Map<number, SharedArrayBuffer>();
  readonly #reports = new Map<SearchThread, LevelReport>();
  readonly #table: SharedTable;
  #generated = 0;
  #expanded = 0;
  #deadlocks = 0;
  #depth = 1;

  constructor(
    machine: Machine,
    start: (memory: LevelMemory) => readonly SearchThread[],
    budget: Budget,
    firstCapacity: number,
  ) {
    this.#machine = machine;
    this.#budget = budget;
    const shared = new SharedArrayBuffer(4 * control.length);
    this.#shared = new Int32Array(shared);
    this.#table = SharedTable.empty(firstCapacity);
    const maxStates = budget.maxStates ?? Number.POSITIVE_INFINITY;
    this.#threads = start({ shared, table: this.#table.memory, maxStates });
  }

  async run(): Promise<Exploration> {
    const clock = setInterval(() => this.#look(), lookEveryMilliseconds);
    try {
      let level: readonly Chunk[] = this.#initialLevel();
      const broken = this.#brokenInitialState();
      if (broken !== null) return this.#exploration(broken);
      let buffers: readonly SharedArrayBuffer[] = [];
      const { maxDepth = Number.POSITIVE_INFINITY } = this.#budget;
      while (level.length > 0 && this.#depth < maxDepth && !this.#stopped) {
        const reports = await this.#runLevel(level, buffers);
        buffers = level.map(({ words }) => words);
        level = reports.flatMap(({ chunks }) => chunks);
        for (const { number, origins } of level) this.#origins.set(number, origins);
        const [violation] = reports
          .flatMap(({ violations }) => violations)
          .sort((left, right) => left.property - right.property);
        if (level.length > 0) this.#depth += 1;
        if (violation !== undefined) return this.#exploration(this.#violation(violation));
      }
      return this.#exploration(null);
    } finally {
      clearInterval(clock);
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.close()));
  }

  get #stopped(): boolean {
    return Atomics.load(this.#shared, control.stop) === 1;
  }

  get #distinct(): number {
    return Atomics.load(this.#shared, control.size) >>> 0;
  }

  #look(): void {
    const { stop, progress } = this.#budget;
    if (stop?.()) Atomics.store(this.#shared, control.stop, 1);
    const distinct = this.#distinct;
    const recent = (Atomics.load(this.#shared, control.generated) - this.#generated) >>> 0;
    progress?.({
      generated: this.#generated + recent,
      distinct,
      queue: distinct - this.#expanded,
      depth: this.#depth,
    });
  }

  #initialLevel(): readonly Chunk[] {
    const { initial, wordCount } = this.#machine;
    const words = new SharedArrayBuffer(chunkLength * wordCount * 4);
    const chunk = new OpenChunk(Atomics.add(this.#shared, control.chunks, 1), words, wordCount);
    const lanes = new Int32Array(2);
    initial.forEach((state, offset) => {
      this.#machine.fingerprint(state, 0, lanes);
      if (!this.#table.insert(lanes[0] as number, lanes[1] as number)) return;
      chunk.add(state, -1, offset);
      Atomics.add(this.#shared, control.size, 1);
    });
    this.#generated = initial.length;
    Atomics.store(this.#shared, control.generated, this.#generated);
    const closed = chunk.close();
    this.#origins.set(closed.number, closed.origins);
    return [closed];
  }

  #brokenInitialState(): Violation | null {
    for (const initial of this.#machine.initial) {
      const property = this.#machine.properties[this.#machine.judge(initial, 0)];
      if (property !== undefined) return { property: property.name, initial, path: [] };
    }
    return null;
  }

  async #runLevel(
    inputs: readonly Chunk[],
    buffers: readonly SharedArrayBuffer[],
  ): Promise<readonly LevelReport[]> {
    Atomics.store(this.#shared, control.cursor, 0);
    let waiting = this.#threads;
    let answers = await Promise.all(
      waiting.map((thread, offset) => {
        const own = buffers.filter((_, buffer) => buffer % waiting.length === offset);
        return thread.ask({ kind: "level", inputs, buffers: own });
      }),
    );
    for (;;) {
      const paused = waiting.filter((thread, offset) => !this.#note(thread, answers[offset] as LevelAnswer));
      // A thread that ended the level may have asked for a larger table too.
      if (Atomics.load(this.#shared, control.pause) === 1) await this.#grow();
      if (paused.length === 0) break;
      waiting = paused;
      answers = await Promise.all(paused.map((thread) => thread.ask({ kind: "resume" })));
    }
    const reports = this.#threads.map((thread) => this.#reports.get(thread) as LevelReport);
    for (const { generated, expanded, deadlocks } of reports) {
      this.#generated += generated;
      this.#expanded += expanded;
      this.#deadlocks += deadlocks;
    }
    return reports;
  }

  /** Keeps the report of a thread that has done its part; false if it has not. */
  #note(thread: SearchThread, answer: LevelAnswer): boolean {
    if (answer.kind === "done") this.#reports.set(thread, answer);
    return answer.kind === "done";
  }

  async #grow(): Promise<void> {
    Atomics.store(this.#shared, control.moved, 0);
    Atomics.store(this.#shared, control.pause, 0);
    const growth = this.#table.nextGrowth();
    await Promise.all(this.#threads.map((thread) => thread.ask({ kind: "grow", growth })));
    this.#table.grow(growth, this.#shared);
  }

  #violation({ property, parent, ordinal }: LevelViolation): Violation {
    const ordinals = [ordinal];
    let state = parent;
    for (;;) {
      const memory = this.#origins.get(Math.floor(state / chunkLength)) as SharedArrayBuffer;
      const { parents, ordinals: origins } = originsIn(memory);
      const offset = state % chunkLength;
      ordinals.unshift(origins[offset] as number);
      if (parents[offset] === -1) break;
      state = (parents[offset] as number) >>> 0;
    }
    const [first = 0, ...path] = ordinals;
    const initial = this.#machine.initial[first] as Int32Array;
    const name = this.#machine.properties[property]?.name ?? "";
    return { property: name, initial, path: replayPath(this.#machine, initial, path) };
  }

  #exploration(violation: Violation | null): Exploration {
    const machine = this.#machine;
    const taken = new Float64Array(machine.actions.length);
    const witnessed = Float64Array.from(machine.witnessed);
    for (const report of this.#reports.values()) {
      report.taken.forEach((count, offset) => {
        taken[offset] = (taken[offset] as number) + count;
      });
      report.witnessed.forEach((count, offset) => {
        witnessed[offset] = (witnessed[offset] as number) + count;
      });
    }
    const distinct = this.#distinct;
    const found = {
      generated: this.#generated,
      distinct,
      depth: this.#depth,
      complete: violation === null && this.#expanded === distinct,
      violation,
      deadlocks: this.#deadlocks,
    };
    return explorationOf(machine, found, { taken, witnessed });
  }
}

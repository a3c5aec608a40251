import { type Machine, SpecificationError } from "../../spec/index.js";
import { exploreBreadthFirst } from "./breadth-first.js";
import { exploreDepthFirst } from "./depth-first.js";
import { type Budget, type Exploration, eventualProperty } from "./exploration.js";
import {
  type LevelAnswer,
  type LevelMemory,
  type LevelOrder,
  type LevelTask,
  LevelThread,
} from "./level-thread.js";
import { findSource, openMachine } from "./machine-sources.js";
import { exploreInParallel, type SearchThread } from "./parallel.js";
import { exploreAtRandom } from "./random-walk.js";
import { type MachineRequest, openRefinement, openSpecification } from "./specification-sources.js";
import { startThread } from "./thread.js";
import type { ThreadNews } from "./thread-news.js";

export const searchOrders = ["bfs", "dfs", "random"] as const;

/** Breadth-first, depth-first, or random walks. */
export type SearchOrder = (typeof searchOrders)[number];

/** A search that any thread can do. */
export interface SearchRequest {
  readonly machine: MachineRequest;
  readonly order: SearchOrder;
  /** Of random walks. */
  readonly seed: string;
  readonly maxStates: number | null;
  readonly maxDepth: number | null;
}

/** What a thread is started with to do a search. */
export interface SearchTask {
  readonly request: SearchRequest;
  /** One word: set to end the search. */
  readonly stop: SharedArrayBuffer;
}

const lookEveryMilliseconds = 50;

/**
 * Does a search with some threads: 0 does it in this one, which is deaf meanwhile. Only breadth-first
 * search knows more than one. Stops soon after `stop` says so.
 */
export function search(request: SearchRequest, workers: number, budget: Budget = {}): Promise<Exploration> {
  const isShared = workers > 1 && canShare(request);
  if (workers === 0) return Promise.resolve().then(() => searchHere(request, budget));
  return isShared ? searchShared(request, workers, budget) : searchInThread(request, budget);
}

/** Whether several threads can do a search together. */
export function canShare({ machine, order }: SearchRequest): boolean {
  return (
    order === "bfs" &&
    machine.refinement === undefined &&
    findSource(machine.spec)?.shareable === true &&
    eventualProperty(openMachine(machine)) === null
  );
}

/** Does a search in this thread. */
export function searchHere(request: SearchRequest, budget: Budget = {}): Exploration {
  const { refinement } = request.machine;
  if (refinement === undefined) return exploreWith(openMachine(request.machine), request, budget);
  const { machine, beginsRight, obligations } = openRefinement(request.machine, refinement);
  if (!beginsRight) throw new SpecificationError(`${refinement}: no initial state is read as one`);
  const exploration = exploreWith(machine, request, budget);
  return { ...exploration, obligations: obligations() };
}

/** A budget with the limits of a request. */
function limitsOf({ maxStates, maxDepth }: SearchRequest, budget: Budget): Budget {
  return {
    ...budget,
    ...(maxStates === null ? {} : { maxStates }),
    ...(maxDepth === null ? {} : { maxDepth }),
  };
}

function exploreWith(machine: Machine, request: SearchRequest, budget: Budget): Exploration {
  const { order, seed } = request;
  const limits = limitsOf(request, budget);
  switch (order) {
    case "bfs":
      return exploreBreadthFirst(machine, limits);
    case "dfs":
      return exploreDepthFirst(machine, limits);
    case "random":
      return exploreAtRandom(machine, seed, limits);
  }
}

async function searchInThread(request: SearchRequest, { stop, progress }: Budget): Promise<Exploration> {
  const flag = new Int32Array(new SharedArrayBuffer(4));
  const task: SearchTask = { request, stop: flag.buffer };
  const thread = startThread("search-worker", task);
  const clock = setInterval(() => {
    if (stop?.()) Atomics.store(flag, 0, 1);
  }, lookEveryMilliseconds);
  try {
    return await new Promise((resolve, reject) => {
      thread.on("error", reject);
      thread.on("message", (news: ThreadNews) => {
        if (news.kind === "progress") progress?.(news.progress);
        if (news.kind === "found") resolve(news.exploration);
        if (news.kind === "error") reject(errorFrom(news));
      });
    });
  } finally {
    clearInterval(clock);
    await thread.terminate();
  }
}

/**
 * What several threads find of a violation depends on who comes first. One thread then finds it again, so
 * that counts and counterexample do not depend on the number of threads.
 */
async function searchShared(request: SearchRequest, workers: number, budget: Budget): Promise<Exploration> {
  const exploration = await searchTogether(request, workers, budget);
  if (exploration.violation === null) return exploration;
  const again = await searchInThread(request, budget);
  return again.violation === null ? exploration : again;
}

function searchTogether(request: SearchRequest, workers: number, budget: Budget): Promise<Exploration> {
  const { machine } = request;
  const start = (memory: LevelMemory): readonly SearchThread[] =>
    Array.from({ length: workers }, () => startLevelThread(machine, memory));
  return exploreInParallel(openMachine(machine), start, limitsOf(request, budget));
}

function startLevelThread(machine: MachineRequest, memory: LevelMemory): SearchThread {
  const task: LevelTask = { machine, memory };
  const thread = startThread("level-worker", task);
  const failed = new Promise<never>((_, reject) => thread.once("error", reject));
  failed.catch(() => {});
  return {
    ask: (order: LevelOrder) => {
      const answered = new Promise<LevelAnswer>((resolve, reject) => {
        thread.once("message", (news: ThreadNews) => {
          if (news.kind === "answer") resolve(news.answer);
          if (news.kind === "error") reject(errorFrom(news));
        });
      });
      thread.postMessage(order);
      return Promise.race([answered, failed]);
    },
    close: async () => {
      await thread.terminate();
    },
  };
}

/** The error that a thread told of: a clone of one forgets its class. */
function errorFrom({ name, message }: { readonly name: string; readonly message: string }): Error {
  return name === "SpecificationError" ? new SpecificationError(message) : new Error(message);
}

/** A thread of a parallel search that is this thread: for tests. */
export function levelThreadHere(machine: MachineRequest, memory: LevelMemory): SearchThread {
  const thread = new LevelThread(openSpecification(machine), memory);
  return { ask: (order) => Promise.resolve().then(() => thread.obey(order)), close: async () => {} };
}

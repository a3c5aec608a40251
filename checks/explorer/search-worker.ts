// Entry of a thread: does one search, or its part of one.
import { parentPort, workerData } from "node:worker_threads";
import { type LevelOrder, LevelThread } from "./level-thread.js";
import { openMachine } from "./machine-sources.js";
import { searchHere, type ThreadNews, type ThreadTask } from "./search.js";

const tell = (news: ThreadNews): void => parentPort?.postMessage(news);

/** Does something, or tells what went wrong. */
function attempt(action: () => void): void {
  try {
    action();
  } catch (error) {
    const { name, message } = error as Error;
    tell({ kind: "error", name, message });
  }
}

const task = workerData as ThreadTask;
switch (task.kind) {
  case "search":
    attempt(() => {
      const flag = new Int32Array(task.stop);
      let told = performance.now();
      const exploration = searchHere(task.request, {
        stop: () => Atomics.load(flag, 0) === 1,
        progress: (progress) => {
          if (performance.now() < told + 100) return;
          told = performance.now();
          tell({ kind: "progress", progress });
        },
      });
      tell({ kind: "found", exploration });
    });
    break;
  case "level":
    attempt(() => {
      const thread = new LevelThread(openMachine(task.machine), task.memory);
      parentPort?.on("message", (order: LevelOrder) =>
        attempt(() => tell({ kind: "answer", answer: thread.obey(order) })),
      );
    });
}

// Entry of a thread that does its part of a search. It loads the specifications alone, and so starts sooner.
import { parentPort, workerData } from "node:worker_threads";
import { type LevelOrder, type LevelTask, LevelThread } from "./level-thread.js";
import { openSpecification } from "./specification-sources.js";
import { attempt, tell } from "./thread-news.js";

const { machine, memory } = workerData as LevelTask;

attempt(() => {
  const thread = new LevelThread(openSpecification(machine), memory);
  parentPort?.on("message", (order: LevelOrder) =>
    attempt(() => tell({ kind: "answer", answer: thread.obey(order) })),
  );
});

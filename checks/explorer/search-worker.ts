// Entry of a thread that does one search.
import { workerData } from "node:worker_threads";
import { type SearchTask, searchHere } from "./search.js";
import { attempt, tell } from "./thread-news.js";

const { request, stop } = workerData as SearchTask;
const flag = new Int32Array(stop);
let told = performance.now();

attempt(() => {
  const exploration = searchHere(request, {
    stop: () => Atomics.load(flag, 0) === 1,
    progress: (progress) => {
      if (performance.now() < told + 100) return;
      told = performance.now();
      tell({ kind: "progress", progress });
    },
  });
  tell({ kind: "found", exploration });
});

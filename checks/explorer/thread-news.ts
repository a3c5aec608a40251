import { parentPort } from "node:worker_threads";
import type { Exploration, SearchProgress } from "./exploration.js";
import type { LevelAnswer } from "./level-thread.js";

/** What a thread tells the one that started it. */
export type ThreadNews =
  | { readonly kind: "progress"; readonly progress: SearchProgress }
  | { readonly kind: "found"; readonly exploration: Exploration }
  | { readonly kind: "answer"; readonly answer: LevelAnswer }
  | { readonly kind: "error"; readonly name: string; readonly message: string };

/** Called in a thread: tells the one that started it. */
export function tell(news: ThreadNews): void {
  parentPort?.postMessage(news);
}

/** Does something, or tells what went wrong. */
export function attempt(action: () => void): void {
  try {
    action();
  } catch (error) {
    const { name, message } = error as Error;
    tell({ kind: "error", name, message });
  }
}

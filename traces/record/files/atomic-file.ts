import { randomBytes } from "node:crypto";
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import { assert } from "../assert.js";

/** Characters gathered before they are written. */
const BUFFER_LENGTH = 64 * 1024;

/**
 * A text file that is there wholly or not at all: it grows under a temporary name beside its place and
 * is renamed when complete. Memory is bounded whatever the length. If the disk refuses, the temporary
 * file is removed and the error goes to the caller.
 */
export class AtomicFile {
  readonly #path: string;
  readonly #temporary: string;
  #descriptor: number | null;
  #buffer = "";

  constructor(path: string) {
    this.#path = path;
    this.#temporary = temporaryName(path);
    this.#descriptor = openSync(this.#temporary, "wx");
  }

  /** Adds text. Written at the latest when 64 Ki characters have come together. */
  write(text: string): void {
    assert(this.#descriptor !== null, "nothing is written to a closed file");
    this.#buffer += text;
    if (this.#buffer.length >= BUFFER_LENGTH) this.#guard((descriptor) => this.#flush(descriptor));
  }

  /** Puts the file in its place, over one that may be there. */
  commit(): void {
    this.#guard((descriptor) => {
      this.#flush(descriptor);
      fsyncSync(descriptor);
      closeSync(descriptor);
      this.#descriptor = null;
      renameSync(this.#temporary, this.#path);
    });
  }

  /** Removes what was written. Does nothing once the file is in its place or gone. */
  abandon(): void {
    if (this.#descriptor === null) return;
    closeSync(this.#descriptor);
    this.#descriptor = null;
    rmSync(this.#temporary, { force: true });
  }

  #flush(descriptor: number): void {
    const bytes = Buffer.from(this.#buffer);
    this.#buffer = "";
    let written = 0;
    while (written < bytes.length) written += writeSync(descriptor, bytes, written);
  }

  #guard(action: (descriptor: number) => void): void {
    assert(this.#descriptor !== null, "a file is closed once");
    try {
      action(this.#descriptor);
    } catch (error) {
      this.abandon();
      rmSync(this.#temporary, { force: true });
      throw error;
    }
  }
}

/** Writes a whole file as `AtomicFile` does. */
export function writeAtomically(path: string, text: string): void {
  const file = new AtomicFile(path);
  file.write(text);
  file.commit();
}

/** A name in the same folder that no other process has. */
export function temporaryName(path: string): string {
  return `${path}.${randomBytes(6).toString("hex")}.tmp`;
}

import { assert } from "./assert.js";

interface Appointment<Happening> {
  readonly time: number;
  readonly sequence: number;
  readonly happening: Happening;
}

/**
 * Virtual time and what is due when: a binary heap ordered by (time, sequence), so that what is due
 * at the same time happens in the order in which it was scheduled.
 */
export class Scheduler<Happening> {
  /** Virtual time in microseconds. */
  now = 0;
  readonly #heap: Appointment<Happening>[] = [];
  #sequence = 0;

  /** How much is still to happen. */
  get pending(): number {
    return this.#heap.length;
  }

  /** Time at which the next thing is due, `Infinity` if there is none. */
  get nextTime(): number {
    return this.#heap[0]?.time ?? Number.POSITIVE_INFINITY;
  }

  /** Has something happen `delay` microseconds from now. */
  after(delay: number, happening: Happening): void {
    this.at(this.now + delay, happening);
  }

  /** Has something happen at a time that has not passed. */
  at(time: number, happening: Happening): void {
    assert(time >= this.now, "nothing is scheduled in the past");
    const appointment: Appointment<Happening> = { time, sequence: this.#sequence++, happening };
    const heap = this.#heap;
    let offset = heap.length;
    heap.push(appointment);
    while (offset > 0) {
      const parent = (offset - 1) >> 1;
      const above = heap[parent] as Appointment<Happening>;
      if (isBefore(above, appointment)) break;
      heap[offset] = above;
      offset = parent;
    }
    heap[offset] = appointment;
  }

  /** Takes out what is due next and moves the time there. */
  next(): Happening {
    const heap = this.#heap;
    const first = heap[0];
    assert(first !== undefined, "something is scheduled");
    const last = heap.pop() as Appointment<Happening>;
    if (heap.length > 0) this.#sink(last);
    this.now = first.time;
    return first.happening;
  }

  /** Puts an appointment into the free place at the top. */
  #sink(appointment: Appointment<Happening>): void {
    const heap = this.#heap;
    let offset = 0;
    for (;;) {
      let child = 2 * offset + 1;
      if (child >= heap.length) break;
      const right = heap[child + 1];
      if (right !== undefined && isBefore(right, heap[child] as Appointment<Happening>)) child += 1;
      const below = heap[child] as Appointment<Happening>;
      if (isBefore(appointment, below)) break;
      heap[offset] = below;
      offset = child;
    }
    heap[offset] = appointment;
  }
}

function isBefore<Happening>(one: Appointment<Happening>, other: Appointment<Happening>): boolean {
  return one.time < other.time || (one.time === other.time && one.sequence < other.sequence);
}

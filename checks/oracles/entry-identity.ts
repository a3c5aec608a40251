import type { Entry, ServerId } from "../../traces/format/index.js";

/** True if nothing distinguishes the two entries. Entries are immutable, so one object is always itself. */
export function isSameEntry(left: Entry, right: Entry): boolean {
  return left === right || (left.term === right.term && hasSameContent(left, right));
}

function hasSameContent(left: Entry, right: Entry): boolean {
  if (left.kind === "noop") return right.kind === "noop";
  if (left.kind === "command") {
    return (
      right.kind === "command" &&
      left.serial === right.serial &&
      left.client === right.client &&
      left.command === right.command
    );
  }
  return (
    right.kind === "config" &&
    isSameList(left.voters, right.voters) &&
    isSameList(left.outgoing, right.outgoing) &&
    isSameList(left.learners, right.learners)
  );
}

function isSameList(left: readonly ServerId[], right: readonly ServerId[]): boolean {
  return left.length === right.length && left.every((server, offset) => server === right[offset]);
}

import assert from "node:assert/strict";
import fc from "fast-check";
import type { PartitionKind } from "./fault-plan.js";
import { drawPartition, type Link } from "./partitions.js";
import { Random } from "./random.js";

const has = (links: readonly Link[], from: number, to: number) =>
  links.some((link) => link.from === from && link.to === to);

const drawMany = (kind: PartitionKind, size: number) => {
  const random = new Random(`${kind} ${size}`);
  return Array.from({ length: 300 }, (_, round) => drawPartition(random, size, [kind], round % size));
};

describe("partitions", () => {
  it("cut links between two servers of the cluster, each once", () => {
    const kinds: PartitionKind[] = ["twoWay", "oneWay", "byMessage"];
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 2, max: 7 }), fc.nat(6), (key, size, target) => {
        const { kind, links, messageKind } = drawPartition(new Random(key), size, kinds, target % size);
        assert.equal(messageKind !== null, kind === "byMessage");
        for (const { from, to } of links)
          assert.ok(from !== to && from >= 0 && from < size && to >= 0 && to < size);
        assert.equal(new Set(links.map(({ from, to }) => `${from}>${to}`)).size, links.length);
      }),
    );
  });

  it("cut both ways, or one way, by their kind", () => {
    for (const { links } of drawMany("twoWay", 5)) {
      for (const { from, to } of links) assert.ok(has(links, to, from));
    }
    const oneWay = drawMany("oneWay", 5).filter(({ links }) =>
      links.some(({ from, to }) => !has(links, to, from)),
    );
    assert.ok(oneWay.length > 250, `${oneWay.length} of 300`);
  });

  it("can set a target apart, split in halves, and leave a chain", () => {
    const shapes = drawMany("twoWay", 4).map(({ links }) => links.length / 2);
    // Alone: 3 links. Two and two: 4. Of random links every number up to all 6.
    for (const links of [3, 4]) assert.ok(shapes.filter((shape) => shape === links).length > 30);
    for (const links of [1, 2]) assert.ok(shapes.includes(links), `${links} links`);
  });

  it("take each kind of message", () => {
    const kinds = new Set(drawMany("byMessage", 3).map(({ messageKind }) => messageKind));
    assert.equal(kinds.size, 6);
  });
});

import assert from "node:assert/strict";
import type { Message } from "../../traces/format/index.js";
import { type Envelope, SimulatedNetwork } from "./simulated-network.js";

const voteRequest: Message = {
  kind: "requestVote",
  from: "s1",
  to: "s2",
  term: 1,
  lastLogIndex: 0,
  lastLogTerm: 0,
  leadershipTransfer: false,
};
const answer: Message = { kind: "requestVoteResponse", from: "s1", to: "s2", term: 1, granted: true };
const envelope = (id: number, message: Message, from = 0, to = 1): Envelope => ({ id, message, from, to });

describe("simulated network", () => {
  it("finds a message by link, kind and age", () => {
    const network = new SimulatedNetwork(3);
    network.send(envelope(1, voteRequest));
    network.send(envelope(2, answer));
    network.send(envelope(3, voteRequest));
    network.send(envelope(4, voteRequest, 0, 2));
    assert.equal(network.find(0, 1, null, "oldest")?.id, 1);
    assert.equal(network.find(0, 1, null, "newest")?.id, 3);
    assert.equal(network.find(0, 1, "requestVoteResponse", "oldest")?.id, 2);
    assert.equal(network.find(0, 1, "requestVote", "newest")?.id, 3);
    assert.equal(network.find(1, 0, null, "oldest"), null);
    assert.equal(network.find(0, 2, "requestVoteResponse", "newest"), null);
  });

  it("remembers the last message delivered on each link", () => {
    const network = new SimulatedNetwork(2);
    const first = envelope(1, voteRequest);
    network.send(first);
    network.send(envelope(2, answer));
    assert.equal(network.lastDelivered(0, 1), null);
    network.deliver(first);
    assert.equal(network.lastDelivered(0, 1), first);
    assert.equal(network.lastDelivered(1, 0), null);
    assert.deepEqual(
      network.inFlight.map(({ id }) => id),
      [2],
    );
  });

  it("takes out of flight only what is in flight", () => {
    const network = new SimulatedNetwork(2);
    const gone = envelope(1, voteRequest);
    network.send(envelope(2, answer));
    network.remove(gone);
    assert.equal(network.inFlight.length, 1);
  });

  it("cuts links one way, and knows if any is cut", () => {
    const network = new SimulatedNetwork(3);
    assert.equal(network.isPartitioned, false);
    network.setCut(0, 1, true);
    network.setCut(0, 1, true);
    network.setCut(2, 0, true);
    assert.equal(network.isCut(0, 1), true);
    assert.equal(network.isCut(1, 0), false);
    network.setCut(0, 1, false);
    assert.equal(network.isPartitioned, true);
    network.setCut(2, 0, false);
    assert.equal(network.isPartitioned, false);
    assert.equal(network.isCut(2, 0), false);
  });
});

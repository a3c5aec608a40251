import assert from "node:assert/strict";
import type { NetworkPlan } from "./fault-plan.js";
import { healedLatency } from "./liveness.js";
import { NetworkFaults } from "./network-faults.js";
import { Random } from "./random.js";

const plan: NetworkPlan = {
  latencyLeast: 100,
  latencyMost: 1000,
  reorders: true,
  spikePerMille: 0,
  spikeMost: 50_000,
  lossPerMille: 0,
  duplicationPerMille: 0,
};

const createFaults = (changes: Partial<NetworkPlan>) =>
  new NetworkFaults({ ...plan, ...changes }, 2, new Random("network"));

/** Arrivals of messages that are sent one a microsecond. */
const arrivals = (faults: NetworkFaults) =>
  Array.from({ length: 300 }, (_, now) => faults.drawArrival(0, 1, now));

const countTrue = (draw: () => boolean) => Array.from({ length: 1000 }, draw).filter(Boolean).length;

const isSorted = (numbers: readonly number[]) =>
  numbers.every((number, offset) => offset === 0 || number >= (numbers[offset - 1] as number));

describe("network faults", () => {
  it("takes the least to the most latency", () => {
    const latencies = arrivals(createFaults({})).map((arrival, now) => arrival - now);
    assert.ok(Math.min(...latencies) >= 100 && Math.max(...latencies) <= 1000);
  });

  it("reorders, or keeps the order of each link", () => {
    assert.equal(isSorted(arrivals(createFaults({}))), false);
    const inOrder = createFaults({ reorders: false });
    assert.equal(isSorted(arrivals(inOrder)), true);
    assert.ok(inOrder.drawArrival(1, 0, 0) <= 1000, "the other direction is a link of its own");
  });

  it("now and then takes much longer", () => {
    const latencies = arrivals(createFaults({ spikePerMille: 100 })).map((arrival, now) => arrival - now);
    const late = latencies.filter((latency) => latency > 1000).length;
    assert.ok(late > 5 && late < 80, `${late} of 300`);
  });

  it("loses and repeats at the rates of the plan, until healed", () => {
    const faults = createFaults({ lossPerMille: 250, duplicationPerMille: 100 });
    const lost = countTrue(() => faults.drawLoss());
    const repeated = countTrue(() => faults.drawDuplication());
    assert.ok(lost > 170 && lost < 330, `${lost} lost`);
    assert.ok(repeated > 50 && repeated < 150, `${repeated} repeated`);
    faults.heal();
    assert.equal(countTrue(() => faults.drawLoss()) + countTrue(() => faults.drawDuplication()), 0);
    const healed = arrivals(faults);
    assert.ok(healed.every((arrival, now) => arrival - now <= healedLatency && arrival > now));
    assert.ok(isSorted(healed), "overtaking is a fault");
  });

  it("draws latencies from a stream of their own: a loss shifts none", () => {
    const lossy = createFaults({ lossPerMille: 250 });
    lossy.drawLoss();
    lossy.drawDuplication();
    assert.deepEqual(arrivals(lossy), arrivals(createFaults({})));
  });
});

export { fakeChoices, fakeHeader, fakeTrace, runFakeCluster } from "./fake-cluster.js";
export { FakeServer } from "./fake-server.js";

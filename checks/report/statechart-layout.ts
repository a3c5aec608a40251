/** A state's place in the drawing. */
export interface StateBox {
  /** Name in the statechart; a dot sets a state inside another apart. */
  readonly state: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Height of the name's base line. */
  readonly nameAt: number;
}

/** The way of an arrow from state to state. Paths end one arrowhead before the border. */
export interface Route {
  readonly from: string;
  readonly to: string;
  readonly path: string;
  /** Where the count stands. */
  readonly x: number;
  readonly y: number;
  readonly anchor: "start" | "middle" | "end";
}

export const drawingSize = { width: 540, height: 622 };

/** Where a server's first life begins: a dot, as statecharts have it. */
export const initialDot = { state: "unborn", x: 270, y: 16, radius: 7 };

/** Outer states before inner ones, so that these lie on top. */
export const stateBoxes: readonly StateBox[] = [
  { state: "follower", x: 100, y: 62, width: 340, height: 62, nameAt: 88 },
  { state: "candidate", x: 100, y: 232, width: 340, height: 184, nameAt: 257 },
  { state: "candidate.preVote", x: 114, y: 330, width: 118, height: 68, nameAt: 359 },
  { state: "candidate.vote", x: 308, y: 330, width: 118, height: 68, nameAt: 359 },
  { state: "leader", x: 250, y: 548, width: 190, height: 62, nameAt: 574 },
  { state: "stopped", x: 10, y: 548, width: 170, height: 62, nameAt: 574 },
];

/** Every arrow that the statechart can have; which of them are drawn, and how, the counts decide. */
export const routes: readonly Route[] = [
  { from: "unborn", to: "follower", path: "M270,23 V52", x: 280, y: 44, anchor: "start" },
  { from: "follower", to: "candidate.preVote", path: "M145,124 V320", x: 152, y: 182, anchor: "start" },
  { from: "candidate.preVote", to: "follower", path: "M205,330 V134", x: 212, y: 182, anchor: "start" },
  { from: "candidate", to: "follower", path: "M270,232 V134", x: 277, y: 182, anchor: "start" },
  { from: "follower", to: "candidate.vote", path: "M335,124 V320", x: 342, y: 182, anchor: "start" },
  { from: "candidate.vote", to: "follower", path: "M395,330 V134", x: 402, y: 182, anchor: "start" },
  {
    from: "candidate.preVote",
    to: "candidate.vote",
    path: "M232,348 H298",
    x: 268,
    y: 340,
    anchor: "middle",
  },
  {
    from: "candidate.vote",
    to: "candidate.preVote",
    path: "M308,380 H242",
    x: 272,
    y: 398,
    anchor: "middle",
  },
  { from: "candidate.vote", to: "leader", path: "M380,398 V538", x: 388, y: 484, anchor: "start" },
  {
    from: "leader",
    to: "follower",
    path: "M440,579 H486 Q506,579 506,559 V113 Q506,93 486,93 H450",
    x: 499,
    y: 330,
    anchor: "end",
  },
  { from: "follower", to: "stopped", path: "M100,93 H54 Q34,93 34,113 V538", x: 41, y: 330, anchor: "start" },
  { from: "candidate", to: "stopped", path: "M100,386 Q72,388 72,420 V538", x: 79, y: 462, anchor: "start" },
  {
    from: "candidate.preVote",
    to: "stopped",
    path: "M146,398 C146,470 116,460 116,538",
    x: 123,
    y: 514,
    anchor: "start",
  },
  {
    from: "candidate.vote",
    to: "stopped",
    path: "M336,398 C336,490 160,440 160,538",
    x: 256,
    y: 452,
    anchor: "start",
  },
  { from: "leader", to: "stopped", path: "M250,579 H190", x: 218, y: 570, anchor: "middle" },
];

/** A logarithmic axis that has a place for nothing too: 0 at the left end, 1 one decade to the right of it. */
export interface LogScale {
  /** Decades from 1 to the right end. */
  readonly decades: number;
}

/** The shortest axis of whole decades that all the counts fit on. */
export function logScaleFor(counts: readonly number[]): LogScale {
  return { decades: Math.max(1, Math.ceil(Math.log10(Math.max(1, ...counts)))) };
}

/** Where a count stands, from 0 (left end) to 1 (right end). */
export function positionOn({ decades }: LogScale, count: number): number {
  return count < 1 ? 0 : (1 + Math.log10(count)) / (1 + decades);
}

/** The marks of the axis with their labels: 0, 1, 10, 100 … */
export function ticksOf(scale: LogScale): readonly { readonly label: string; readonly position: number }[] {
  const powers = Array.from({ length: scale.decades + 1 }, (_, decade) => ({
    label: powerText(decade),
    position: positionOn(scale, 10 ** decade),
  }));
  return [{ label: "0", position: 0 }, ...powers];
}

/** 1, 10, 100, 1 k, 10 k, 100 k, 1 M … */
function powerText(decade: number): string {
  const thousands = ["", " k", " M", " G", " T"][Math.floor(decade / 3)] as string;
  return `${10 ** (decade % 3)}${thousands}`;
}

/** Digits in groups of three: 1,234,567. At most two decimals. */
export function grouped(value: number): string {
  const [whole = "", fraction] = String(Math.round(value * 100) / 100).split(".");
  const groups = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return fraction === undefined ? groups : `${groups}.${fraction}`;
}

/** Short form for drawings: 999, 9,999, 12.3 k, 1.23 M. Three digits that count. */
export function compact(value: number): string {
  if (value < 10_000) return grouped(value);
  // 999,950 would be 1,000 k.
  return value < 999_500 ? `${threeDigits(value / 1e3)} k` : `${threeDigits(value / 1e6)} M`;
}

/** Seconds with the unit. */
export function secondsText(seconds: number): string {
  return `${seconds.toFixed(seconds < 1 ? 2 : 1)} s`;
}

/** A count with its noun in the right number. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${grouped(count)} ${count === 1 ? noun : plural}`;
}

/** "commandsByKind" as words: "commands by kind". */
export function wordsOf(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).trim();
}

/** Share of the whole in per cent, as CSS wants it. Nothing has no shares. */
export function percentOf(part: number, whole: number): string {
  return `${(whole === 0 ? 0 : (100 * part) / whole).toFixed(2)}%`;
}

export function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}

function threeDigits(value: number): string {
  return value.toFixed(value < 9.995 ? 2 : value < 99.95 ? 1 : 0);
}

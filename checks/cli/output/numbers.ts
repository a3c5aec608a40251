/** A whole number with thousands set apart: 12,345. */
export function formatInteger(value: number): string {
  return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** A count that need not be exact: 12,345 up to 99,999, then 123 k · 1.2 M · 3.4 G. */
export function formatCount(value: number): string {
  if (value < 10 && !Number.isInteger(value)) return value.toFixed(1);
  if (value < 99_999.5) return formatInteger(value);
  if (value < 999_500) return `${Math.round(value / 1e3)} k`;
  return value < 999.95e6 ? `${(value / 1e6).toFixed(1)} M` : `${(value / 1e9).toFixed(1)} G`;
}

/** A time for a person: 12 ms · 3.4 s · 1 min 50 s · 2 h 5 min. */
export function formatSeconds(seconds: number): string {
  if (seconds < 0.9995) return `${Math.round(seconds * 1000)} ms`;
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  const minutes = Math.round(whole / 60);
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

import {digitsOf, type Format, unitOf} from './format.js';

/** Whole percent, rounded down: 100 % means all. `ratio` is 0–1. */
export const percentIn = ({using}: Format, ratio: number): string =>
  using(Math.floor(ratio * 100 + 1e-6) / 100, {style: 'percent'});

/** ["1.0", "2.4 GB"]: both in the unit of the second, with as many digits after the point as it has (none for 0). */
export function sizeOf({using, inUnit}: Format, bytes: number, total: number): [string, string] {
  const unit = unitOf(total);
  // Nothing has no digits after the point, and neither has a part of a total that is shown without them.
  const digits =
    bytes === 0 || Number.isInteger(Math.round((total / 1024 ** unit) * 10) / 10)
      ? 0
      : digitsOf(total / 1024 ** unit, unit);
  const value = bytes / 1024 ** unit;
  return [using(value, {minimumFractionDigits: digits, maximumFractionDigits: digits}), inUnit(total, unit)];
}

/** "8.4 MB/s", "120 kB/s": rounded to two digits that count. */
export function speedIn({inUnit}: Format, bytesPerSecond: number): string {
  const unit = Math.max(1, unitOf(bytesPerSecond));
  const value = bytesPerSecond / 1024 ** unit;
  return inUnit((value < 100 ? value : Math.round(value / 10) * 10) * 1024 ** unit, unit, '-per-second');
}

/** "2 min", "1 hr, 20 min"; under a minute in seconds. */
export function durationIn({using}: Format, seconds: number): string {
  const part = (value: number, unit: string): string =>
    using(value, {style: 'unit', unit, unitDisplay: 'short'});
  if (seconds < 60) return part(Math.max(1, Math.round(seconds)), 'second');
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return part(minutes, 'minute');
  const hours = part(Math.floor(minutes / 60), 'hour');
  return minutes % 60 ? `${hours} ${part(minutes % 60, 'minute')}` : hours;
}

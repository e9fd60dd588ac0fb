import {digitsOf, type Format, unitOf} from './format.js';

/** Whole percent, rounded down: 100 % means all. `ratio` is 0–1. */
export const percentIn = ({using}: Format, ratio: number): string =>
  using(Math.floor(ratio * 100 + 1e-6) / 100, {style: 'percent'});

/** ["1.2", "2.4 GB"]: both in the unit of the second. */
export function sizeOf({using, inUnit}: Format, bytes: number, total: number): [string, string] {
  const unit = unitOf(total);
  const value = bytes / 1024 ** unit;
  return [using(value, {maximumFractionDigits: digitsOf(value, unit)}), inUnit(total, unit)];
}

/** "8.4 MB/s". */
export const speedIn = ({inUnit}: Format, bytesPerSecond: number): string =>
  inUnit(bytesPerSecond, Math.max(1, unitOf(bytesPerSecond)), '-per-second');

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

/** Numbers, sizes, times and lists as a language writes them. Sizes are binary (1 MB = 1,048,576 bytes). */
export interface Format {
  readonly number: (value: number) => string;
  /** Whole percent, rounded down: 100 % means all. `ratio` is 0–1. */
  readonly percent: (ratio: number) => string;
  /** "1.2 GB". */
  readonly size: (bytes: number) => string;
  /** ["1.2", "2.4 GB"]: both in the unit of the second. */
  readonly sizeOf: (bytes: number, total: number) => [string, string];
  /** "8.4 MB/s". */
  readonly speed: (bytesPerSecond: number) => string;
  /** "2 min", "1 hr, 20 min"; under a minute in seconds. */
  readonly duration: (seconds: number) => string;
  readonly list: (items: readonly string[]) => string;
  readonly plural: (value: number) => Intl.LDMLPluralRule;
}

const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** Index of the unit in which a size has at most three digits before the point. */
function unitOf(bytes: number): number {
  let unit = 0;
  for (let rest = bytes; rest >= 999.5 && unit < units.length - 1; rest /= 1024) unit++;
  return unit;
}

/** The Intl objects are made once: constructing one costs far more than using it. */
export function createFormat(locale: string): Format {
  const cache = new Map<string, Intl.NumberFormat>();
  const using = (value: number, options: Intl.NumberFormatOptions): string => {
    const id = JSON.stringify(options);
    let format = cache.get(id);
    if (!format) cache.set(id, (format = new Intl.NumberFormat(locale, options)));
    return format.format(value);
  };
  const digits = (value: number): number => (value >= 10 || value === 0 ? 0 : 1);
  const inUnit = (bytes: number, unit: number, suffix = ''): string => {
    const value = bytes / 1024 ** unit;
    const name = units[unit] ?? 'byte';
    return using(value, {
      style: 'unit',
      unit: name + suffix,
      unitDisplay: name === 'byte' ? 'long' : 'short',
      maximumFractionDigits: unit ? digits(value) : 0,
    });
  };
  const part = (value: number, unit: string): string =>
    using(value, {style: 'unit', unit, unitDisplay: 'short'});
  const rules = new Intl.PluralRules(locale);
  const lists = new Intl.ListFormat(locale, {type: 'conjunction', style: 'narrow'});

  return {
    number: (value) => using(value, {}),
    percent: (ratio) => using(Math.floor(ratio * 100 + 1e-6) / 100, {style: 'percent'}),
    size: (bytes) => inUnit(bytes, unitOf(bytes)),
    sizeOf: (bytes, total) => {
      const unit = unitOf(total);
      const value = bytes / 1024 ** unit;
      return [using(value, {maximumFractionDigits: unit ? digits(value) : 0}), inUnit(total, unit)];
    },
    speed: (rate) => inUnit(rate, Math.max(1, unitOf(rate)), '-per-second'),
    duration: (seconds) => {
      if (seconds < 60) return part(Math.max(1, Math.round(seconds)), 'second');
      const minutes = Math.round(seconds / 60);
      if (minutes < 60) return part(minutes, 'minute');
      const hours = part(Math.floor(minutes / 60), 'hour');
      return minutes % 60 ? `${hours} ${part(minutes % 60, 'minute')}` : hours;
    },
    list: (items) => lists.format(items),
    plural: (value) => rules.select(value),
  };
}

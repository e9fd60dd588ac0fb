/** Numbers, sizes, times and lists as a language writes them. Sizes are binary (1 MB = 1,048,576 bytes). */
export interface Format {
  readonly number: (value: number) => string;
  /** "1.2 GB". */
  readonly size: (bytes: number) => string;
  /** Formats a number with these options. The Intl object for them is made once. */
  readonly using: (value: number, options: Intl.NumberFormatOptions) => string;
  /** Formats bytes in the unit of this index. */
  readonly inUnit: (bytes: number, unit: number, suffix?: string) => string;
  readonly list: (items: readonly string[]) => string;
  readonly plural: (value: number) => Intl.LDMLPluralRule;
}

const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** Index of the unit in which a size has at most three digits before the point. */
export function unitOf(bytes: number): number {
  let unit = 0;
  for (let rest = bytes; rest >= 999.5 && unit < units.length - 1; rest /= 1024) unit++;
  return unit;
}

/** How many digits a value has after the point, in this unit. */
export const digitsOf = (value: number, unit: number): number => (unit && value && value < 10 ? 1 : 0);

/** Makes the format of a language. To make an Intl object costs far more than to use it, so each is made once. */
export function createFormat(locale: string): Format {
  const cache = new Map<string, Intl.NumberFormat>();
  const using = (value: number, options: Intl.NumberFormatOptions): string => {
    const id = JSON.stringify(options);
    let format = cache.get(id);
    if (!format) cache.set(id, (format = new Intl.NumberFormat(locale, options)));
    return format.format(value);
  };
  const inUnit = (bytes: number, unit: number, suffix = ''): string => {
    const value = bytes / 1024 ** unit;
    const name = units[unit] ?? 'byte';
    // A number and its unit stay on one line.
    return using(value, {
      style: 'unit',
      unit: name + suffix,
      unitDisplay: name === 'byte' ? 'long' : 'short',
      maximumFractionDigits: digitsOf(value, unit),
    }).replace(' ', '\u00a0');
  };
  const rules = new Intl.PluralRules(locale);
  const lists = new Intl.ListFormat(locale, {type: 'conjunction', style: 'narrow'});

  return {
    number: (value) => using(value, {}),
    size: (bytes) => inUnit(bytes, unitOf(bytes)),
    using,
    inUnit,
    list: (items) => lists.format(items),
    plural: (value) => rules.select(value),
  };
}

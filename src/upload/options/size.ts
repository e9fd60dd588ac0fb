import {ConfigurationError} from '../../errors.js';

const units: Record<string, number> = {'': 1, B: 1, KB: 2 ** 10, MB: 2 ** 20, GB: 2 ** 30, TB: 2 ** 40};

/** Reads `8388608`, `"8MB"`, `"1.5 GB"` (binary units, as in the COS SDKs) as bytes. Throws a ConfigurationError for anything else. */
export function parseSize(attribute: string, value: number | string, minimum = 0): number {
  // Without types a page may pass anything, and not everything can be made a text.
  const text = typeof value === 'number' || typeof value === 'string' ? String(value) : '';
  const [, digits, unit = ''] = /^\s*(\d+(?:\.\d+)?)\s*([KMGT]?B?)\s*$/i.exec(text) ?? [];
  const factor =
    units[unit.length === 1 && unit !== 'B' && unit !== 'b' ? `${unit.toUpperCase()}B` : unit.toUpperCase()];
  const bytes =
    digits === undefined || factor === undefined ? Number.NaN : Math.round(Number(digits) * factor);
  if (!(bytes >= minimum) || !Number.isSafeInteger(bytes)) {
    throw new ConfigurationError(
      attribute,
      value,
      `a size of at least ${formatSize(minimum)}, in bytes or with KB, MB, GB or TB, such as "20MB" (1 MB = 1,048,576 bytes)`,
    );
  }
  return bytes;
}

function formatSize(bytes: number): string {
  return bytes >= units['MB']! ? `${(bytes / units['MB']!).toString()}MB` : `${bytes.toString()} bytes`;
}

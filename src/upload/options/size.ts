import {ConfigurationError} from '../../errors.js';

/** Each is 1,024 times the one before. */
const units = 'KMGT';

/** Reads `8388608`, `"8MB"`, `"1.5 GB"` (binary units, as in the COS SDKs) as bytes. Throws a ConfigurationError for anything else. */
export function parseSize(attribute: string, value: number | string, minimum = 0): number {
  // Without types a page may pass anything, and not everything can be made a text.
  const text = typeof value === 'number' || typeof value === 'string' ? String(value) : '';
  const [, digits, unit] = /^\s*(\d+(?:\.\d+)?)\s*([KMGT]?)B?\s*$/i.exec(text) ?? [];
  const power = unit ? units.indexOf(unit.toUpperCase()) + 1 : 0;
  const bytes = Math.round(Number(digits) * 1024 ** power);
  if (!(bytes >= minimum) || !Number.isSafeInteger(bytes)) {
    throw new ConfigurationError(
      attribute,
      value,
      `a size of at least ${formatSize(minimum)}, in bytes or as "20MB" (KB, GB, TB)`,
    );
  }
  return bytes;
}

function formatSize(bytes: number): string {
  const megabyte = 2 ** 20;
  return bytes >= megabyte ? `${bytes / megabyte}MB` : `${bytes} bytes`;
}

import type {StorageClass} from './object-options.js';

/** The storage classes that there are now. COS adds new ones over the years, so unknown names are sent too. 436/30925 */
const known: readonly StorageClass[] = [
  ...(['STANDARD', 'STANDARD_IA', 'INTELLIGENT_TIERING', 'MAZ_STANDARD', 'MAZ_STANDARD_IA'] as const),
  ...(['MAZ_INTELLIGENT_TIERING', 'ARCHIVE', 'DEEP_ARCHIVE'] as const),
];

const told = new Set<string>();

/**
 * Warns of an unknown storage class, once for each. COS may know a class that this code does not; if it does not either, it refuses the
 * object.
 */
export function warnOfUnknownClass(value: string | undefined): void {
  if (!value || (known as readonly string[]).includes(value) || told.has(value)) return;
  told.add(value);
  console.warn(
    `cos-uploader: the storage class "${value}" is not among those known here (${known.join(', ')}). It is sent as it ` +
      'is; check its spelling if COS refuses it.',
  );
}

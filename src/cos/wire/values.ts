import type {Owner} from './results.js';
import type {TransportResponse} from './transport.js';
import {childOf, textOf, type XmlElement} from './xml.js';

/** In upper case: some answers say `Standard`, others `STANDARD`. */
export const storageClassOf = (element: XmlElement): string =>
  textOf(element, 'StorageClass')?.toUpperCase() ?? 'STANDARD';

/** Reads `true` and `TRUE`: the documents and the servers differ. */
export const booleanOf = (element: XmlElement, name: string): boolean =>
  textOf(element, name)?.trim().toLowerCase() === 'true';

/** ISO 8601 or `Wed Jan 18 16:04:17 2017`; without a zone it is UTC. */
export function dateOf(element: XmlElement, name: string): Date | undefined {
  const text = textOf(element, name);
  if (text === undefined) return undefined;
  const zoned = /(Z|GMT|UTC|[+-]\d\d:?\d\d)$/.test(text)
    ? text
    : text.includes('T') && text.includes('-')
      ? `${text}Z`
      : `${text} UTC`;
  const date = new Date(zoned);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

/** A date of HTTP; undefined where CORS or something on the way keeps it back. */
export function dateOfHeader(response: TransportResponse, name: string): Date | undefined {
  const date = new Date(response.header(name) ?? NaN);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

export function ownerOf(element: XmlElement, name: string): Owner {
  const owner = childOf(element, name);
  return {id: textOf(owner, 'ID') ?? '', displayName: textOf(owner, 'DisplayName') ?? ''};
}

/** Undoes `encoding-type=url`; without it, or where the text is not encoded after all, the text as it is. */
export const decoderOf =
  (encodingType: string | undefined) =>
  (text: string): string => {
    if (encodingType !== 'url') return text;
    try {
      return decodeURIComponent(text);
    } catch {
      return text;
    }
  };

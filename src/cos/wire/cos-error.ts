import {CosError} from '../../errors.js';
import {codeOfStatus, errorFacts} from './error-facts.js';
import {retryAfterOf} from './retry-after.js';
import type {TransportResponse} from './transport.js';
import {dateOf} from './values.js';
import {childOf, readXml, rootOf, textOf, type XmlElement} from './xml.js';

/** What was asked, for the message. */
export interface Asked {
  /** E.g. `PutObject`. */
  operation: string;
  key: string;
}

/** The CosError for an answer that is not a success: HEAD's answers have no body, proxies' no XML. */
export async function cosErrorOf(response: TransportResponse, asked: Asked): Promise<CosError> {
  return errorFrom(readXml(await response.text()), response, asked);
}

/** From an `Error`, which COS may also send under status 200. */
function errorFrom(document: XmlElement, response: TransportResponse, {operation, key}: Asked): CosError {
  const {status} = response;
  const error = childOf(document, 'Error');
  const code = textOf(error, 'Code') ?? codeOfStatus(status);
  const said = textOf(error, 'Message') ?? `HTTP status ${status} without an explanation`;
  const {category, retryable, why} = errorFacts(code, status, said);
  const requestId = textOf(error, 'RequestId') ?? response.header('x-cos-request-id') ?? undefined;
  const date = response.header('date');
  const serverTime = date ? Date.parse(date) : Number(error && dateOf(error, 'ServerTime'));
  return new CosError(
    `${operation}${key && ` of "${key}"`} failed: ${code}, ${said.replace(/\.$/, '')}. ${why}`,
    {
      code,
      status,
      category,
      retryable,
      key: key || undefined,
      requestId,
      traceId: textOf(error, 'TraceId') ?? response.header('x-cos-trace-id') ?? undefined,
      resource: textOf(error, 'Resource'),
      serverTime: Number.isNaN(serverTime) ? undefined : serverTime,
      retryAfter: retryAfterOf(response.header('retry-after')),
    },
  );
}

/**
 * The root element of a success. COS may send an error under status 200, after blanks that keep the line open (436/7742), so the
 * name of the root decides; a document that breaks off before it has ended is none.
 */
export async function readAnswer(
  response: TransportResponse,
  root: string,
  asked: Asked,
): Promise<XmlElement> {
  const text = await response.text();
  if (rootOf(text) === 'Error') throw errorFrom(readXml(text), response, asked);
  const element = text.trimEnd().endsWith(`</${root}>`) ? childOf(readXml(text), root) : undefined;
  if (!element) throw unreadable(root, response, asked);
  return element;
}

/** The text of an element that a success cannot be without. */
export function needed(element: XmlElement, name: string, response: TransportResponse, asked: Asked): string {
  const text = textOf(element, name);
  if (text === undefined) throw unreadable(name, response, asked);
  return text;
}

/** Retryable: what was asked for has most likely been done, and asking again tells. */
export const unreadable = (what: string, response: TransportResponse, {operation, key}: Asked): CosError =>
  new CosError(`${operation}${key && ` of "${key}"`} failed: the answer holds no ${what}. Try again.`, {
    code: 'InvalidResponse',
    status: response.status,
    category: 'busy',
    retryable: true,
    key: key || undefined,
    requestId: response.header('x-cos-request-id') ?? undefined,
  });

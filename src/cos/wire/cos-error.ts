import {CosError} from '../../errors.js';
import {codeOfStatus, errorFacts} from './error-facts.js';
import {retryAfterOf} from './retry-after.js';
import type {TransportResponse} from './transport.js';
import {dateOf} from './values.js';
import {childOf, loadXml, textOf, type XmlElement} from './xml.js';

/** What was asked, for the message. */
export interface Asked {
  /** E.g. `PutObject`. */
  operation: string;
  key: string;
}

/** The CosError for an answer that is not a success: HEAD's answers have no body, proxies' no XML. */
export async function cosErrorOf(response: TransportResponse, asked: Asked): Promise<CosError> {
  const text = await response.text();
  // The status still tells something when the body is no XML, or its parser could not be loaded.
  const document = text.trim()
    ? await loadXml()
        .then((parse) => parse(text))
        .catch(() => undefined)
    : undefined;
  return errorFrom(childOf(document, 'Error'), response, asked);
}

/** From the `Error` element, which COS may also send under status 200. */
function errorFrom(
  error: XmlElement | undefined,
  response: Pick<TransportResponse, 'status' | 'header'>,
  {operation, key}: Asked,
): CosError {
  const {status} = response;
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
 * The root element of a success. COS may send an error under status 200, after blanks that keep the line open
 * (436/7742), so the root decides.
 */
export async function readAnswer(
  response: TransportResponse,
  root: string,
  asked: Asked,
): Promise<XmlElement> {
  const text = await response.text();
  const parse = await loadXml();
  let document: XmlElement;
  try {
    document = parse(text);
  } catch {
    throw unreadable('XML', response, asked);
  }
  const error = childOf(document, 'Error');
  if (error) throw errorFrom(error, response, asked);
  const element = childOf(document, root);
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

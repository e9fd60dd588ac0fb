import {CosError} from '../../errors.js';
import {codeOfStatus, errorFacts} from './error-facts.js';
import {lazy} from './load.js';
import {retryAfterOf} from './retry-after.js';
import type {TransportResponse} from './transport.js';
import {dateOf} from './values.js';
import {childOf, readError, textOf, type XmlElement} from './xml.js';

const loadParser = lazy(() => import('./xml-parser.js'));

/** What was asked, for the message. */
export interface Asked {
  /** E.g. `PutObject`. */
  operation: string;
  key: string;
}

const prefixAdvice = (key: string): string =>
  `Where the policy names a prefix, key-prefix must begin with it; here it is "${key.slice(0, key.lastIndexOf('/') + 1)}".`;

/**
 * The CosError for what COS refuses. HEAD's answers have no body, proxies' no XML: there the status alone speaks. No text of it is
 * longer than some hundred characters, whatever was sent.
 */
export async function cosErrorOf(response: TransportResponse, {operation, key}: Asked): Promise<CosError> {
  const {status} = response;
  const error = readError(await response.text());
  const text = (name: string): string | undefined => cut(textOf(error, name));
  const header = (name: string): string | undefined => cut(response.header(name) ?? undefined);
  const code = text('Code') ?? codeOfStatus(status);
  const said = text('Message') ?? saidBy(status);
  const {category, retryable, why} = errorFacts(code, status, said);
  const advice = category === 'permission' && key.includes('/') ? ` ${prefixAdvice(key)}` : '';
  const date = response.header('date');
  const serverTime = date ? Date.parse(date) : Number(dateOf(error, 'ServerTime'));
  return new CosError(
    `${operation}${key && ` of "${key}"`} failed: ${code}, ${said.replace(/\.$/, '')}. ${why}${advice}`,
    {
      code,
      status,
      category,
      retryable,
      key: key || undefined,
      requestId: text('RequestId') ?? header('x-cos-request-id'),
      traceId: text('TraceId') ?? header('x-cos-trace-id'),
      // A host and a key of 850 bytes.
      resource: cut(textOf(error, 'Resource'), 1000),
      serverTime: Number.isNaN(serverTime) ? undefined : serverTime,
      retryAfter: retryAfterOf(response.header('retry-after')),
    },
  );
}

const cut = (text: string | undefined, most = 300): string | undefined => text?.slice(0, most);

/** For an answer without a body that explains it. */
const saidBy = (status: number): string =>
  status === 413
    ? 'something on the way lets no body of this size pass (a gateway; in nginx it is client_max_body_size). Smaller parts may pass'
    : `HTTP status ${status} without an explanation`;

/**
 * The root element of a success, whose parser comes with the first one. A document that breaks off before it has ended is none.
 */
export async function readAnswer(
  response: TransportResponse,
  root: string,
  asked: Asked,
): Promise<XmlElement> {
  const text = await response.text();
  const whole = text.trimEnd().endsWith(`</${root}>`);
  const element = whole ? childOf((await loadParser()).parseXml(text), root) : undefined;
  if (!element) throw unreadable(root, response, asked);
  return element;
}

/** The text of an element that a success cannot be without. */
export function needed(element: XmlElement, name: string, response: TransportResponse, asked: Asked): string {
  const text = textOf(element, name);
  if (text === undefined) throw unreadable(name, response, asked);
  return text;
}

/** A whole number that is not negative; one that is left out is `otherwise`, or the answer is no success. */
export function wholeOf(
  element: XmlElement,
  name: string,
  response: TransportResponse,
  asked: Asked,
  otherwise?: number,
): number {
  const text = otherwise === undefined ? needed(element, name, response, asked) : textOf(element, name);
  if (text === undefined) return otherwise!;
  const number = /^\s*\d+\s*$/.test(text) ? Number(text) : NaN;
  if (!Number.isSafeInteger(number)) throw unreadable(`${name} that is a number`, response, asked);
  return number;
}

/** Retryable: the request has most likely been done, and sending it again tells. */
export const unreadable = (what: string, response: TransportResponse, {operation, key}: Asked): CosError =>
  new CosError(`${operation}${key && ` of "${key}"`} failed: the answer holds no ${what}. Try again.`, {
    code: 'InvalidResponse',
    status: response.status,
    category: 'busy',
    retryable: true,
    key: key || undefined,
    requestId: response.header('x-cos-request-id') ?? undefined,
  });

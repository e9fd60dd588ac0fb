import type {Environment} from '../../environment.js';
import {Outage} from './outage.js';
import {Line} from './line.js';
import {Host} from './slots.js';

interface Shared {
  readonly slots: Host;
  readonly store: Outage;
}

const known = new WeakMap<Environment, Map<string, Shared>>();

/** What all uploaders of a page that send to `origin` have in common: its slots, and whether it can be reached. */
export function hostOf(environment: Environment, origin: string): Shared {
  const hosts = known.get(environment) ?? new Map<string, Shared>();
  known.set(environment, hosts);
  const host = hosts.get(origin) ?? {
    slots: new Host(() => environment.now(), new Line(() => mostBodies(origin))),
    store: new Outage(environment),
  };
  hosts.set(origin, host);
  return host;
}

/** Over HTTP/1.1 a browser has at most six connections to a host. Over HTTP/2 and 3 many requests share one. */
const mostBodies = (origin: string): number =>
  (performance.getEntriesByType('resource') as PerformanceResourceTiming[]).some(
    ({name, nextHopProtocol}) => /^h[23]/.test(nextHopProtocol) && name.startsWith(`${origin}/`),
  )
    ? 16
    : 6;

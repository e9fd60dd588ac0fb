import type {Environment} from '../../environment.js';
import {Outage} from './outage.js';
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
  const host = hosts.get(origin) ?? {slots: new Host(), store: new Outage(environment)};
  hosts.set(origin, host);
  return host;
}

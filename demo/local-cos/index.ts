/** A COS for one machine: COS itself, temporary keys and tickets. */
export {type CosFixtures, cosFixtures} from './fixtures.js';
export type {FaultDesk, FaultEffect, FaultRule} from './faults.js';
export type {ObjectReport} from './inventory.js';
export type {LoggedRequest} from './request-log.js';
export {type LocalCos, type LocalCosOptions, startLocalCos, thisMachine} from './server.js';
export type {Settings} from './settings.js';

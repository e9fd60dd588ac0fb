import {lazy} from '../../cos/wire/load.js';
import type * as OnDemand from '../run/on-demand.js';

/**
 * What sends and discards uploads, loaded once, with the first file: a page shows its uploader sooner without it. Rejects
 * with a NetworkError where the script cannot be had; the next call tries again.
 */
export const loadRun: () => Promise<typeof OnDemand> = lazy(() => import('../run/on-demand.js'));

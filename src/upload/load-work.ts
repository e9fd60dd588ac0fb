import {lazy} from '../cos/wire/load.js';
import type * as Work from './work.js';

export const loadWork: () => Promise<typeof Work> = lazy(() => import('./work.js'));

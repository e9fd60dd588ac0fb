import {lazy} from '../cos/load.js';

export const loadWork: () => Promise<typeof import('./work.js')> = lazy(() => import('./work.js'));

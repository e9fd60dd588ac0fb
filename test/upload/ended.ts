import type {TaskState} from '../../src/index.js';

export const ended = ({status}: TaskState): boolean => ['done', 'failed', 'canceled'].includes(status);

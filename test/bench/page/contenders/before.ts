/** The build that `--against` names; without it, this code. */
import * as build from 'cos-uploader-before';
import type * as present from '../../../../src/index.js';
import type {UploaderOptions} from '../../../../src/index.js';
import type {Upload} from '../contender.js';
import {loadWith, uploadWith} from './ours.js';

const before = build as typeof present;

export const load = (): Promise<void> => loadWith(before);
export const upload: Upload<Omit<UploaderOptions, 'client'>> = uploadWith(before);

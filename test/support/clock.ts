import {type Environment, hereAndNow} from '../../src/environment.js';

/** Time that passes so many times as fast. */
export const hurried = (clock: number): Environment => ({
  ...hereAndNow,
  now: () => hereAndNow.now() * clock,
  after: (ms, callback) => hereAndNow.after(ms / clock, callback),
});

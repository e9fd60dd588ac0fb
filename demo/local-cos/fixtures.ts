import {type LocalCos, type LocalCosOptions, startLocalCos} from './server.js';

/** What a test asks for by name. */
export interface CosFixtures {
  /** A COS of its own for each test that asks for one; ends with the test. */
  cos: LocalCos;
}

/** For `test.extend<CosFixtures>(cosFixtures())` of Playwright and of Vitest. */
export const cosFixtures = (
  options: LocalCosOptions = {},
): {cos: (context: object, use: (cos: LocalCos) => Promise<void>) => Promise<void>} => ({
  // Both runners read from the first parameter, as it is written here, what a fixture needs: nothing.
  // eslint-disable-next-line no-empty-pattern
  cos: async ({}, use) => {
    const cos = await startLocalCos(options);
    try {
      await use(cos);
    } finally {
      await cos.close();
    }
  },
});

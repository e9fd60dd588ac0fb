/** The time by the server's clock, as far as it is known. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Learns the server's time. Less than 30 s of difference is the line's delay, not a wrong clock. */
  correct(serverTime: number | undefined): void;
}

export function createClock(local: () => number = Date.now): Clock {
  let offset = 0;
  const now = (): number => local() + offset;
  return {
    now,
    correct: (serverTime) => {
      if (serverTime !== undefined && Math.abs(serverTime - now()) >= 30_000) offset = serverTime - local();
    },
  };
}

/** The time by the server's clock, as far as it is known. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** How far the server is ahead of the local clock, in milliseconds; 0 until it matters. */
  offset(): number;
  /** Takes over the server's time. A difference of less than 30 s is the delay of the line, not a wrong clock. */
  correct(serverTime: number | undefined): void;
}

export function createClock(local: () => number = Date.now): Clock {
  let offset = 0;
  const now = (): number => local() + offset;
  return {
    now,
    offset: () => offset,
    correct: (serverTime) => {
      if (serverTime !== undefined && Math.abs(serverTime - now()) >= 30_000) offset = serverTime - local();
    },
  };
}

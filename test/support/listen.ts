import {createServer, type RequestListener} from 'node:http';
import type {AddressInfo} from 'node:net';

export interface Listening {
  readonly origin: string;
  /** Ends connections that are open too. */
  close(): Promise<void>;
}

/** A server of this machine, on a port that is free. */
export async function listen(listener: RequestListener): Promise<Listening> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** A port of this machine that nobody listens on, for a program that opens it itself. */
export async function freePort(): Promise<number> {
  const server = await listen(() => undefined);
  await server.close();
  return Number(new URL(server.origin).port);
}

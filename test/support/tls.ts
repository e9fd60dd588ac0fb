/** HTTPS in front of a server of this machine, for addresses that a page has to have as they are in production. */
import {generateKeyPairSync, sign} from 'node:crypto';
import {type AddressInfo, connect, type Socket} from 'node:net';
import {createServer} from 'node:tls';

export interface Front {
  readonly port: number;
  close(): Promise<void>;
}

/** Takes TLS off and passes everything else on to `port`. Browsers have to be told to accept its certificate. */
export async function httpsTo(port: number): Promise<Front> {
  const server = createServer(selfSigned(), (socket) => {
    const behind = connect(port, '127.0.0.1');
    socket.pipe(behind).pipe(socket);
    for (const [one, other] of [
      [socket, behind],
      [behind, socket],
    ] as const)
      one.on('error', () => other.destroy()).on('close', () => other.destroy());
  });
  const open = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of open) socket.destroy();
      }),
  };
}

/** A certificate for nobody in particular, good for a day. X.509 in DER, RFC 5280 */
function selfSigned(): {key: string; cert: string} {
  const {privateKey, publicKey} = generateKeyPairSync('ec', {namedCurve: 'P-256'});
  const ecdsaWithSha256 = sequence(Buffer.from('06082a8648ce3d040302', 'hex'));
  const name = sequence(
    node(0x31, sequence(Buffer.from('0603550403', 'hex'), node(0x0c, Buffer.from('test')))),
  );
  const day = (offset: number): Buffer => {
    const text = new Date(Date.now() + offset * 86_400_000).toISOString().replace(/[-:T]|\.\d+/g, '');
    return node(0x17, Buffer.from(text.slice(2)));
  };
  const facts = sequence(
    node(0x02, Buffer.from([1])),
    ecdsaWithSha256,
    name,
    sequence(day(-1), day(1)),
    name,
    publicKey.export({type: 'spki', format: 'der'}),
  );
  const signature = node(0x03, Buffer.from([0]), sign('sha256', facts, privateKey));
  const der = sequence(facts, ecdsaWithSha256, signature).toString('base64');
  return {
    key: privateKey.export({type: 'pkcs8', format: 'pem'}) as string,
    cert: `-----BEGIN CERTIFICATE-----\n${der.replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`,
  };
}

/** One element of DER. */
function node(tag: number, ...contents: Buffer[]): Buffer {
  const {length} = Buffer.concat(contents);
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...size]), ...contents]);
}
const sequence = (...contents: Buffer[]): Buffer => node(0x30, ...contents);

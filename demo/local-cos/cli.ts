#!/usr/bin/env node
import {parseArgs} from 'node:util';
import {startLocalCos, thisMachine} from './server.js';

const help = `A COS for this machine, without an account: objects, multipart uploads, temporary keys, tickets.

  npx cos-uploader-local [options]

  --port PORT      of 127.0.0.1, where alone it listens; 9000, and 0 is any free one
  --bucket NAME    with its APPID: demo-1250000000
  --region REGION  ap-guangzhou
  --data DIR       where the bytes lie meanwhile; the system's temporary folder
  --origin URL     a page that may use it besides those of localhost: https://app.test; may be repeated
  --help

It stops on Ctrl-C, and what was uploaded is gone.`;

/** A slip on the command line; the message says what to write instead. */
class Slip extends Error {}

interface Wish {
  port: number;
  bucket: string;
  region: string;
  data: string | undefined;
  origins: string[];
}

/** `undefined`: only help was asked for. */
function read(args: string[]): Wish | undefined {
  const {values} = parsed(args);
  if (values.help === true) return undefined;
  const {port = '9000', bucket = 'demo-1250000000', region = 'ap-guangzhou', data, origin = []} = values;
  if (!/^\d+$/.test(port) || Number(port) > 65_535) throw new Slip(`--port ${port} is no port: 0 to 65535.`);
  if (!/^[a-z\d]([a-z\d-]*[a-z\d])?-\d+$/.test(bucket))
    throw new Slip(`--bucket ${bucket} is no bucket: its name, - and the APPID, as demo-1250000000.`);
  if (!/^[a-z]+(-[a-z\d]+)+$/.test(region))
    throw new Slip(`--region ${region} is no region: as ap-guangzhou.`);
  for (const page of origin)
    if (!/^https?:\/\/[^/]+$/.test(page))
      throw new Slip(
        `--origin ${page} is no origin: scheme, host and port without a path, as https://app.test.`,
      );
  return {port: Number(port), bucket, region, data, origins: [...thisMachine, ...origin]};
}

function parsed(args: string[]): {
  values: {port?: string; bucket?: string; region?: string; data?: string; origin?: string[]; help?: boolean};
} {
  const text = {type: 'string'} as const;
  try {
    return parseArgs({
      args,
      options: {
        port: text,
        bucket: text,
        region: text,
        data: text,
        origin: {type: 'string', multiple: true},
        help: {type: 'boolean', short: 'h'},
      },
    });
  } catch (error) {
    throw new Slip((error as Error).message);
  }
}

async function run({port, bucket, region, data, origins}: Wish): Promise<void> {
  const cos = await startLocalCos({port, bucket, region, origins, ...(data !== undefined && {data})});
  console.log(`COS for this machine: ${bucket} in ${region}, at ${cos.origin}. For your page:

<cos-uploader bucket="${bucket}" region="${region}" endpoint="${cos.origin}"
  credentials-url="${cos.credentialsUrl}" multiple></cos-uploader>

Keys are good for any prefix. Tickets: ticket-url="${cos.ticketUrl}" instead of credentials-url.
What is stored: ${cos.origin}/-/objects, what was asked: ${cos.origin}/-/log.
Ctrl-C stops it, and what was uploaded is gone.`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void cos.close().then(() => process.exit(0)));
}

try {
  const wish = read(process.argv.slice(2));
  if (wish) await run(wish);
  else console.log(help);
} catch (error) {
  const {code, message, path} = error as NodeJS.ErrnoException;
  const because =
    code === 'ENOENT' && path !== undefined ? `There is no folder for ${path}. Make it first.` : message;
  console.error(`cos-uploader-local: ${because}${error instanceof Slip ? '\nAll options: --help' : ''}`);
  process.exitCode = 1;
}

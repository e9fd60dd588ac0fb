import type {GetTicket, Ticket, TicketFile} from '../../src/index.js';
import {bucket, freshKey, region} from './cos.js';

const actions =
  'PutObject,HeadObject,InitiateMultipartUpload,UploadPart,ListParts,CompleteMultipartUpload,AbortMultipartUpload';

/** Keys for one object alone, as an application's server would ask STS for. */
export async function keysFor(key: string, seconds = 1800): Promise<Omit<Ticket, 'key'>> {
  const appId = bucket.split('-')[1]!;
  const policy = {
    version: '2.0',
    statement: [
      {
        effect: 'allow',
        action: actions.split(',').map((name) => `name/cos:${name}`),
        resource: [`qcs::cos:${region}:uid/${appId}:${bucket}/${key}`],
      },
    ],
  };
  const query = new URLSearchParams({policy: JSON.stringify(policy), seconds: String(seconds)});
  return (await (await fetch(`${cosOrigin}/-/sts?${query.toString()}`)).json()) as Omit<Ticket, 'key'>;
}

/** An application that names each object itself, and tells what it was asked. */
export function application(change: (ticket: Ticket, asked: TicketFile) => object = (ticket) => ticket): {
  asked: TicketFile[];
  ticket: GetTicket;
} {
  const asked: TicketFile[] = [];
  return {
    asked,
    ticket: async (question) => {
      asked.push(question);
      const key = question.key ?? freshKey(question.name);
      return change({...(await keysFor(key)), key}, question) as Ticket;
    },
  };
}

import type {Tickets, TakenTicket} from '../../cos/tickets/tickets.js';
import type {ObjectOptions} from '../../cos/operations/object-options.js';
import {type Attempting, attempt} from '../requests/attempt.js';
import type {Slots} from '../requests/slots.js';
import type {TaskInput} from '../tasks/task.js';
import {guessType} from './content-type.js';

interface Asking extends Attempting {
  readonly tickets: Tickets;
  readonly input: TaskInput;
  readonly objectOptions: ObjectOptions;
  /** Beside those for bodies: there are no more questions at a time. */
  readonly questions: Slots;
}

/** Asks the application for the object of a file, and keys for it; with `key` for those of an upload that goes on. */
export function takeTicket(asking: Asking): Promise<TakenTicket> {
  const {tickets, input, key, questions, objectOptions} = asking;
  const {name, path, size, lastModified} = input;
  // What the application answers says nothing of COS.
  const contact = {...asking.contact, made: true};
  return attempt({...asking, slots: questions, contact}, {slot: 'acquire'}, async (signal) => {
    // As it will be sent: a policy may have a condition for it.
    const type = (objectOptions.contentType ?? input.type) || (await guessType(name));
    return tickets.take({name, path, size, type, lastModified, ...(key && {key})}, signal);
  });
}

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
  /** How many questions there may be at a time. These slots are not those for bodies. */
  readonly questions: Slots;
}

/**
 * Asks the application to name the object of a file and to give keys for it. With `key`, the upload goes on and only the keys are asked
 * for.
 */
export function takeTicket(asking: Asking): Promise<TakenTicket> {
  const {tickets, input, key, questions, objectOptions} = asking;
  const {name, path, size, lastModified} = input;
  // An answer of the application does not show that COS can be reached, so its contact is apart.
  const contact = {...asking.contact, made: true};
  return attempt({...asking, slots: questions, contact}, {slot: 'acquire'}, async (signal) => {
    // The type is the one that will be sent, because a policy may have a condition for it.
    const type = (objectOptions.contentType ?? input.type) || (await guessType(name));
    return tickets.take({name, path, size, type, lastModified, ...(key && {key})}, signal);
  });
}

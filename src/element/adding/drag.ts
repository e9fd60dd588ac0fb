import type {ReactiveController, ReactiveControllerHost} from 'lit';
import {mayAccept} from './accept.js';
import {isField} from './fields.js';

/** What is being dragged over the page; the browser tells no more before the drop. */
export interface DragState {
  readonly count: number;
  /** None of it can be accepted, as far as can be told before the drop. */
  readonly refused: boolean;
}

interface DragHost extends ReactiveControllerHost, HTMLElement {
  readonly accept: string;
  readonly isDisabled: boolean;
}

/**
 * Follows files that are dragged anywhere over the page. A drop counts on the element; one that misses it does nothing,
 * instead of making the browser leave the page for the file.
 */
export class DragController implements ReactiveController {
  readonly #host: DragHost;
  readonly #receive: (data: DataTransfer) => void;
  #connection: AbortController | undefined;
  #last: EventTarget | undefined;
  /** The last event that came through the element. */
  #here: Event | undefined;
  state: DragState | undefined;

  /** `receive` is called inside the drop event: afterwards the browser has emptied the data. */
  constructor(host: DragHost, receive: (data: DataTransfer) => void) {
    this.#host = host;
    this.#receive = receive;
    host.addController(this);
  }

  hostConnected(): void {
    this.#connection = new AbortController();
    const {signal} = this.#connection;
    addEventListener('dragenter', (event) => this.#over(event), {signal});
    addEventListener('dragover', (event) => this.#over(event), {signal});
    addEventListener('dragleave', (event) => this.#leave(event), {signal});
    addEventListener('drop', (event) => this.#drop(event), {signal});
    // Farther out the path ends at a closed shadow root around the element.
    for (const type of ['dragenter', 'dragover', 'drop'])
      this.#host.addEventListener(type, (event) => (this.#here = event), {signal});
    // Also when another drop zone lets nobody else hear of it.
    addEventListener('drop', () => this.#set(undefined), {signal, capture: true});
  }

  hostDisconnected(): void {
    this.#connection?.abort();
    this.#set(undefined);
  }

  #over(event: DragEvent): void {
    const data = event.dataTransfer;
    if (!data?.types.includes('Files')) return;
    if (event.type === 'dragenter') this.#last = event.composedPath()[0];
    const here = this.#isHere(event);
    if (here || !takesFiles(event)) {
      event.preventDefault();
      data.dropEffect = here && !this.#host.isDisabled ? 'copy' : 'none';
    }
    if (!this.#host.isDisabled && !this.state) this.#set(this.#describe(data));
  }

  /** Moving onto a child enters it before it leaves the old one, so only the last one entered can be left for good. */
  #leave(event: DragEvent): void {
    if (event.composedPath()[0] === this.#last) this.#set(undefined);
  }

  #drop(event: DragEvent): void {
    const data = event.dataTransfer;
    if (!data?.types.includes('Files')) return;
    if (this.#isHere(event)) {
      event.preventDefault();
      if (!this.#host.isDisabled) this.#receive(data);
    } else if (!takesFiles(event)) {
      event.preventDefault();
    }
  }

  #isHere(event: Event): boolean {
    return event === this.#here;
  }

  #describe(data: DataTransfer): DragState {
    const items = [...data.items].filter(({kind}) => kind === 'file');
    // Refused only when all of them are: of several files the others may still be good.
    const refused = items.length > 0 && items.every(({type}) => !mayAccept(type, this.#host.accept));
    return {count: Math.max(1, items.length), refused};
  }

  #set(state: DragState | undefined): void {
    if (this.state === state) return;
    this.state = state;
    this.#host.requestUpdate();
  }
}

/** Somebody else on the page wants the files: a listener that said so, or a control that takes drops by itself. */
const takesFiles = (event: Event): boolean => event.defaultPrevented || isField(event.composedPath()[0]);

import type {ReactiveController, ReactiveControllerHost} from 'lit';
import {mayAccept} from './accept.js';
import {isField} from './fields.js';

/** What is being dragged over the page; the browser tells no more before the drop. */
export interface DragState {
  readonly count: number;
  /** MIME types, as far as the browser tells them. */
  readonly types: readonly string[];
  /** No file can be accepted, as far as the page can tell before the drop. */
  readonly refused: boolean;
}

interface DragHost extends ReactiveControllerHost, HTMLElement {
  readonly accept: string;
  readonly isDisabled: boolean;
}

/** What an event has come through, of several that lie in each other the innermost. */
const places = new WeakMap<Event, DragController>();

/**
 * Follows files that are dragged anywhere over the page. A drop on the element counts. After a drop elsewhere the browser would leave the
 * page for the file, so that one is made to do nothing.
 */
export class DragController implements ReactiveController {
  readonly #host: DragHost;
  readonly #receive: (data: DataTransfer) => void;
  #connection: AbortController | undefined;
  #last: EventTarget | undefined;
  state: DragState | undefined;

  /** The browser empties the data after the drop event, so `receive` is called inside it. */
  constructor(host: DragHost, receive: (data: DataTransfer) => void) {
    this.#host = host;
    this.#receive = receive;
    host.addController(this);
  }

  hostConnected(): void {
    this.#connection = new AbortController();
    const {signal} = this.#connection;
    // The element may stand in another window than that of the script: in a frame or a popup.
    const page = this.#host.ownerDocument.defaultView;
    for (const type of ['dragenter', 'dragover', 'dragleave', 'drop'] as const) {
      page?.addEventListener(type, (event) => this.#follow(event), {signal});
      // Listeners outside of a closed shadow root do not see the element in the path, so the element itself notes what reaches it.
      this.#host.addEventListener(type, (event) => places.set(event, this), {signal, capture: true});
    }
    // Another drop zone may stop the event from spreading. The drag is over all the same, so this listens before it.
    page?.addEventListener('drop', () => this.#set(undefined), {signal, capture: true});
  }

  hostDisconnected(): void {
    this.#connection?.abort();
    this.#set(undefined);
  }

  #follow(event: DragEvent): void {
    const {dataTransfer: data, type} = event;
    const [target] = event.composedPath();
    // A drag that moves on enters the next element before it leaves the one before. So the drag leaves the page only when it leaves the
    // element that it entered last.
    if (type === 'dragleave') {
      if (target === this.#last) this.#set(undefined);
      return;
    }
    if (!data?.types.includes('Files')) return;
    if (type === 'dragenter') this.#last = target;
    const {isDisabled} = this.#host;
    const here = places.get(event) === this;
    // A listener that prevents the default, and a control that takes drops by itself, have the files.
    if (here || !(event.defaultPrevented || isField(target))) {
      event.preventDefault();
      data.dropEffect = here && !isDisabled ? 'copy' : 'none';
    }
    if (isDisabled) return;
    if (type !== 'drop') {
      if (!this.state) this.#set(this.#describe(data));
    } else if (here) this.#receive(data);
  }

  #describe(data: DataTransfer): DragState {
    const items = [...data.items].filter(({kind}) => kind === 'file');
    // Of several files some may be accepted, so the drag is refused only when all are.
    const refused = items.length > 0 && items.every(({type}) => !mayAccept(type, this.#host.accept));
    return {count: Math.max(1, items.length), types: items.map(({type}) => type), refused};
  }

  #set(state: DragState | undefined): void {
    if (this.state === state) return;
    this.state = state;
    this.#host.requestUpdate();
  }
}

import type {ReactiveController} from 'lit';
import type {UploaderLike} from '../../index.js';
import {CosUploaderElement} from '../cos-uploader.js';
import type {Hub, HubPart} from '../hub.js';
import {watchRoot} from './watch-root.js';

/** An element that shows an uploader: where it finds it. */
export interface LinkHost extends HubPart {
  readonly for: string | undefined;
  readonly uploader: UploaderLike | CosUploaderElement | undefined;
  readonly updateComplete: Promise<boolean>;
  addController(controller: ReactiveController): void;
}

/**
 * A `<cos-uploader headless>` for an engine that was given without one. All elements of the engine share it, and one of them has it in its
 * shadow root.
 */
interface Stand {
  readonly element: CosUploaderElement;
  readonly users: Set<LinkHost>;
}

const stands = new WeakMap<UploaderLike, Stand>();

function standOf(uploader: UploaderLike): Stand {
  let stand = stands.get(uploader);
  if (!stand) {
    CosUploaderElement.define();
    const element = document.createElement('cos-uploader');
    Object.assign(element, {uploader, headless: true, multiple: true});
    stand = {element, users: new Set()};
    stands.set(uploader, stand);
  }
  return stand;
}

/** Ids that were said and are those of something else. */
const told = new WeakSet<Element>();

/**
 * Finds the uploader of a part and follows it: by the id in `for`, as soon as there is such an element in the same document or shadow tree
 * and for as long as it stays there, or by the property `uploader`.
 */
export class Link implements ReactiveController {
  readonly #host: LinkHost;
  #unwatch: (() => void) | undefined;
  #target: CosUploaderElement | undefined;
  #stand: Stand | undefined;
  /** What all parts of the uploader share; undefined as long as there is none. */
  hub: Hub | undefined;

  constructor(host: LinkHost) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    this.#unwatch = watchRoot(this.#host.getRootNode(), this.look);
    this.look();
  }

  hostDisconnected(): void {
    this.#unwatch?.();
    this.#unwatch = undefined;
    this.#follow(undefined, undefined);
  }

  /** The element that the part has to draw into itself, so that its engine is heard. */
  get stand(): CosUploaderElement | undefined {
    const [first] = this.#stand?.users ?? [];
    return first === this.#host ? this.#stand?.element : undefined;
  }

  /** Looks whether the uploader is another one now. */
  readonly look = (): void => {
    const {uploader} = this.#host;
    if (!this.#unwatch) return;
    if (uploader === undefined) this.#follow(this.#find(), undefined);
    else if (uploader instanceof CosUploaderElement) this.#follow(uploader, undefined);
    else {
      const stand = standOf(uploader);
      this.#follow(stand.element, stand);
    }
  };

  #find(): CosUploaderElement | undefined {
    const id = this.#host.for;
    const root = this.#host.getRootNode() as Partial<NonElementParentNode>;
    const found = id ? root.getElementById?.(id) : undefined;
    if (!found || found instanceof CosUploaderElement) return found ?? undefined;
    const {localName} = found;
    if (localName.includes('-') && !customElements.get(localName))
      void customElements.whenDefined(localName).then(this.look);
    else if (!told.has(found)) {
      told.add(found);
      console.warn(
        `<${this.#host.localName} for="${String(id)}">: that is the id of a <${localName}>, and of no <cos-uploader>.`,
      );
    }
    return undefined;
  }

  #follow(target: CosUploaderElement | undefined, stand: Stand | undefined): void {
    if (target === this.#target) return;
    this.hub?.detach(this.#host);
    this.hub = undefined;
    this.#leaveStand();
    this.#target = target;
    this.#stand = stand;
    stand?.users.add(this.#host);
    this.#host.requestUpdate();
    if (target) void this.#attach(target);
  }

  #leaveStand(): void {
    this.#stand?.users.delete(this.#host);
    // Another one draws it now.
    for (const user of this.#stand?.users ?? []) user.requestUpdate();
    this.#stand = undefined;
  }

  async #attach(target: CosUploaderElement): Promise<void> {
    // The element of an engine is on the page when the first of its parts has drawn it.
    await this.#host.updateComplete;
    await target.updateComplete;
    const hub = await target.loadHub();
    if (target !== this.#target || !hub) return;
    this.hub = hub;
    hub.attach(this.#host);
    this.#host.requestUpdate();
  }
}

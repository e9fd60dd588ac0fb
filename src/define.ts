import {CosUploaderElement} from './element.js';

/** Exported so that its declarations bring the element and its events to the consumer's `document`. */
export {CosUploaderElement};

// In Node there may be no registry: importing this on a server does nothing.
if ('customElements' in globalThis) CosUploaderElement.define();

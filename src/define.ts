import {CosUploaderElement} from './element.js';

// In Node there may be no registry: importing this on a server does nothing.
if ('customElements' in globalThis) CosUploaderElement.define();

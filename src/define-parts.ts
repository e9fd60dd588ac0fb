/** Registers `<cos-uploader>` and the elements for an own layout. */
import './define.js';
import {
  CosUploadButtonElement,
  CosUploadDockElement,
  CosUploadDropZoneElement,
  CosUploadListElement,
  CosUploadTotalsElement,
} from './parts.js';

export {
  CosUploadButtonElement,
  CosUploadDockElement,
  CosUploadDropZoneElement,
  CosUploadListElement,
  CosUploadTotalsElement,
};

// In Node there may be no registry: importing this on a server does nothing.
if ('customElements' in globalThis) {
  CosUploadButtonElement.define();
  CosUploadDockElement.define();
  CosUploadDropZoneElement.define();
  CosUploadListElement.define();
  CosUploadTotalsElement.define();
}

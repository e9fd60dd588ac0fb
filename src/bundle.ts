/** Everything in one module, for `<script type="module" src>` without a bundler; registers `<cos-uploader>` and its parts. */
import './define-parts.js';

export * from './element.js';
export * from './index.js';
export * from './parts.js';

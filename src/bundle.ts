/** Everything in one module, for `<script type="module" src>` without a bundler; registers `<cos-uploader>`. */
import './define.js';

export * from './element.js';
export * from './index.js';

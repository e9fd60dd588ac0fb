import type {Texts} from '../texts.js';
import {moreTexts} from './en.js';
import {firstTexts} from './en-first.js';

/** All the texts in English, to be translated or changed. */
export const english: Texts = /* @__PURE__ */ Object.assign({}, firstTexts, moreTexts);

import {html, type TemplateResult} from 'lit';
import {styleProperties} from './style-properties.js';

/** A line that shrinks while something can be taken back. `gone`: milliseconds of that time that have gone. */
export const goingView = (gone: number): TemplateResult =>
  html`<div class="going" ${styleProperties({'--_gone': `${Math.round(-gone)}ms`})}></div>`;

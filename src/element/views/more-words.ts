import {html, nothing, type TemplateResult} from 'lit';

/** Words after others, with a dot between. `brief`: what stands for them where there is little room. */
export const moreWords = (
  words: string | number | false | undefined,
  i: number,
  brief?: string | false,
): TemplateResult | typeof nothing =>
  words
    ? html`<span class="more-${i}" data-brief=${brief ? `\u00a0· ${brief}` : nothing}
        ><span>&nbsp;· ${words}</span></span
      >`
    : nothing;

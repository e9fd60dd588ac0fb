import {css, type CSSResult} from 'lit';

/** What has nothing to show has no card, and over the first row there is nothing to be divided from it. */
export const part: CSSResult = css`
  .row:first-child::before {
    display: none;
  }
  .base.empty {
    padding: 0;
    border: 0;
    background: none;
  }
`;

/** No card: the page decides what it stands in. */
export const flat: CSSResult = css`
  .base {
    padding: 0;
    border: 0;
    border-radius: 0;
    background: none;
  }
  .totals {
    position: relative;
    background: none;
  }
`;

/** As large as its words. */
export const button: CSSResult = css`
  :host {
    display: inline-block;
    container: none;
    contain-intrinsic-inline-size: none;
  }
  .base {
    align-items: flex-start;
  }
  /* It is no container, so it cannot know how wide it is. */
  .notice {
    display: flex;
    flex-wrap: wrap;
    max-inline-size: 26rem;
  }
  .notice-text {
    flex: 1 1 12em;
  }
`;

/** Over content of the page, while files are held over it. */
export const veil: CSSResult = css`
  .base {
    position: relative;
  }
  .veil {
    position: absolute;
    inset: 0;
    z-index: 1;
    display: grid;
    place-items: center;
    /* Around the content, without a place of its own: it must not make the page scroll. */
    --_veil: color-mix(in oklab, var(--_veil-accent, var(--_accent)) 12%, transparent);
    outline: 2px solid var(--_veil-accent, var(--_accent));
    outline-offset: 8px;
    border-radius: calc(var(--_radius) - 8px);
    background: var(--_veil);
    box-shadow: 0 0 0 8px var(--_veil);
    pointer-events: none;
    > span {
      display: flex;
      align-items: center;
      gap: 8px;
      padding: 10px 16px;
      border-radius: var(--_inner-radius);
      background: var(--_accent);
      color: var(--_on-accent);
      font-weight: 600;
      box-shadow: 0 4px 16px rgb(0 0 0 / 0.18);
    }
    &.refuse {
      --_veil-accent: var(--_bad);
      > span {
        background: var(--_bad);
        color: var(--_surface);
      }
    }
  }
`;

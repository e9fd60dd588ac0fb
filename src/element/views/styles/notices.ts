import {css, type CSSResult} from 'lit';

/** Smaller controls and messages below the drop zone, and the zone itself when it is small. */
export const notices: CSSResult = css`
  :host {
    --_good: var(--cos-good, light-dark(oklch(0.5 0.13 152), oklch(0.79 0.15 155)));
    --_warn: var(--cos-warn, light-dark(oklch(0.52 0.12 62), oklch(0.83 0.12 80)));
  }
  .small {
    font-size: 0.8667em;
    min-block-size: max(32px, var(--_target));
    padding: 4px 12px;
  }
  .icon-button {
    inline-size: var(--_target);
    block-size: var(--_target);
    min-block-size: 0;
    padding: 0;
    border-color: transparent;
    background: none;
    color: var(--_muted);
    &:hover {
      color: var(--_text);
    }
    &:focus-visible {
      outline-offset: -2px;
    }
  }
  .going {
    position: absolute;
    inset-inline: 0;
    inset-block-end: 0;
    block-size: 2px;
    border-radius: 1px;
    background: var(--_accent);
    transform-origin: left;
    animation: go 5s linear var(--_gone) both;
    &:dir(rtl) {
      transform-origin: right;
    }
  }
  @keyframes go {
    to {
      transform: scaleX(0);
    }
  }
  /* Standing still it would look like a measure. */
  @media (prefers-reduced-motion: reduce) {
    .going {
      display: none;
    }
  }
  .icon-play {
    fill: currentColor;
  }
  .icon-pause {
    stroke-width: 2.4;
  }
  .icon-more {
    stroke-width: 2.6;
  }
  [aria-expanded='true'] .icon-chevron {
    rotate: 180deg;
  }
  .notice > .icon,
  .ring > .icon {
    inline-size: 1.33em;
    block-size: 1.33em;
  }
  :host([readonly]) :is(.totals-buttons, .notice button) {
    display: none;
  }
  .notice {
    display: grid;
    grid-template-columns: auto 1fr auto;
    align-items: start;
    gap: 8px 12px;
    padding: 10px 12px;
    border-radius: var(--_inner-radius);
    border: 1px solid color-mix(in oklab, var(--_tone) 28%, var(--_surface));
    background: color-mix(in oklab, var(--_tone) 7%, var(--_surface));
    > .icon {
      margin-block-start: 0.06em;
      color: var(--_tone);
    }
    > .icon-button {
      margin-block: -6px;
      margin-inline-end: -8px;
    }
    &.bad {
      --_tone: var(--_bad);
    }
    &.good {
      --_tone: var(--_good);
    }
    &.accent {
      --_tone: var(--_accent);
      align-items: center;
    }
    strong {
      font-weight: 600;
    }
    ul {
      margin: 2px 0 0;
      padding: 0;
      list-style: none;
    }
    li,
    .notice-text div {
      font-size: 0.8667em;
    }
  }
  .notice-text {
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }
  @container cos-uploader (inline-size < 43em) {
    .notice {
      position: relative;
    }
    .notice.accent {
      align-items: start;
    }
    .notice-buttons {
      grid-column: 1 / -1;
      button {
        flex: 1 1 auto;
      }
    }
    .notice > .icon-button {
      position: absolute;
      inset-block-start: 10px;
      inset-inline-end: 12px;
    }
    .notice:has(> .icon-button) strong {
      padding-inline-end: var(--_target);
    }
  }
  .notice-buttons {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  .details {
    box-sizing: border-box;
    inline-size: max-content;
    max-inline-size: min(26rem, 100vw - 32px);
    padding: 14px 16px;
    border: 1px solid var(--_line);
    border-radius: var(--_inner-radius);
    outline: none;
    background: var(--_surface);
    color: var(--_text);
    box-shadow: 0 8px 30px rgb(0 0 0 / 0.18);
    font-size: 0.8667em;
    overflow-wrap: anywhere;
    dl {
      display: grid;
      grid-template-columns: auto 1fr;
      align-items: baseline;
      gap: 2px 12px;
      margin: 8px 0 0;
    }
    dt {
      color: var(--_muted);
    }
    dd {
      margin: 0;
      font-family: ui-monospace, monospace;
      user-select: all;
    }
    @supports (position-area: bottom) {
      inset: auto;
      margin: 6px 0;
      position-area: block-end span-inline-start;
      position-try-fallbacks: flip-block;
    }
  }
  .compact {
    flex-flow: row wrap;
    text-align: start;
    padding: 10px 12px;
    gap: 12px;
    .zone-icon {
      inline-size: 40px;
      block-size: 40px;
      .icon {
        inline-size: 22px;
        block-size: 22px;
      }
    }
    .zone-title {
      font-size: 1em;
    }
    .zone-text {
      flex: 99 1 11em;
      min-inline-size: 0;
    }
    .zone-buttons {
      flex: 1 1 auto;
    }
    button {
      flex: 1 1 auto;
      font-size: 0.8667em;
      min-block-size: max(34px, var(--_target));
      padding: 4px 12px;
    }
  }
  @container cos-uploader (inline-size < 32em) {
    .compact {
      padding: 10px;
      .zone-icon {
        display: none;
      }
      .zone-text {
        flex-basis: 100%;
        text-align: center;
      }
    }
  }
`;

import {css, type CSSResult} from 'lit';

export const totals: CSSResult = css`
  .totals {
    display: flex;
    align-items: center;
    gap: 12px;
    position: sticky;
    inset-block-start: 0;
    z-index: 1;
    background: var(--_surface);
    font-variant-numeric: tabular-nums;
  }
  .ring {
    position: relative;
    display: grid;
    place-items: center;
    flex: none;
    inline-size: 2.94em;
    block-size: 2.94em;
    color: var(--_accent);
    > svg:first-child {
      position: absolute;
      inset: 0;
      rotate: -90deg;
      fill: none;
      stroke-width: 4;
    }
    span {
      color: var(--_text);
      font-size: 0.8667em;
      font-weight: 600;
    }
    .track {
      stroke: var(--_edge);
      stroke-width: 1.5;
    }
    .value {
      stroke: currentColor;
      stroke-dasharray: var(--_sent) 2;
      transition:
        stroke-dasharray 0.3s,
        stroke 0.25s;
    }
    &.good {
      color: var(--_good);
    }
  }
  .summary {
    flex: 1 1 0;
    min-inline-size: 0;
    overflow-wrap: anywhere;
    strong {
      font-weight: 600;
    }
    .bad {
      display: inline-block;
      color: var(--_bad);
    }
  }
  /* What does not fit goes whole to a line that is not shown: half a time would be no time. */
  .sums {
    block-size: 1lh;
    overflow: hidden;
    color: var(--_muted);
    font-size: 0.8667em;
    word-break: keep-all;
  }
  .totals-buttons {
    flex: none;
    display: flex;
    gap: 4px;
  }
  .main .icon {
    display: none;
  }
  .menu {
    padding: 6px;
    border: 1px solid var(--_line);
    border-radius: var(--_inner-radius);
    background: var(--_surface);
    color: var(--_text);
    box-shadow: 0 8px 30px rgb(0 0 0 / 0.18);
    &:popover-open {
      display: grid;
    }
    button {
      justify-content: flex-start;
      min-block-size: max(36px, var(--_target));
      padding: 4px 12px;
      border-color: transparent;
      background: none;
      font-weight: 450;
      &:hover {
        background: var(--_fill);
      }
      .icon {
        color: var(--_muted);
      }
      &[aria-pressed='true'] {
        color: var(--_accent);
      }
    }
    @supports (position-area: bottom) {
      inset: auto;
      margin: 4px 0;
      position-area: block-end span-inline-start;
      position-try-fallbacks: flip-block;
    }
  }
  @container cos-uploader (inline-size < 29em) {
    .totals {
      gap: 8px;
    }
  }
  /* The buttons have a line of their own, so that the words need not be cut. */
  @container cos-uploader (inline-size < 18em) {
    .totals {
      flex-wrap: wrap;
      .totals-buttons {
        flex: 1 1 100%;
        .main {
          flex: 1;
        }
      }
    }
  }
  @container cos-uploader (18em <= inline-size < 24em) {
    .totals:has(.main:only-child) {
      flex-wrap: wrap;
      .totals-buttons {
        flex: 1 1 100%;
        .main {
          flex: 1;
        }
      }
    }
  }
  @container cos-uploader (18em <= inline-size < 29em) {
    /* Alone it has room for its words. */
    .main:not(:only-child) {
      inline-size: var(--_target);
      min-block-size: var(--_target);
      padding: 0;
      .icon {
        display: block;
      }
      span {
        display: none;
      }
    }
  }
  /* In a view that is low it would hide most of the list. */
  @media (max-height: 30rem) {
    .totals {
      position: static;
    }
  }
  @media (forced-colors: active) {
    .ring {
      .value {
        stroke: Highlight;
      }
      /* Thin: in some themes a grey is the brightest colour, and the ring would look full. */
      .track {
        stroke: CanvasText;
        stroke-width: 1;
      }
    }
  }
`;

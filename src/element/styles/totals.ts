import {css, type CSSResult} from 'lit';

export const totals: CSSResult = css`
  .totals {
    display: flex;
    align-items: center;
    gap: 8px 12px;
    min-block-size: 44px;
    position: sticky;
    inset-block-start: 0;
    z-index: 1;
    background: var(--_surface);
  }
  .ring {
    position: relative;
    display: grid;
    place-items: center;
    flex: none;
    inline-size: 44px;
    block-size: 44px;
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
      font-variant-numeric: tabular-nums;
    }
    .track {
      stroke: var(--_fill);
    }
    .value {
      stroke: currentColor;
      stroke-dasharray: var(--_sent) 2;
      transition: stroke-dasharray 0.3s;
    }
    &.good {
      color: var(--_good);
    }
  }
  .summary {
    flex: 1 1 0;
    min-inline-size: 0;
    font-variant-numeric: tabular-nums;
    strong {
      font-weight: 600;
    }
    .bad {
      color: var(--_bad);
    }
  }
  .sums {
    color: var(--_muted);
    font-size: 0.8667em;
  }
  .totals-buttons {
    display: flex;
    flex-wrap: wrap;
    justify-content: flex-end;
    align-items: center;
    gap: 6px;
  }
  @container cos-uploader (inline-size < 560px) {
    .totals {
      flex-wrap: wrap;
    }
    .summary:has(+ .totals-buttons .small) {
      flex: 99 1 9em;
    }
    .totals-buttons:has(.small) {
      flex-grow: 1;
      justify-content: flex-start;
    }
    .small + .icon-button {
      margin-inline-start: auto;
    }
  }
  @media (forced-colors: active) {
    .ring {
      .value {
        stroke: Highlight;
      }
      .track {
        stroke: GrayText;
      }
    }
  }
`;

import {css, type CSSResult} from 'lit';

export const totals: CSSResult = css`
  .totals {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px 12px;
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
    flex: 99 1 clamp(min(9em, 40cqi), 30cqi, 16em);
    min-inline-size: 0;
    font-variant-numeric: tabular-nums;
    strong {
      font-weight: 600;
    }
    .bad {
      display: inline-block;
      color: var(--_bad);
    }
  }
  .sums {
    color: var(--_muted);
    font-size: 0.8667em;
  }
  /* As wide as its buttons in one line, below the summary where that leaves no room for it. Icons stay beside the words. */
  .totals-buttons {
    flex: 1 1 auto;
    display: flex;
    gap: 6px;
    min-inline-size: 0;
  }
  .choices {
    flex: 1 1 auto;
    display: flex;
    flex-wrap: wrap;
    gap: 6px;
    min-inline-size: 0;
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

import {css, type CSSResult} from 'lit';

export const dock: CSSResult = css`
  :host {
    position: fixed;
    z-index: 1000;
    inset-block-end: max(16px, env(safe-area-inset-bottom));
    inset-inline-end: max(16px, env(safe-area-inset-right));
    inline-size: min(21rem, 100vw - 32px);
  }
  :host([open]) {
    inline-size: min(29rem, 100vw - 32px);
  }
  .base {
    padding: 0;
    box-shadow:
      0 1px 2px rgb(0 0 0 / 0.08),
      0 10px 32px rgb(0 0 0 / 0.18);
    &.empty {
      display: none;
    }
  }
  .dock-head {
    display: flex;
    align-items: center;
    gap: 10px;
    padding: 10px 12px;
    font-variant-numeric: tabular-nums;
  }
  .dock-head .totals {
    flex: 1;
    min-inline-size: 0;
    background: none;
    position: static;
  }
  :host(:not([open])) .ring {
    font-size: 0.8em;
  }
  .line {
    flex: 1;
    justify-content: space-between;
    min-inline-size: 0;
    padding-inline: 6px;
    border-color: transparent;
    background: none;
    text-align: start;
    /* Where it is narrow, how many have failed stands in a line of its own. */
    span > span {
      display: inline-block;
    }
  }
  /* It opens upwards. */
  .dock-head .icon-chevron {
    rotate: 180deg;
  }
  .dock-head [aria-expanded='true'] .icon-chevron {
    rotate: none;
  }
  .files {
    display: grid;
    gap: 8px;
    padding: 0 12px;
    &:has(*) {
      padding-block-end: 6px;
    }
  }
  .list {
    max-block-size: var(--cos-list-max-block-size, min(24rem, 55vh));
    overflow: hidden auto;
  }
  :host([open]) .dock-head {
    border-block-end: 1px solid var(--_line);
  }
  @media print {
    :host {
      display: none;
    }
  }
`;

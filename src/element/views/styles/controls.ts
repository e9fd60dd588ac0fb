import {css, type CSSResult} from 'lit';

export const controls: CSSResult = css`
  button {
    font: inherit;
    font-weight: 550;
    line-height: 1.2;
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 8px;
    box-sizing: border-box;
    min-block-size: max(38px, var(--_target));
    margin: 0;
    padding: 6px 16px;
    border: 1px solid var(--_edge);
    border-radius: var(--_inner-radius);
    background: var(--_surface);
    color: var(--_text);
    cursor: pointer;
    &:hover {
      background: var(--_fill);
      transition: background-color 0.12s;
    }
    &:active {
      background: var(--_line);
    }
    &:focus-visible {
      outline: 2px solid var(--_accent);
      outline-offset: 2px;
    }
    &:disabled {
      opacity: 0.5;
      cursor: default;
    }
  }
  .primary {
    border-color: transparent;
    background: var(--_accent);
    color: var(--_on-accent);
    &:hover {
      background: color-mix(in oklab, var(--_accent) 88%, var(--_text));
    }
    &:active {
      background: color-mix(in oklab, var(--_accent) 76%, var(--_text));
    }
  }
  @media (prefers-reduced-motion: reduce) {
    * {
      transition: none !important;
      animation: none !important;
    }
  }
  @media print {
    button,
    .zone {
      display: none !important;
    }
  }
  @media (forced-colors: active) {
    button {
      border-color: ButtonText;
    }
    button:disabled {
      opacity: 1;
      color: GrayText;
      border-color: GrayText;
    }
  }
`;

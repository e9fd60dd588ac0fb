import {css, type CSSResult} from 'lit';

export const list: CSSResult = css`
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
      stroke-dasharray: 1;
      stroke-dashoffset: calc(1 - var(--_sent));
      transition: stroke-dashoffset 0.3s;
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
  .bad {
    --_tone: var(--_bad);
  }
  .totals-buttons {
    display: flex;
    flex-wrap: wrap;
    justify-content: flex-end;
    align-items: center;
    gap: 6px;
  }

  .list {
    position: relative;
    max-block-size: var(--cos-list-max-block-size, 33.5rem);
    overflow: hidden auto;
    overscroll-behavior: contain;
    scrollbar-width: thin;
    margin-inline: -6px;
    scroll-padding-block: 8px;
  }
  .rows {
    position: relative;
  }
  .row {
    position: relative;
    box-sizing: border-box;
    display: flex;
    align-items: center;
    gap: 2px;
    min-block-size: 72px;
    padding: 10px 6px 14px;
    border-radius: var(--_inner-radius);
    scroll-margin-block: 4px;
    &::before {
      content: '';
      position: absolute;
      inset-block-start: 0;
      inset-inline: 6px;
      border-block-start: 1px solid var(--_line);
    }
    &:not(:has(.bar)) {
      padding-block: 12px;
    }
    &:has(.info:focus-visible) {
      outline: 2px solid var(--_accent);
      outline-offset: -2px;
    }
  }
  .windowed .row {
    position: absolute;
    inset-inline: 0;
    contain: layout style;
  }
  .info {
    flex: 1 1 0;
    min-inline-size: 0;
    display: flex;
    align-items: center;
    gap: 12px;
    outline: none;
  }
  .action {
    display: flex;
    .small .icon {
      display: none;
    }
  }
  .thumb {
    position: relative;
    flex: none;
    display: grid;
    place-content: center;
    justify-items: center;
    inline-size: 44px;
    block-size: 44px;
    border-radius: 10px;
    overflow: hidden;
    background: var(--_fill);
    color: var(--_muted);
    canvas {
      position: absolute;
      inset: 0;
      inline-size: 100%;
      block-size: 100%;
      object-fit: cover;
    }
  }
  .ending {
    font-size: 9px;
    font-weight: 700;
    line-height: 1.1;
    letter-spacing: 0.03em;
    text-transform: uppercase;
  }
  .text {
    flex: 1 1 0;
    min-inline-size: 0;
  }
  .name {
    display: flex;
    align-items: baseline;
    font-weight: 550;
    white-space: pre;
  }
  .folder {
    flex: 0 99 auto;
    min-inline-size: 0;
    max-inline-size: 40%;
    overflow: hidden;
    text-overflow: ellipsis;
    font-weight: 400;
    color: var(--_muted);
  }
  .filename {
    display: flex;
    min-inline-size: 0;
  }
  .head {
    min-inline-size: 0;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .tail {
    flex: none;
  }
  .words {
    display: flex;
    align-items: center;
    gap: 5px;
    min-block-size: 1.4em;
    color: var(--_muted);
    font-size: 0.8667em;
    font-variant-numeric: tabular-nums;
    > span {
      min-inline-size: 0;
      overflow: hidden;
      text-overflow: ellipsis;
      white-space: nowrap;
    }
    .icon {
      inline-size: 16px;
      block-size: 16px;
      stroke-width: 2;
    }
  }
  /* What must be read is never cut, but where rows have to be equally tall. */
  .list:not(.windowed) :is(.warn, .bad, .row-paused) .words {
    align-items: flex-start;
    > span {
      white-space: normal;
    }
    .icon {
      margin-block-start: 2px;
    }
  }
  .good .words .icon,
  .warn .words,
  .bad .words {
    color: var(--_tone);
  }
  .good {
    --_tone: var(--_good);
  }
  .warn {
    --_tone: var(--_warn);
  }
  .bar {
    position: absolute;
    inset-block-end: 8px;
    inset-inline: 62px 6px;
    block-size: 4px;
    border-radius: 2px;
    overflow: hidden;
    background: var(--_fill);
    contain: strict;
    > div {
      position: absolute;
      inset: 0;
      border-radius: 2px;
      background: var(--_bar, var(--_accent));
      transition: transform 0.3s ease-out;
    }
    > .sent {
      transform: translateX(calc((var(--_sent) - 1) * 100% * var(--_dir)));
    }
    > .ahead {
      opacity: 0.38;
      transform: translateX(calc((max(var(--_ahead), var(--_sent)) - 1) * 100% * var(--_dir)));
      transition: transform max(0.3s, var(--_seconds)) linear;
    }
  }
  .row-paused,
  .row-suspended,
  .row-waiting {
    --_bar: color-mix(in oklab, var(--_muted) 85%, var(--_surface));
  }
  .row.bad {
    --_bar: var(--_bad);
  }
  .busy::after {
    content: '';
    position: absolute;
    inset-block: 0;
    inline-size: 30%;
    border-radius: 2px;
    background: color-mix(in oklab, var(--_accent) 55%, transparent);
    animation: sweep 1.6s ease-in-out infinite;
  }
  .full::after {
    background: linear-gradient(
      to right,
      transparent,
      color-mix(in oklab, var(--_surface) 65%, transparent),
      transparent
    );
  }
  @keyframes sweep {
    from {
      inset-inline-start: -30%;
    }
    to {
      inset-inline-start: 100%;
    }
  }

  @container cos-uploader (inline-size < 560px) {
    .totals {
      flex-wrap: wrap;
    }
    .totals-buttons:has(.small) {
      flex-basis: 100%;
      justify-content: flex-start;
    }
    .row .more-3 {
      display: none;
    }
  }
  @container cos-uploader (inline-size < 440px) {
    .info {
      gap: 10px;
    }
    .thumb {
      inline-size: 36px;
      block-size: 36px;
      .icon {
        inline-size: 18px;
        block-size: 18px;
      }
    }
    .ending,
    .folder,
    .row .more-2 {
      display: none;
    }
    .bar {
      inset-inline-start: 52px;
    }
    /* Buttons with words go below the text; not in a windowed list, whose rows are equally tall: there they are icons. */
    .windowed .action .small {
      inline-size: var(--_target);
      padding: 0;
      .icon {
        display: block;
      }
      span {
        display: none;
      }
    }
    .list:not(.windowed) .row:has(.small) {
      flex-wrap: wrap;
      align-content: center;
      min-block-size: 104px;
      padding-block: 10px 6px;
      row-gap: 4px;
      .info {
        position: relative;
        flex-basis: 100%;
        align-items: flex-start;
        padding-block-end: 10px;
      }
      .info + .action {
        margin-inline-start: 46px;
      }
      .bar {
        inset-inline: 46px 0;
        inset-block-end: 0;
      }
    }
  }
  @media (forced-colors: active) {
    .bar {
      border: 1px solid CanvasText;
      block-size: 6px;
      > .sent {
        background: Highlight;
        forced-color-adjust: none;
      }
      > .ahead {
        display: none;
      }
    }
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

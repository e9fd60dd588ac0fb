import {css, type CSSResult} from 'lit';

export const list: CSSResult = css`
  .bad {
    --_tone: var(--_bad);
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
    inset-inline-start: 0;
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
  /* A transform: the page's thread has no part in it. */
  @keyframes sweep {
    from {
      transform: translateX(calc(-100% * var(--_dir)));
    }
    to {
      transform: translateX(calc(334% * var(--_dir)));
    }
  }

  @container cos-uploader (inline-size < 37em) {
    .row .more-3 {
      display: none;
    }
  }
  @container cos-uploader (inline-size < 29em) {
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
    .thumb::after,
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
      /* The one in words takes the room there is, so that the others stay beside it, and breaks its words where it must. */
      .info + .action {
        flex: 1 1 0;
        min-inline-size: 0;
        margin-inline-start: 46px;
        .small {
          min-inline-size: 0;
          white-space: normal;
        }
      }
      .bar {
        inset-inline: 46px 0;
        inset-block-end: 0;
      }
    }
  }
  @container cos-uploader (inline-size < 20em) {
    .list:not(.windowed) .action .small {
      padding-inline: 6px;
    }
    /* The name keeps its line, and what is said more than a word a line. */
    .list:not(.windowed) .row:not(:has(.small)) {
      flex-wrap: wrap;
      justify-content: flex-end;
      padding-block: 10px 6px;
      .info {
        position: relative;
        flex-basis: 100%;
        align-items: flex-start;
        padding-block-end: 8px;
      }
      .bar {
        inset-inline: 46px 0;
        inset-block-end: 0;
      }
    }
  }
  /* Standing still it would look like a measure. */
  @media (prefers-reduced-motion: reduce) {
    .busy::after {
      display: none;
    }
  }
  @media print {
    .list {
      max-block-size: none;
    }
  }
  @media (forced-colors: active) {
    .bar {
      border: 1px solid CanvasText;
      block-size: 6px;
      inset-block-end: 6px;
      > .sent {
        background: Highlight;
        forced-color-adjust: none;
      }
      > .ahead {
        display: none;
      }
    }
  }
`;

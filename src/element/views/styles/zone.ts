import {css, type CSSResult} from 'lit';

export const zone: CSSResult = css`
  .zone {
    display: flex;
    flex-direction: column;
    align-items: center;
    gap: 14px;
    padding: 30px var(--_space) 26px;
    border: 1.5px dashed color-mix(in oklab, var(--_accent) 80%, var(--_surface));
    border-radius: var(--_radius);
    background: var(--_tint);
    text-align: center;
    cursor: pointer;
    transition:
      background-color 0.15s,
      border-color 0.15s;
  }
  .zone-icon {
    display: grid;
    place-items: center;
    inline-size: 52px;
    block-size: 52px;
    border-radius: 50%;
    background: color-mix(in oklab, var(--_accent) 14%, var(--_tint));
    color: var(--_accent);
    transition: translate 0.15s;
    .icon,
    ::slotted(svg) {
      inline-size: 26px;
      block-size: 26px;
    }
  }
  .zone-title {
    font-size: 1.0667em;
    font-weight: 600;
  }
  .hint {
    color: var(--_muted);
    font-size: 0.8667em;
    &::first-letter {
      text-transform: uppercase;
    }
  }
  .zone-text {
    display: grid;
    gap: 2px;
    text-wrap: balance;
  }
  .zone-buttons {
    display: flex;
    flex-wrap: wrap;
    justify-content: center;
    align-items: center;
    gap: 8px;
  }
  .over {
    border-width: 2px;
    margin: -0.5px;
    border-style: solid;
    border-color: var(--_accent);
    background: color-mix(in oklab, var(--_accent) 12%, var(--_tint));
    .zone-buttons button {
      border-color: transparent;
      background: none;
      color: var(--_muted);
    }
    .zone-icon {
      translate: 0 -4px;
      background: var(--_accent);
      color: var(--_on-accent);
    }
  }
  .refuse {
    border-color: var(--_bad);
    background: color-mix(in oklab, var(--_bad) 8%, var(--_surface));
    .zone-icon {
      translate: none;
      background: var(--_bad);
      color: var(--_surface);
    }
  }
  @container cos-uploader (inline-size < 32em) {
    .zone {
      padding: 22px 14px 18px;
    }
    .zone-buttons {
      align-self: stretch;
      button {
        flex: 1 1 auto;
      }
    }
  }
  @media (forced-colors: active) {
    .over {
      border: 3px solid Highlight;
    }
  }
`;

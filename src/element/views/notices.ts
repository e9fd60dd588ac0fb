import {html, nothing, type TemplateResult} from 'lit';
import type {UploadError, UploadTask} from '../../index.js';
import {isolate} from '../language/isolate.js';
import {visibleName} from '../language/visible-name.js';
import type {FolderCount, Refusal} from '../adding/restrictions.js';
import type {Locale} from '../language/locale.js';
import {buttonView} from './button.js';
import {icon} from './list-icons.js';

const shown = 3;

/** What was not added, and what came of folders. The choose buttons refer to this text, so that it is read with them. */
export function rejectionsView(
  refusals: readonly Refusal[],
  read: FolderCount | undefined,
  locale: Locale,
  disabled: boolean,
): TemplateResult | typeof nothing {
  if (refusals.length === 0 && !read) return nothing;
  const {t} = locale;
  const summary = read ? html`<div part="folder-summary">${folderWords(read, locale)}</div>` : nothing;
  return html`<div part="rejections" class="notice ${refusals.length ? 'bad' : ''}">
    ${icon(refusals.length ? 'alert' : 'info')}
    <div class="notice-text" id="rejections">
      ${
        refusals.length
          ? html`<strong>${t('rejected', {n: refusals.length})}</strong>
              <ul>
                ${refusals.slice(0, shown).map(({name, reason}) => html`<li><bdi>${visibleName(name)}</bdi> – ${reason}</li>`)}
                ${refusals.length > shown ? html`<li>${t('moreRejected', {n: refusals.length - shown})}</li>` : nothing}
              </ul>`
          : nothing
      }
      ${summary}
    </div>
    ${buttonView({command: 'dismiss', label: t('dismiss'), icon: icon('dash'), disabled})}
  </div>`;
}

/** "33 files found · 30 files added · 3 files were not added · 2 system files left out" */
export function folderWords({found, taken, refused, ignored}: FolderCount, {t}: Locale): string {
  return [
    found ? t('filesFound', {n: found}) : t('folderEmpty'),
    ...(found ? [t('announceAdded', {n: taken})] : []),
    ...(refused ? [t('rejected', {n: refused})] : []),
    ...(ignored ? [t('leftOut', {n: ignored})] : []),
  ].join(' · ');
}

/** Uploads of an earlier visit that wait for the person. */
export function restoreView(tasks: readonly UploadTask[], locale: Locale, disabled: boolean): TemplateResult {
  const {t} = locale;
  const files = tasks.filter(({state}) => state.status === 'suspended' && state.needs === 'file');
  const names = files.slice(0, shown).map(({name}) => isolate(name));
  return html`<div class="notice accent" part="banner" role="group" aria-labelledby="restore-text">
    ${icon('clock')}
    <div class="notice-text">
      <strong id="restore-text">${t('restoreAsk', {n: tasks.length})}</strong>
      ${
        files.length
          ? html`<div>
              ${t('restoreFiles', {
                names: locale.list(
                  files.length > shown ? [...names, t('moreRejected', {n: files.length - shown})] : names,
                ),
              })}
            </div>`
          : nothing
      }
    </div>
    <div class="notice-buttons">
      ${buttonView({command: 'discard', content: t('discard'), disabled})}
      ${buttonView({
        ...(files.length < tasks.length
          ? {command: 'restore', content: t('resume')}
          : {command: 'choose-again', content: t('chooseAgain')}),
        look: 'small primary',
        part: 'resume-button',
        disabled,
      })}
    </div>
  </div>`;
}

/** For the developer of the page: which attribute cannot work, and what it may be. */
export function configurationView(errors: readonly UploadError[]): TemplateResult {
  return html`<div class="notice bad" part="configuration-error" role="alert" lang="en" dir="ltr">
    ${icon('alert')}
    <div class="notice-text">
      <strong>&lt;cos-uploader&gt; cannot work as it is set up</strong>
      <ul>
        ${errors.map(({message}) => html`<li>${message}</li>`)}
      </ul>
    </div>
  </div>`;
}

/** The element and its events; importing this registers nothing. */
export {
  type AddEntry,
  type AddSource,
  CosFileRejectEvent,
  CosFilesAddEvent,
  CosIdleEvent,
  CosPartDoneEvent,
  CosRestoreEvent,
  CosUploadCancelEvent,
  CosUploadErrorEvent,
  CosUploadPauseEvent,
  CosUploadProgressEvent,
  CosUploadResumeEvent,
  CosUploadStartEvent,
  CosUploadSuccessEvent,
  type PauseReason,
  type RejectCode,
} from './element/base/cos-events.js';
export {CosStoredRemoveEvent} from './element/base/stored-remove-event.js';
export type {Link, StoredFile} from './element/base/stored-file.js';
export {CosUploaderElement} from './element/cos-uploader.js';
export type {Validate} from './element/base/validate.js';
export type {FileInput} from './element/adding/intake.js';
export type {PickerOptions} from './element/panel-context.js';
export {registerLocale} from './element/language/locale.js';
export {english} from './element/language/locales/english.js';
export type {Plural, Texts} from './element/language/texts.js';

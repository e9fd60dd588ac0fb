/** The element and its events; importing this registers nothing. */
export {
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
} from './element/cos-events.js';
export {CosUploaderElement} from './element/cos-uploader.js';
export type {FileInput} from './element/intake.js';
export type {PickerOptions} from './element/shell.js';
export {registerLocale} from './element/locale.js';
export type {Plural, Texts} from './element/texts.js';

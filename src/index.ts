/** Headless: importing this has no effect, in a page, in a Worker and in Node. */
export {createCosClient} from './cos/client.js';
export type {CosClient} from './cos/client.js';
export type {CosClientOptions, TransportName} from './cos/client-options.js';
export {credentialsFromUrl} from './cos/credentials/credentials-url.js';
export type {
  Authorization,
  Authorize,
  AuthorizeRequest,
  CredentialsScope,
  GetCredentials,
  StsAnswer,
  TemporaryCredentials,
} from './cos/credentials/credentials-types.js';
export type {DiagnoseLine, DiagnoseOptions} from './cos/diagnose-types.js';
export type {
  BeginOptions,
  BodyOptions,
  BodyProgress,
  Callback,
  ObjectOptions,
  Orders,
  PartOptions,
  PicOperations,
  SignalOptions,
  SizeLimit,
  StorageClass,
} from './cos/operations/object-options.js';
export type {
  CompleteOptions,
  CopySource,
  DeleteObjectOptions,
  HeadObjectOptions,
  ListMultipartUploadsOptions,
  ListPartsOptions,
  PresignMethod,
  PresignOptions,
  UploadPartCopyOptions,
} from './cos/operations/operation-options.js';
export type {
  AppendObjectResult,
  CompletedPart,
  CompleteMultipartUploadResult,
  CopiedPart,
  ListedPart,
  ListedUpload,
  MultipartUpload,
  ObjectMetadata,
  Owner,
  PartsPage,
  Picture,
  PutObjectResult,
  UploadAnswer,
  UploadedPart,
  UploadsPage,
} from './cos/wire/results.js';
export type {GetTicket, Ticket, TicketFile} from './cos/tickets/ticket-types.js';
export {ticketFromUrl} from './cos/tickets/tickets.js';
export type {TakenTicket, Tickets} from './cos/tickets/tickets.js';
export type {Transport, TransportRequest, TransportResponse, UploadBody} from './cos/wire/transport.js';
export {
  type AbortError,
  CallbackError,
  ChecksumError,
  CommitError,
  ConfigurationError,
  CorsError,
  CosError,
  CredentialsError,
  type CredentialsErrorCode,
  type ErrorCategory,
  FileChangedError,
  isAbortError,
  NetworkError,
  type NetworkErrorCode,
  UploadError,
} from './errors.js';
export {createHasher} from './hash/hasher.js';
export type {Digests, Hasher, HasherOptions, HashPath, Wanted} from './hash/types.js';
export {createIdbStore} from './store/idb-store.js';
export {createLocks, type Locks} from './store/locks.js';
export {
  type ChangeRecord,
  createMemoryStore,
  type PartRecord,
  type ResumeStore,
  type UploadRecord,
} from './store/resume-store.js';
export {
  TaskAddEvent,
  TaskChangeEvent,
  TaskRemoveEvent,
  type UploaderEventMap,
  UploaderForgetEvent,
  UploaderIdleEvent,
  UploaderRestoreEvent,
} from './upload/tasks/events.js';
export {diagnose} from './upload/diagnose.js';
export type {AddItem, AddOptions} from './upload/tasks/describe-file.js';
export type {
  Checksum,
  Concurrency,
  Commit,
  Conflict,
  Prepare,
  ResumeMode,
  RetryPolicy,
  Size,
  UploaderOptions,
} from './upload/options/options.js';
export type {Orphan, OrphanQuery} from './upload/run/orphans.js';
export {fullJitter} from './upload/requests/retry.js';
export {parseSize} from './upload/options/size.js';
export {
  type Action,
  isFinished,
  isRunning,
  type Pace,
  type PartDone,
  type Proof,
  type RestoreNeed,
  type Status,
  type TaskState,
  type UploadResult,
  type WaitReason,
} from './upload/tasks/state.js';
export type {UploadTask} from './upload/tasks/task.js';
export type {Totals} from './upload/tasks/totals.js';
export {uploadFile, type UploadFileOptions} from './upload/upload-file.js';
export {Uploader, type UploadSummary} from './upload/uploader.js';
export type {Resumability, UploaderLike} from './upload/uploader-like.js';

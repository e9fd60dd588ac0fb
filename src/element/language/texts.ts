/** A text with `{name}` places, in one form for each plural category the language has (Intl.PluralRules). */
export type Plural = Readonly<{other: string} & Partial<Record<Intl.LDMLPluralRule, string>>>;

/** The texts of the drop zone, and of what can happen before anything else is loaded. */
export interface FirstTexts {
  /** Accessible name of the whole. */
  label: string;
  dropFiles: string;
  dropFile: string;
  dropMore: string;
  dropNow: Plural;
  dropNone: string;
  chooseFiles: string;
  chooseFile: string;
  chooseFolder: string;
  chooseFromLibrary: string;
  takePhoto: string;
  recordVideo: string;
  recordAudio: string;
  orPaste: string;
  reading: Plural;
  stop: string;
  limitFiles: Plural;
  limitSize: string;
  limitMin: string;
  limitTotal: string;
  images: string;
  videos: string;
  sounds: string;
  textFiles: string;
  rejectType: string;
  rejectTooLarge: string;
  rejectTooSmall: string;
  rejectTooMany: Plural;
  rejectTotal: string;
  rejectDuplicate: string;
  rejectDuplicateKey: string;
  rejectEmptyName: string;
  errorChanged: string;
  /** The scripts of this page are gone from its server. */
  errorOutdated: string;
  required: string;
  busy: string;
}

/**
 * Every text of the element. A locale is one complete object of this type: a missing text does not compile.
 * Places in braces are filled in; a Plural is chosen by its `{n}`.
 */
export interface Texts extends FirstTexts {
  waiting: string;
  ready: string;
  preparing: string;
  /** The page turns a file into what is sent in its place. */
  gettingReady: string;
  comparing: string;
  ofTotal: string;
  timeLeft: string;
  underAMinute: string;
  overADay: string;
  paused: string;
  resumeAnyTime: string;
  keepOpen: string;
  offline: string;
  retryingIn: string;
  waitingForKeys: string;
  otherTab: string;
  finishing: string;
  verifying: string;
  /** The application takes a stored file over. */
  committing: string;
  uploaded: string;
  verified: string;
  alreadyThere: string;
  canceled: string;
  removed: string;
  /** The application is removing a stored file, or could not. */
  removing: string;
  notRemoved: string;
  needsFile: string;
  needsPermission: string;
  unfinished: string;

  errorSession: string;
  errorKeys: string;
  errorPermission: string;
  errorNetwork: string;
  /** Something between the page and the store answers instead of it. */
  errorBlocked: string;
  errorSetup: string;
  /** The name of the file, or of a folder of it, makes no key that COS takes. */
  errorName: string;
  errorChecksum: string;
  errorBusy: string;
  errorClock: string;
  /** The file is stored, but the application did not take it over. */
  errorCommit: string;
  /** The page could not turn a file into what is to be sent. */
  errorPrepare: string;
  errorOther: string;

  judging: Plural;
  rejectFailed: string;
  rejected: Plural;
  moreRejected: Plural;
  filesFound: Plural;
  folderEmpty: string;
  /** Files that systems make for themselves, and that were left out. */
  leftOut: Plural;

  files: string;
  /** Accessible name of the ring. */
  total: string;
  filesDone: Plural;
  /** In the line of the dock. */
  uploadingFiles: string;
  allDone: Plural;
  someFailed: Plural;
  /** What opens and closes the finished ones of a long list. */
  foldedDone: Plural;
  /** What is being dragged over the page, by kind. */
  dragImages: Plural;
  dragVideos: Plural;
  dragSounds: Plural;
  dragPdfs: Plural;
  dragOthers: Plural;

  /** "Pause holiday.mp4": what a button does, and to which file. */
  named: string;
  pause: string;
  resume: string;
  cancel: string;
  remove: string;
  tryAgain: string;
  tryNow: string;
  uploadAgain: string;
  chooseAgain: string;
  /** Another file in place of the one there is. */
  replace: string;
  allow: string;
  copyLink: string;
  copied: string;
  details: string;
  undo: string;
  dismiss: string;
  start: string;
  pauseAll: string;
  resumeAll: string;
  cancelAll: string;
  canceledAll: Plural;
  /** What opens the menu of the totals. */
  more: string;
  retryFailed: string;
  clear: string;
  onlyFailed: string;
  showList: string;
  hideList: string;

  restoreAsk: Plural;
  restoreFiles: string;
  discard: string;

  announceAdded: Plural;
  announceStarted: string;
  announceProgress: string;
  announceResumed: string;
  announceFailed: Plural;
  announceDone: Plural;
  /** The form waited for the uploads. */
  notSent: string;

  code: string;
  requestId: string;
  key: string;
}

/** What a locale has besides the first texts. */
export type MoreTexts = Omit<Texts, keyof FirstTexts>;

'use client';
/**
 * For React 18 and 19: `<CosUploader>`, one component for each part of an own layout, and hooks that follow an uploader. Registers
 * `<cos-uploader>`, and the parts that an application uses: a bundler leaves the others out.
 */
import {createComponent, type EventName, type ReactWebComponent} from '@lit/react';
import * as React from 'react';
import {CosUploaderElement} from './define.js';
import type {
  CosFileRejectEvent,
  CosFilesAddEvent,
  CosIdleEvent,
  CosPartDoneEvent,
  CosRestoreEvent,
  CosStoredRemoveEvent,
  CosUploadCancelEvent,
  CosUploadErrorEvent,
  CosUploadPauseEvent,
  CosUploadProgressEvent,
  CosUploadResumeEvent,
  CosUploadStartEvent,
  CosUploadSuccessEvent,
} from './element.js';
import type {TaskState, UploaderLike, UploadTask} from './index.js';
import {
  CosUploadButtonElement,
  CosUploadDockElement,
  CosUploadDropZoneElement,
  CosUploadListElement,
  CosUploadTotalsElement,
} from './parts.js';
import {feedOf, nothing, type Uploads} from './upload-feed.js';

export type {Uploads};

const events = {
  // React 18 has none of these on elements that it does not know.
  onInput: 'input' as EventName,
  onChange: 'change' as EventName,
  onCosFilesAdd: 'cos-files-add' as EventName<CosFilesAddEvent>,
  onCosFileReject: 'cos-file-reject' as EventName<CosFileRejectEvent>,
  onCosUploadStart: 'cos-upload-start' as EventName<CosUploadStartEvent>,
  onCosUploadProgress: 'cos-upload-progress' as EventName<CosUploadProgressEvent>,
  onCosPartDone: 'cos-part-done' as EventName<CosPartDoneEvent>,
  onCosUploadPause: 'cos-upload-pause' as EventName<CosUploadPauseEvent>,
  onCosUploadResume: 'cos-upload-resume' as EventName<CosUploadResumeEvent>,
  onCosUploadSuccess: 'cos-upload-success' as EventName<CosUploadSuccessEvent>,
  onCosUploadError: 'cos-upload-error' as EventName<CosUploadErrorEvent>,
  onCosUploadCancel: 'cos-upload-cancel' as EventName<CosUploadCancelEvent>,
  onCosStoredRemove: 'cos-stored-remove' as EventName<CosStoredRemoveEvent>,
  onCosRestore: 'cos-restore' as EventName<CosRestoreEvent>,
  onCosIdle: 'cos-idle' as EventName<CosIdleEvent>,
};

/**
 * Draws the tag with an attribute that says that its properties are still to come: @lit/react sets them when React has come to what a server
 * has drawn, and takes the attribute away.
 */
const deferring = {
  ...React,
  createElement: (tag: string, props: object) => React.createElement(tag, {'defer-hydration': '', ...props}),
} as typeof React;

/**
 * `<cos-uploader>` with its properties (`credentialsUrl`, `resumeMode`…) and events (`onCosUploadSuccess`…) as props. The property `key` is
 * React's own here: say `keyTemplate`, or set it through `ref`.
 */
export const CosUploader: ReactWebComponent<CosUploaderElement, typeof events> = createComponent({
  react: deferring,
  tagName: 'cos-uploader',
  elementClass: CosUploaderElement,
  events,
  displayName: 'CosUploader',
});

/** Registers an element. In Node there may be no registry. */
function registered<Class extends {define(): void}>(element: Class): Class {
  if ('customElements' in globalThis) element.define();
  return element;
}

/** `<cos-upload-button>`: opens the picker of an uploader, which is given as `uploader`, or as `for`. */
export const CosUploadButton: ReactWebComponent<CosUploadButtonElement> = /* @__PURE__ */ createComponent({
  react: React,
  tagName: 'cos-upload-button',
  elementClass: /* @__PURE__ */ registered(CosUploadButtonElement),
  displayName: 'CosUploadButton',
});

/** `<cos-upload-drop-zone>`: takes drops and pastes, around any content. */
export const CosUploadDropZone: ReactWebComponent<CosUploadDropZoneElement> = /* @__PURE__ */ createComponent(
  {
    react: React,
    tagName: 'cos-upload-drop-zone',
    elementClass: /* @__PURE__ */ registered(CosUploadDropZoneElement),
    displayName: 'CosUploadDropZone',
  },
);

/** `<cos-upload-list>`: the files. */
export const CosUploadList: ReactWebComponent<CosUploadListElement> = /* @__PURE__ */ createComponent({
  react: React,
  tagName: 'cos-upload-list',
  elementClass: /* @__PURE__ */ registered(CosUploadListElement),
  displayName: 'CosUploadList',
});

/** `<cos-upload-totals>`: one line for all files. */
export const CosUploadTotals: ReactWebComponent<CosUploadTotalsElement> = /* @__PURE__ */ createComponent({
  react: React,
  tagName: 'cos-upload-totals',
  elementClass: /* @__PURE__ */ registered(CosUploadTotalsElement),
  displayName: 'CosUploadTotals',
});

/** `<cos-upload-dock>`: a panel in the corner, for uploads that go on while routes change. */
export const CosUploadDock: ReactWebComponent<CosUploadDockElement> = /* @__PURE__ */ createComponent({
  react: React,
  tagName: 'cos-upload-dock',
  elementClass: /* @__PURE__ */ registered(CosUploadDockElement),
  displayName: 'CosUploadDock',
});

/** What a server renders, and the browser at first, so that it finds the same. */
const atFirst: Uploads = {...nothing};
const hearNothing = (): (() => void) => () => undefined;

/**
 * What is in an uploader's list, and what it adds up to. The component is rendered for what it reads alone: one that takes `{tasks}` after
 * each add and remove, one that takes `{totals}` up to twenty times a second. For the state of one task, see `useUpload`.
 */
export function useUploads(uploader: UploaderLike | null | undefined): Uploads {
  const feed = uploader ? feedOf(uploader) : undefined;
  const [used] = React.useState(() => new Set<keyof Uploads>());
  const seen = React.useRef(feed?.current ?? nothing);
  const subscribe = React.useCallback(
    (listener: () => void) => feed?.subscribe(listener) ?? hearNothing(),
    [feed],
  );
  const look = React.useCallback(() => {
    const current = feed?.current ?? nothing;
    // Another value only where something has changed that the component reads.
    if ([...used].some((name) => current[name] !== seen.current[name])) seen.current = current;
    return seen.current;
  }, [feed, used]);
  const shown = React.useSyncExternalStore(subscribe, look, () => atFirst);
  const read = <Name extends keyof Uploads>(name: Name): Uploads[Name] => {
    used.add(name);
    return (shown === atFirst ? shown : (feed?.current ?? nothing))[name];
  };
  return {
    get tasks() {
      return read('tasks');
    },
    get totals() {
      return read('totals');
    },
  };
}

/** The state of one task. The component is rendered when this task changes, and for no other. */
export function useUpload(uploader: UploaderLike, task: UploadTask): TaskState {
  const feed = feedOf(uploader);
  const subscribe = React.useCallback(
    (listener: () => void) => feed.subscribeTo(task, listener),
    [feed, task],
  );
  const look = (): TaskState => task.state;
  return React.useSyncExternalStore(subscribe, look, look);
}

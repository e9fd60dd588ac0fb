import {allowed} from './allowed.js';

/** The page that sends an object tells the pages that wait for it how far it is. */
export interface News {
  /** Tells how many bytes of `name` are done. */
  announce(name: string, sent: number): void;
  /** Calls `listener` with what is announced of `name`. Answers a function that ends this. */
  watch(name: string, listener: (sent: number) => void): () => void;
}

interface Announcement {
  name: string;
  sent: number;
}

const usual = 'cos-uploader';

/** What this page tells goes through one channel of each name, however many uploaders it has. A channel does not hear itself. */
const announcers = new Map<string, BroadcastChannel>();

/** News over a BroadcastChannel. Where there is none, no page hears anything. */
export function createNews(channelName: string = usual): News {
  return {
    announce(name, sent) {
      const channel = announcers.get(channelName) ?? openChannel(channelName);
      if (channel) announcers.set(channelName, channel);
      channel?.postMessage({name, sent} satisfies Announcement);
    },
    watch(name, listener) {
      const channel = openChannel(channelName);
      channel?.addEventListener('message', ({data}: MessageEvent<unknown>) => {
        if (isAnnouncement(data) && data.name === name) listener(data.sent);
      });
      return () => channel?.close();
    },
  };
}

/** Other scripts of the origin and other versions of this library may use the same channel, so the data is checked. */
function isAnnouncement(data: unknown): data is Announcement {
  const {name, sent} = (data ?? {}) as Partial<Record<keyof Announcement, unknown>>;
  return typeof name === 'string' && Number.isSafeInteger(sent) && (sent as number) >= 0;
}

function openChannel(name: string): BroadcastChannel | undefined {
  const channel: (BroadcastChannel & {unref?: () => void}) | undefined = allowed(
    () => new BroadcastChannel(name),
  );
  channel?.unref?.(); // Node would not end while it is open.
  return channel;
}

/** What keeps keys in memory. */
interface Holder {
  forgetCredentials(): void;
}

const signedOut = 'signed-out';
/** All of this page, as long as something else holds them. */
const holders = new Set<WeakRef<Holder>>();
let ofSignOuts: BroadcastChannel | undefined;

/** From now on the keys of `holder` are dropped when a person signs out in any page of this browser. */
export function heedSignOuts(holder: Holder): void {
  for (const kept of holders) {
    const other = kept.deref();
    if (other === holder) return;
    if (!other) holders.delete(kept);
  }
  holders.add(new WeakRef(holder));
  if (ofSignOuts) return;
  ofSignOuts = openChannel(usual);
  ofSignOuts?.addEventListener('message', ({data}: MessageEvent<unknown>) => {
    if (data === signedOut) dropKeys();
  });
}

/** Drops the keys of all pages of this browser. */
export function tellSignOut(): void {
  dropKeys();
  const channel = ofSignOuts ?? openChannel(usual);
  channel?.postMessage(signedOut);
  if (channel !== ofSignOuts) channel?.close();
}

function dropKeys(): void {
  for (const holder of holders) holder.deref()?.forgetCredentials();
}

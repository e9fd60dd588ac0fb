/** How far the page is that sends an object, told to the pages that wait for it. */
export interface News {
  /** Tells how many bytes of `name` are done. */
  announce(name: string, sent: number): void;
  /** Hears what is announced of `name`; returns the end of it. */
  watch(name: string, listener: (sent: number) => void): () => void;
}

interface Announcement {
  name: string;
  sent: number;
}

/** Over a BroadcastChannel; nobody hears anything where there is none. */
export function createNews(channelName = 'cos-uploader'): News {
  let opened: BroadcastChannel | undefined;
  const channel = (): BroadcastChannel | undefined => (opened ??= openChannel(channelName));
  return {
    announce: (name, sent) => channel()?.postMessage({name, sent} satisfies Announcement),
    watch(name, listener) {
      const listen = ({data}: MessageEvent<unknown>): void => {
        if (isAnnouncement(data) && data.name === name) listener(data.sent);
      };
      channel()?.addEventListener('message', listen);
      return () => opened?.removeEventListener('message', listen);
    },
  };
}

/** Other scripts of the origin, and other versions of this library, may use the same channel. */
function isAnnouncement(data: unknown): data is Announcement {
  const {name, sent} = (data ?? {}) as Partial<Record<keyof Announcement, unknown>>;
  return typeof name === 'string' && Number.isSafeInteger(sent) && (sent as number) >= 0;
}

function openChannel(name: string): BroadcastChannel | undefined {
  if (typeof BroadcastChannel !== 'function') return undefined;
  const channel: BroadcastChannel & {unref?: () => void} = new BroadcastChannel(name);
  channel.unref?.(); // Node would not end while it is open.
  return channel;
}
